import type { QualityTask } from '../contract/index.js';

/** What a measure of quality is, beside its formula. */
export interface QualityMetric {
  readonly name: string;
  readonly task: QualityTask;
  /** The way to the good: up for an accuracy, down for an error, zero for a bias. */
  readonly better: 'higher' | 'lower' | 'zero';
  /** Whether it is read from scores; the others are read from predictions. */
  readonly needs: 'scores' | 'predictions';
  /** Its unit: a share of 1, or whatever the target is measured in. */
  readonly unit: 'ratio' | 'target' | 'nats';
  /** Whether it has an interval. One without cannot decide a verdict. */
  readonly hasInterval: boolean;
  /** The values it can have; null for no bound. */
  readonly range: readonly [number | null, number | null];
}

const SHARE = [0, 1] as const;
type Form = Partial<Omit<QualityMetric, 'name' | 'task'>>;

/** Every measure, in the order in which reports list them. The first of a task is the one that decides where none is named. */
export const QUALITY_METRICS: readonly QualityMetric[] = [
  ...metrics('binary', {
    roc_auc: { needs: 'scores' },
    accuracy: {},
    precision: {},
    recall: {},
    specificity: {},
    f1: {},
    average_precision: { needs: 'scores' },
    log_loss: { needs: 'scores', better: 'lower', unit: 'nats', range: [0, null] },
    brier: { needs: 'scores', better: 'lower' },
    ece: { needs: 'scores', better: 'lower', hasInterval: false },
  }),
  ...metrics('multiclass', {
    accuracy: {},
    precision_macro: {},
    recall_macro: {},
    f1_macro: {},
    precision_micro: {},
    recall_micro: {},
    f1_micro: {},
  }),
  ...metrics('regression', {
    mae: { better: 'lower', unit: 'target', range: [0, null] },
    rmse: { better: 'lower', unit: 'target', range: [0, null] },
    r2: { range: [null, 1] },
    mape: { better: 'lower', range: [0, null] },
    bias: { better: 'zero', unit: 'target', range: [null, null] },
  }),
  ...metrics('ranking', { ndcg: { needs: 'scores' }, mrr: { needs: 'scores' } }),
];

/** The measures of a task, in their order. */
export function metricsOf(task: QualityTask): QualityMetric[] {
  return QUALITY_METRICS.filter((metric) => metric.task === task);
}

/** A measure of a task by name; null for one that the task does not have. */
export function metricOf(task: QualityTask, name: string): QualityMetric | null {
  return QUALITY_METRICS.find((metric) => metric.task === task && metric.name === name) ?? null;
}

function metrics(task: QualityTask, forms: Readonly<Record<string, Form>>): QualityMetric[] {
  const usual = { better: 'higher', needs: 'predictions', unit: 'ratio', hasInterval: true, range: SHARE } as const;
  return Object.entries(forms).map(([name, form]) => ({ name, task, ...usual, ...form }));
}
