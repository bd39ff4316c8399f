import type { QualityComparison } from './compare-quality.js';

/** The answer for programs; every number that the table shows, and those of all metrics. */
export function qualityJson({ settings, reference, chunks }: QualityComparison): unknown {
  const { task, positive, metric, margin, min_samples } = settings;
  const { rows, measures, thresholds, estimate } = reference;
  return {
    task,
    positive,
    metric,
    margin,
    min_samples,
    reference: { rows, measures, thresholds, backtest: estimate?.backtest ?? [] },
    chunks: chunks.map(({ start, end, rows: n, labelled, state, reason, measures: measured, estimated, fairness, segments, alerts }) => ({
      start,
      end,
      rows: n,
      labelled,
      state,
      reason,
      measures: measured,
      estimated,
      fairness,
      ...(segments && { segments }),
      alerts,
    })),
  };
}
