import type { BurnPair } from '../config.js';

/**
 * Whether a model version spends its error budget too fast: the share of bad requests is above `factor` times the share that the
 * objective allows, over a long window (that much is gone) and a short one (it still goes on), and it is not a few requests only.
 *
 * Source: Google SRE workbook, chapter 5, "multiwindow, multi-burn-rate alerts". The objective is a metric, so this holds for every model.
 */
export function burnRate(slo: 'errors' | 'latency', { long, short, factor }: BurnPair, minBadEvents: number): string {
  const above = (window: string): string =>
    [
      `model_version:aiops_slo_bad_events:ratio_rate${window}{slo="${slo}"}`,
      `> on (model, slo) group_left ()`,
      `(${factor} * (1 - max by (model, slo) (aiops_slo_objective_ratio{slo="${slo}"})))`,
    ].join('\n  ');
  return [
    `(`,
    `  (${above(long).replaceAll('\n', '\n  ')})`,
    `  and on (model, version, slo)`,
    `  (${above(short).replaceAll('\n', '\n  ')})`,
    `  and on (model, version, slo)`,
    `  (sum by (model, version, slo) (increase(aiops_slo_bad_events_total{slo="${slo}"}[${long}])) >= ${minBadEvents})`,
    `)`,
  ].join('\n');
}
