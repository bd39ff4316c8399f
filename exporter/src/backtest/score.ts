import type { Firing } from './firings.js';
import type { CleanPeriod, Expectation, Labelled, LabelledIncident } from './read-incidents.js';
import type { ScoredRule } from './rule-jobs.js';

/** What people are sent for an alert, by its severity. */
const LOUDNESS: Readonly<Record<string, 'page' | 'ticket'>> = { critical: 'page', page: 'page', warning: 'ticket', ticket: 'ticket' };

/** A firing that somebody is sent for, and what became of it. */
export interface JudgedFiring {
  readonly firing: Firing;
  readonly loudness: 'page' | 'ticket';
  /** The incident that it belongs to; null for none. */
  readonly incident: LabelledIncident | null;
  /**
   * right:       there was an incident to be told.
   * wrong_place: there was one, but the alert blames the model for the pipeline, or the pipeline for the model.
   * harmless:    what happened is nobody's business.
   * nothing:     nothing happened.
   */
  readonly verdict: 'right' | 'wrong_place' | 'harmless' | 'nothing';
}

/** An incident that should be told, and how it was. */
export interface JudgedIncident {
  readonly incident: LabelledIncident;
  /** missed: no alert. too_quiet: it should page, and was a ticket. */
  readonly verdict: 'caught' | 'too_quiet' | 'missed';
  /** From its start to the first alert that is loud enough. */
  readonly detectMs: number | null;
  /** Alerts that told of it, first one first. */
  readonly alerts: readonly string[];
  /** Alerts that blamed the wrong side for it. */
  readonly wrongPlace: readonly string[];
}

export interface Figures {
  readonly firings: number;
  readonly caught: number;
  readonly missed: number;
  /** Firings that nobody should have been sent for, or that blame the wrong side. */
  readonly false: number;
  readonly medianDetectMs: number | null;
  readonly pagesPerWeek: number;
}

export interface Score {
  readonly rules: readonly (ScoredRule & Figures)[];
  readonly all: Figures & { readonly falsePages: number; readonly falseTickets: number; readonly recall: number | null };
  readonly clean: { readonly days: number; readonly pages: number; readonly tickets: number };
  readonly incidents: readonly JudgedIncident[];
  readonly firings: readonly JudgedFiring[];
}

export interface ScoreOptions {
  readonly startMs: number;
  readonly endMs: number;
  /** A firing that begins this long after the end of an incident is still of it: windows close and labels come afterwards. */
  readonly graceMs: number;
}

/**
 * Scores firings against what is known to have happened.
 *
 * Rules: a firing belongs to an incident of its model (or to any, where it names no model) if it begins between the start of the
 *        incident and `graceMs` after its end. The side that it blames is its label `cause`: `pipeline`, or else the model. Severities
 *        other than page and ticket reach nobody and are not judged. An incident that should page and got a ticket is missed.
 */
export function score(firings: readonly Firing[], labelled: Labelled, rules: readonly ScoredRule[], options: ScoreOptions): Score {
  const judged = firings.flatMap((firing) => {
    const loudness = LOUDNESS[(firing.labels['severity'] ?? '').toLowerCase()];
    return loudness ? [judgedFiring(firing, loudness, labelled.incidents, options)] : [];
  });
  const due = labelled.incidents.filter(({ should }) => should !== 'nothing');
  const incidents = due.map((incident) => judgedIncident(incident, judged));
  const weeks = (options.endMs - options.startMs) / (7 * 86_400_000);
  const audible = rules.filter(({ severity }) => LOUDNESS[severity.toLowerCase()] !== undefined);
  const ofRule = ({ alert, severity }: ScoredRule): JudgedFiring[] =>
    judged.filter(({ firing: { labels } }) => labels['alertname'] === alert && labels['severity'] === severity);
  const wrong = judged.filter(isWrong);
  return {
    rules: audible.map((rule) => ({ ...rule, ...figuresOf(ofRule(rule), due, weeks) })),
    all: {
      ...figuresOf(judged, due, weeks),
      // Of an incident that should page, only a page has told: a single rule tells its part, all together must be loud enough.
      caught: incidents.filter(({ verdict }) => verdict === 'caught').length,
      missed: incidents.filter(({ verdict }) => verdict !== 'caught').length,
      medianDetectMs: median(incidents.flatMap(({ detectMs }) => (detectMs === null ? [] : [detectMs]))),
      falsePages: wrong.filter(({ loudness }) => loudness === 'page').length,
      falseTickets: wrong.filter(({ loudness }) => loudness === 'ticket').length,
      recall: due.length === 0 ? null : incidents.filter(({ verdict }) => verdict === 'caught').length / due.length,
    },
    clean: cleanFigures(labelled.clean, wrong),
    incidents,
    firings: judged,
  };
}

