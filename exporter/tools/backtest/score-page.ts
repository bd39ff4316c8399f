/** What `aiops alerts backtest --json` prints, as far as the page shows it. */
export interface ScoreJson {
  readonly start: string;
  readonly end: string;
  readonly rules: readonly (FiguresJson & { readonly alert: string; readonly severity: string })[];
  readonly all: FiguresJson & { readonly false_pages: number; readonly false_tickets: number; readonly recall: number };
  readonly clean: { readonly model_days: number; readonly pages: number; readonly tickets: number };
  readonly incidents: readonly {
    readonly models: readonly string[];
    readonly kind: string;
    readonly should: string;
    readonly attributed_to: string;
    readonly verdict: string;
    readonly detect_seconds: number | null;
    readonly alerts: readonly string[];
    readonly wrong_place: readonly string[];
  }[];
  readonly firings: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly start: string;
    readonly loudness: string;
    readonly incident: { readonly kind: string } | null;
    readonly verdict: string;
  }[];
  readonly not_judged: readonly { readonly alert: string }[];
}

interface FiguresJson {
  readonly firings: number;
  readonly caught: number;
  readonly missed: number;
  readonly false: number;
  readonly median_detect_seconds: number | null;
  readonly pages_per_week: number;
}

/** The score of the shipped rules on the demo history as a page. */
export function scorePage(score: ScoreJson, seed: number): string {
  const { rules, all, clean, incidents, firings, not_judged } = score;
  const wrong = firings.filter(({ verdict }) => verdict !== 'right');
  const total = all.caught + all.missed;
  return [
    '<!-- Written by npm run backtest. Do not edit. -->',
    '',
    '# What the shipped rules catch',
    '',
    '    npm run backtest',
    '',
    `generates a history of six models over 15 days (seed ${seed}) in which it is known what happened, replays it through promtool with scrapes and evaluations every two`,
    'minutes, and writes this page. Four of the models have 25 incidents in their 60 model-days, two are well for their 30. What each incident is,',
    'and whether it should page, is in `exporter/tools/backtest/demo-incidents.ts`; how a firing is judged, in [back-test](../backtest.md).',
    '',
    '## In short',
    '',
    `- **${all.caught} of ${total}** incidents that should page or be a ticket were caught (${(100 * all.recall).toFixed(0)} %), half of them within ${minutes(all.median_detect_seconds)}.`,
    `- **${counted(clean.pages, 'page')} and ${counted(clean.tickets, 'ticket')}** in the ${clean.model_days.toFixed(0)} clean model-days.`,
    `- False over all: ${counted(all.false_pages, 'page')} and ${counted(all.false_tickets, 'ticket')}${wrong.length > 0 ? ', listed below' : ''}.`,
    `- Logs that failed were told of by ${namesOf(incidents.filter(({ attributed_to }) => attributed_to === 'pipeline').flatMap(({ alerts }) => alerts))}, and blamed on models by ${namesOf(incidents.filter(({ attributed_to }) => attributed_to === 'pipeline').flatMap(({ wrong_place }) => wrong_place))}.`,
    '',
    'The history is made, so the score is no promise for yours: it says that the rules see what they are for, and are quiet where nothing is wrong. Score them on your own',
    'history with `aiops alerts backtest`.',
    '',
    '## By incident',
    '',
    '| kind | models | should be | was | after | told by |',
    '| --- | --- | --- | --- | --- | --- |',
    ...incidents.map(
      ({ kind, models, should, verdict, detect_seconds, alerts }) =>
        `| ${kind.replaceAll('_', ' ')} | ${models.join(', ')} | ${should} | ${verdict.replaceAll('_', ' ')} | ${minutes(detect_seconds)} | ${alerts.join(', ') || '-'} |`,
    ),
    '',
    '## By rule',
    '',
    'Missed are all incidents that a rule did not tell of: most are none of its business.',
    '',
    '| rule | firings | caught | missed | false | median time to detect | pages per week |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rules.map(({ alert, severity, ...figures }) => row(`${alert} (${severity})`, figures)),
    row('**all**', all),
    '',
    `Pages per week are those of all six models together. Not judged, because a log does not hold what they read: ${namesOf(not_judged.map(({ alert }) => alert))}.`,
    ...(wrong.length === 0
      ? []
      : [
          '',
          '## False alarms',
          '',
          ...wrong.map(({ labels, start, loudness, incident, verdict }) => {
            const of = labels['model'] ?? labels['source'] ?? '';
            const why = incident
              ? `${verdict === 'wrong_place' ? 'blames the wrong side for' : 'during'} ${incident.kind.replaceAll('_', ' ')}`
              : 'nothing happened';
            return `- ${loudness}: ${labels['alertname'] ?? ''} of ${of} at ${start}: ${why}.`;
          }),
        ]),
    '',
  ].join('\n');
}

function row(name: string, { firings, caught, missed, false: wrong, median_detect_seconds, pages_per_week }: FiguresJson): string {
  return `| ${name} | ${firings} | ${caught} | ${missed} | ${wrong} | ${minutes(median_detect_seconds)} | ${pages_per_week.toFixed(1)} |`;
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function namesOf(names: readonly string[]): string {
  return [...new Set(names)].join(', ') || 'none';
}

function minutes(seconds: number | null): string {
  if (seconds === null) return '-';
  const all = Math.round(seconds / 60);
  return all < 60 ? `${all} min` : `${Math.floor(all / 60)} h ${all % 60} min`;
}
