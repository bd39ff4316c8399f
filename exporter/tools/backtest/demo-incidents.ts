/** What is wrong at a moment; what is left out is as usual. */
export interface Trouble {
  /** Shift of features in standard deviations, by name. */
  readonly shift?: Readonly<Record<string, number>>;
  /** Latency, as a multiple of the usual. */
  readonly slowness?: number;
  readonly errorRate?: number;
  /** Requests, as a multiple of the usual. */
  readonly traffic?: number;
  /** Share of records that lack a feature. */
  readonly missing?: { readonly feature: string; readonly share: number };
  /** How a feature is written. */
  readonly written?: { readonly feature: string; readonly as: 'text' | 'renamed' };
  readonly areLabelsFlipped?: boolean;
  /** Share of lines that break off in the middle. */
  readonly brokenLines?: number;
  readonly version?: string;
}

export interface DemoIncident {
  readonly models: readonly string[];
  readonly kind: string;
  /** Days and hours since the beginning. */
  readonly from: readonly [day: number, hour: number];
  readonly hours: number;
  readonly should: 'page' | 'ticket' | 'nothing';
  readonly by: 'model' | 'pipeline';
  /** @param progress 0 at its start, 1 at its end */
  readonly trouble: (progress: number) => Trouble;
}

const MINOR_DRIFT = { distance: 0.8, delay: 0.8, items: 0.8 };
const MAJOR_DRIFT = { amount: 0.8, tenure: -0.8, visits: 0.8 };

function scaled(shift: Readonly<Record<string, number>>, factor: number): Record<string, number> {
  return Object.fromEntries(Object.entries(shift).map(([name, by]) => [name, by * factor]));
}

type Row = readonly [
  models: string,
  kind: string,
  day: number,
  hour: number,
  hours: number,
  should: DemoIncident['should'],
  trouble: Trouble | DemoIncident['trouble'],
  by?: DemoIncident['by'],
];

/**
 * What happens in the demo history. What should page is said by who is hurt: requests that burn the budget of a month within days, answers
 * that are wrong, a log of which nothing is known. What costs nobody anything today is a ticket. `progress` makes gradual what is gradual.
 */
const ROWS: readonly Row[] = [
  ['churn', 'latency_step', 2, 10, 2, 'page', { slowness: 4 }],
  ['churn', 'error_burst', 3, 14, 1.5, 'page', { errorRate: 0.4 }],
  ['churn', 'drift_abrupt', 4, 6, 12, 'ticket', { shift: MINOR_DRIFT }],
  ['churn', 'schema_change', 6, 9, 5, 'ticket', { written: { feature: 'delay', as: 'text' } }],
  ['churn,fraud', 'logging_outage', 7, 11, 1.5, 'page', { traffic: 0 }, 'pipeline'],
  ['churn', 'harmless_deploy', 9, 10, 4, 'nothing', { version: '4' }],
  ['churn', 'label_flip', 11, 8, 12, 'page', { areLabelsFlipped: true }],

  ['fraud', 'error_burst', 2, 15, 0.75, 'page', { errorRate: 1 }],
  ['fraud', 'latency_creep', 3, 8, 10, 'page', (progress) => ({ slowness: 1 + 3 * progress })],
  ['fraud', 'missing_feature', 5, 10, 4, 'ticket', { missing: { feature: 'items', share: 0.3 } }],
  ['fraud', 'drift_abrupt', 9, 4, 12, 'page', { shift: MAJOR_DRIFT }],
  ['fraud', 'label_flip', 12, 6, 12, 'page', { areLabelsFlipped: true }],

  ['price', 'latency_step', 2, 20, 2, 'page', { slowness: 6 }],
  ['price', 'drift_abrupt', 4, 0, 12, 'ticket', { shift: MINOR_DRIFT }],
  ['price', 'low_traffic', 6, 2, 6, 'nothing', { traffic: 0.04 }],
  ['price', 'error_burst', 7, 16, 3, 'page', { errorRate: 0.12 }],
  ['price,basket', 'logging_outage', 8, 13, 2, 'ticket', { brokenLines: 0.3 }, 'pipeline'],
  ['price', 'missing_feature', 10, 10, 4, 'ticket', { missing: { feature: 'distance', share: 0.1 } }],
  ['price', 'drift_gradual', 11, 0, 36, 'ticket', (progress) => ({ shift: scaled(MINOR_DRIFT, progress) })],

  ['basket', 'latency_step', 4, 9, 2, 'page', { slowness: 4 }],
  ['basket', 'latency_creep', 5, 0, 36, 'ticket', (progress) => ({ slowness: 1 + 1.2 * Math.min(1, progress * 1.5) })],
  ['basket', 'schema_change', 7, 8, 5, 'ticket', { written: { feature: 'items', as: 'renamed' } }],
  ['basket', 'harmless_season', 9, 0, 48, 'nothing', {}],
  ['basket', 'low_traffic', 11, 12, 3, 'page', { traffic: 0 }],
  ['basket', 'drift_gradual', 12, 12, 42, 'page', (progress) => ({ shift: scaled(MAJOR_DRIFT, progress) })],
];

export const DEMO_INCIDENTS: readonly DemoIncident[] = ROWS.map(([models, kind, day, hour, hours, should, trouble, by = 'model']) => ({
  models: models.split(','),
  kind,
  from: [day, hour],
  hours,
  should,
  by,
  trouble: typeof trouble === 'function' ? trouble : () => trouble,
}));

const HOUR_MS = 3_600_000;

export function startOf({ from: [day, hour] }: DemoIncident, startMs: number): number {
  return startMs + (24 * day + hour) * HOUR_MS;
}

export function endOf(incident: DemoIncident, startMs: number): number {
  return startOf(incident, startMs) + incident.hours * HOUR_MS;
}

/** What is wrong with a model at a moment. A deploy stays. */
export function troubleAt(model: string, timeMs: number, startMs: number, incidents: readonly DemoIncident[]): Trouble {
  return incidents
    .filter(({ models }) => models.includes(model))
    .reduce<Trouble>((all, incident) => {
      const [from, to] = [startOf(incident, startMs), endOf(incident, startMs)];
      if (timeMs < from) return all;
      const trouble = incident.trouble(Math.min(1, (timeMs - from) / (to - from)));
      if (timeMs >= to) return trouble.version === undefined ? all : { ...all, version: trouble.version };
      return { ...all, ...trouble };
    }, {});
}
