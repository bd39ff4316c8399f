import type { Figures, Score, ScoredRule } from '../../backtest/index.js';
import { percent } from '../print-number.js';
import type { TextStyle } from '../text-style.js';
import { textTable, type TextCell } from '../text-table.js';

export interface BacktestResult extends Score {
  readonly startMs: number;
  readonly endMs: number;
  /** Metrics that the rules read and the history does not have. */
  readonly missing: readonly string[];
  /** Alerts of whose metrics the history has none. */
  readonly unjudged: readonly ScoredRule[];
}

const COLUMNS = ['rule', 'firings', 'caught', 'missed', 'false', 'median time to detect', 'pages per week'].map((title, i) => ({
  title,
  align: i === 0 ? ('left' as const) : ('right' as const),
}));

/** The score for people: a line for each rule and one for all, then what was missed and what was false. */
export function backtestReport(result: BacktestResult, style: TextStyle): string {
  const { rules, all, clean, incidents, firings, missing, unjudged } = result;
  const rows = rules.map((rule): TextCell[] => [nameOf(rule), ...cells(rule)]);
  const lines = textTable(COLUMNS, [...rows, [{ text: 'all', paint: style.bold }, ...cells(all)]]);
  const caught = percent(all.caught, all.caught + all.missed);
  lines.push('', `${dateOf(result.startMs)} to ${dateOf(result.endMs)}`);
  lines.push(
    `${all.caught} of ${all.caught + all.missed} incidents caught (${caught}); ${all.falsePages} false pages, ${all.falseTickets} false tickets`,
  );
  if (clean.days > 0) lines.push(`${clean.days.toFixed(1)} clean model-days: ${clean.pages} pages, ${clean.tickets} tickets`);
  for (const { incident, verdict, alerts, wrongPlace } of incidents) {
    const what = `${incident.kind} of ${incident.models.join(', ') || 'all models'} from ${dateOf(incident.startMs)}`;
    if (verdict === 'missed') lines.push(style.red(`missed: ${what}`));
    if (verdict === 'too_quiet') lines.push(style.red(`too quiet: ${what} should page, and was ${alerts.join(', ')}`));
    if (wrongPlace.length > 0)
      lines.push(style.red(`wrong place: ${what} is of the ${incident.attributedTo}; blamed by ${wrongPlace.join(', ')}`));
  }
  for (const { firing, loudness, incident, verdict } of firings) {
    if (verdict !== 'nothing' && verdict !== 'harmless') continue;
    const { alertname = '', model } = firing.labels;
    const why = incident ? `during ${incident.kind}` : 'nothing happened';
    lines.push(
      style.red(`false ${loudness}: ${alertname}${model === undefined ? '' : ` of ${model}`} at ${dateOf(firing.startMs)} (${why})`),
    );
  }
  if (unjudged.length > 0) lines.push(`not judged, the history has nothing that they read: ${unjudged.map(nameOf).join(', ')}`);
  if (missing.length > 0) lines.push(`not in the history: ${missing.join(', ')}`);
  return lines.join('\n');
}

function cells({ firings, caught, missed, false: wrong, medianDetectMs, pagesPerWeek }: Figures): string[] {
  return [
    String(firings),
    String(caught),
    String(missed),
    String(wrong),
    medianDetectMs === null ? '-' : minutesText(medianDetectMs),
    pagesPerWeek.toFixed(1),
  ];
}

/** The same for programs. */
export function backtestJson(result: BacktestResult): object {
  const { rules, all, clean, incidents, firings, missing, unjudged, startMs, endMs } = result;
  return {
    start: dateOf(startMs),
    end: dateOf(endMs),
    rules: rules.map(({ alert, severity, ...figures }) => ({ alert, severity, ...figuresJson(figures) })),
    all: { ...figuresJson(all), false_pages: all.falsePages, false_tickets: all.falseTickets, recall: all.recall },
    clean: { model_days: clean.days, pages: clean.pages, tickets: clean.tickets },
    incidents: incidents.map(({ incident, verdict, detectMs, alerts, wrongPlace }) => ({
      models: incident.models,
      kind: incident.kind,
      start: dateOf(incident.startMs),
      end: dateOf(incident.endMs),
      should: incident.should,
      attributed_to: incident.attributedTo,
      verdict,
      detect_seconds: detectMs === null ? null : detectMs / 1000,
      alerts,
      wrong_place: wrongPlace,
    })),
    firings: firings.map(({ firing, loudness, incident, verdict }) => ({
      labels: firing.labels,
      start: dateOf(firing.startMs),
      end: firing.endMs === null ? null : dateOf(firing.endMs),
      loudness,
      incident: incident && { kind: incident.kind, start: dateOf(incident.startMs) },
      verdict,
    })),
    not_judged: unjudged,
    not_in_history: missing,
  };
}

function figuresJson({ firings, caught, missed, false: wrong, medianDetectMs, pagesPerWeek }: Figures): object {
  return {
    firings,
    caught,
    missed,
    false: wrong,
    median_detect_seconds: medianDetectMs === null ? null : medianDetectMs / 1000,
    pages_per_week: pagesPerWeek,
  };
}

function nameOf({ alert, severity }: ScoredRule): string {
  return severity === '' ? alert : `${alert} (${severity})`;
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString();
}

function minutesText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h${minutes % 60 === 0 ? '' : ` ${minutes % 60}m`}`;
}