/** Whether people were sent for nothing, or to the wrong place. */
function isWrong({ verdict }: JudgedFiring): boolean {
  return verdict !== 'right';
}

function judgedFiring(
  firing: Firing,
  loudness: JudgedFiring['loudness'],
  incidents: readonly LabelledIncident[],
  { graceMs }: ScoreOptions,
): JudgedFiring {
  const { labels, startMs } = firing;
  const model = labels['model'] ?? '';
  const side = labels['cause'] === 'pipeline' ? 'pipeline' : 'model';
  const near = incidents.filter(
    (incident) =>
      (model === '' || incident.models.length === 0 || incident.models.includes(model)) &&
      startMs >= incident.startMs &&
      startMs <= incident.endMs + graceMs,
  );
  // Of several, one that explains it: to be told, and of the side that it blames; of those the one that began last.
  const rank = (incident: LabelledIncident): number => (isDue(incident) ? 2 : 0) + (incident.attributedTo === side ? 1 : 0);
  const [incident = null] = [...near].sort((a, b) => rank(b) - rank(a) || b.startMs - a.startMs);
  const verdict = !incident ? 'nothing' : !isDue(incident) ? 'harmless' : incident.attributedTo === side ? 'right' : 'wrong_place';
  return { firing, loudness, incident, verdict };
}

function isDue({ should }: { readonly should: Expectation }): boolean {
  return should !== 'nothing';
}

function judgedIncident(incident: LabelledIncident, judged: readonly JudgedFiring[]): JudgedIncident {
  const own = judged.filter((one) => one.incident === incident).sort((a, b) => a.firing.startMs - b.firing.startMs);
  const right = own.filter(({ verdict }) => verdict === 'right');
  const [loud] = right.filter(({ loudness }) => incident.should === 'ticket' || loudness === 'page');
  return {
    incident,
    verdict: loud ? 'caught' : right.length > 0 ? 'too_quiet' : 'missed',
    detectMs: loud ? loud.firing.startMs - incident.startMs : null,
    alerts: namesOf(right),
    wrongPlace: namesOf(own.filter(({ verdict }) => verdict === 'wrong_place')),
  };
}

function namesOf(judged: readonly JudgedFiring[]): string[] {
  return [...new Set(judged.map(({ firing: { labels } }) => `${labels['alertname'] ?? ''} (${labels['severity'] ?? ''})`))];
}

function figuresOf(judged: readonly JudgedFiring[], due: readonly LabelledIncident[], weeks: number): Figures {
  const right = judged.filter(({ verdict }) => verdict === 'right');
  const detect = due.flatMap((incident) => {
    const starts = right.filter((one) => one.incident === incident).map(({ firing }) => firing.startMs);
    return starts.length > 0 ? [Math.min(...starts) - incident.startMs] : [];
  });
  return {
    firings: judged.length,
    caught: detect.length,
    missed: due.length - detect.length,
    false: judged.filter(isWrong).length,
    medianDetectMs: median(detect),
    pagesPerWeek: weeks > 0 ? judged.filter(({ loudness }) => loudness === 'page').length / weeks : 0,
  };
}

/** Alerts of a clean model while it was clean; and those that name no model, while any was. */
function cleanFigures(clean: readonly CleanPeriod[], wrong: readonly JudgedFiring[]): Score['clean'] {
  const heard = wrong.filter(({ firing: { labels, startMs } }) =>
    clean.some((period) => (!labels['model'] || labels['model'] === period.model) && startMs >= period.startMs && startMs <= period.endMs),
  );
  return {
    days: clean.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs), 0) / 86_400_000,
    pages: heard.filter(({ loudness }) => loudness === 'page').length,
    tickets: heard.filter(({ loudness }) => loudness === 'ticket').length,
  };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
