import { z } from 'zod';
import { DEFAULT_DRIFT_SETTINGS } from '../drift/index.js';
import { duration, ratio } from './values.js';

/**
 * Upper bounds of the latency buckets: 14 from 1 ms to 60 s, about two and a half a decade.
 * Too few: P95 is off by up to a bucket's width. Too many: series, for every model version.
 * Change it: per model, under latency.buckets, so that the latency objective is a bound.
 */
export const DEFAULT_LATENCY_BUCKETS = ['1ms', '2.5ms', '5ms', '10ms', '25ms', '50ms', '100ms', '250ms', '500ms', '1s', '2.5s', '5s', '10s', '60s'];

const defaults = DEFAULT_DRIFT_SETTINGS;

export const modelSchema = z.strictObject({
  baseline: z
    .union([z.string().min(1), z.strictObject({ bootstrap: z.number().int().min(500) })])
    .optional()
    .meta({ description: 'File made by `aiops baseline build`, relative to this file; or { bootstrap: N } to learn it from the first N events. Without it no drift is reported, and the status page says so.' }),
  window: duration(1000).prefault('1h').meta({ description: 'Length of the tumbling windows of event time; a verdict is reached when one closes. Shorter windows need more traffic: see drift.min_samples.' }),
  lateness: duration().prefault('5m').meta({ description: 'How long after its end a window waits for late events, in event time. Later ones are rejected as late.' }),
  idle: duration(100).prefault('5m').meta({ description: 'A window whose time is over closes when no event came for this long.' }),
  drift: z
    .strictObject({
      policy: z.literal('default').default('default').meta({ description: 'How verdicts are reached; docs/architecture.md tells the rule.' }),
      min_samples: z.number().int().min(2).default(defaults.min_samples).meta({ description: 'Values a feature needs in a window for a verdict; below it the verdict is insufficient.' }),
      fdr: ratio.default(defaults.fdr).meta({ description: 'False discovery rate that the p-values are adjusted to.' }),
      threshold: z.number().positive().default(defaults.threshold).meta({ description: 'PSI from which a significant shift counts as drift.' }),
      thresholds: z.record(z.string(), z.number().positive()).default({}).meta({ description: 'Thresholds of single features.' }),
      missing_threshold: ratio.default(defaults.missing_threshold).meta({ description: 'Growth of the missing rate from which it counts as drift.' }),
      consecutive: z.number().int().min(1).max(100).default(defaults.consecutive).meta({ description: 'Windows in a row that must drift before the verdict says so.' }),
    })
    .prefault({}),
  latency: z
    .strictObject({
      objective: ratio.optional().meta({ description: 'Share of requests that must stay below `threshold`; used by the alert rules.' }),
      threshold: duration(1).optional().meta({ description: 'Latency objective; becomes a bucket bound if it is none.' }),
      buckets: z.array(duration(0)).min(1).max(60).prefault(DEFAULT_LATENCY_BUCKETS).meta({ description: 'Upper bounds of the histogram buckets, ascending.' }),
    })
    .prefault({}),
  features: z
    .record(
      z.string(),
      z.strictObject({
        private: z.boolean().default(false).meta({ description: 'Counted, but never exported per bin.' }),
        top: z.number().int().min(1).max(200).optional().meta({ description: 'Categories with a bin of their own.' }),
        range: z.tuple([z.number(), z.number()]).refine(([a, b]) => a <= b, 'must be [smallest, largest]').optional().meta({ description: 'Allowed values; others count as range violations.' }),
        importance: z.number().min(0).optional().meta({ description: 'Weight in the weighted drift rate, and rank when the series budget is short.' }),
      }),
    )
    .default({})
    .meta({ description: 'Settings of single features by name.' }),
});
