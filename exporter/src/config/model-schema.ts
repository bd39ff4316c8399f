import { z } from 'zod';
import { driftSchema } from './drift-schema.js';
import { qualitySchema } from './quality-schema.js';
import { segmentsSchema } from './segments-schema.js';
import { currencyCode, duration, latencyBound, objective } from './values.js';

/**
 * Upper bounds of the latency buckets: 14 from 1 ms to 60 s, about two and a half a decade.
 * Too few: P95 is off by up to a bucket's width. Too many: series, for every model version.
 * Change it: per model, under latency.buckets, so that the latency objective is a bound.
 */
export const DEFAULT_LATENCY_BUCKETS = [
  '1ms',
  '2.5ms',
  '5ms',
  '10ms',
  '25ms',
  '50ms',
  '100ms',
  '250ms',
  '500ms',
  '1s',
  '2.5s',
  '5s',
  '10s',
  '60s',
];

/**
 * Share of answered requests that is to stay below latency.threshold.
 * Why 0.95:  it makes the threshold one for P95, the quantile that dashboards show.
 * Too low:   slow answers of many callers are within the budget. Too high: a few slow ones page.
 * Change it: per model, under latency.objective. Pinned by load-config.test.ts.
 */
export const DEFAULT_LATENCY_OBJECTIVE = 0.95;

/**
 * Rows that a baseline must be learned from at least.
 * Why 500:   the minimum of a verdict (drift.min_samples): below it the reference is noisier than the window it is to judge.
 */
const MIN_BOOTSTRAP_ROWS = 500;

const latencySchema = z.strictObject({
  threshold: duration('1ms').optional().meta({
    description:
      'Latency objective. It becomes a bucket bound if it is none, because the share of requests under it could only be guessed otherwise. Changing it takes a restart.',
    change: 'To what was promised to the callers of the model.',
  }),
  objective: objective()
    .optional()
    .meta({
      description: `Share of answered requests that must stay below \`threshold\`; with a threshold and no objective it is ${DEFAULT_LATENCY_OBJECTIVE}, so that the threshold is one for P95. Both are exported, and the alert ModelLatencyBudgetBurn reads them.`,
      change: 'Set it beside `threshold`; without one it is refused.',
      allowed: 'a number above 0 and below 1, as in 0.99',
    }),
  buckets: z.array(latencyBound()).min(1).max(60).prefault(DEFAULT_LATENCY_BUCKETS).meta({
    description:
      'Upper bounds of the buckets of the latency histograms, ascending. Each bound is a series for every model version; quantiles are read off by interpolation between bounds. Changing them takes a restart and begins the histogram again.',
    change: 'When most requests fall into one bucket: set bounds around the latencies that matter.',
    allowed: 'an ascending list of 1 to 60 durations, as in [10ms, 50ms, 250ms, 1s]',
  }),
});

const errorsSchema = z.strictObject({
  objective: objective().optional().meta({
    description:
      'Share of requests that must not end in an error or a timeout; rejected requests never reached the model and do not count. It is exported, and the alert ModelErrorBudgetBurn reads it. Without it there is no such alert for the model.',
    change: 'To what was promised to the callers of the model.',
    allowed: 'a number above 0 and below 1, as in 0.999',
  }),
});

const price = z.number().min(0).default(0);
const priceSchema = z.strictObject({
  input_per_million: price.meta({ description: 'Price of a million input tokens.', change: 'To what the provider charges.' }),
  output_per_million: price.meta({ description: 'Price of a million output tokens.', change: 'To what the provider charges.' }),
  per_request: price.meta({
    description: 'Price of a request that was answered (outcome ok).',
    change: 'For models that are paid by the call, or to spread a fixed cost over the calls.',
  }),
  currency: currencyCode().default('USD').meta({
    description: 'Currency of the prices; it becomes a label.',
    change: 'When the prices are in another currency.',
    allowed: 'a currency code of three capital letters, as in EUR',
  }),
});

const featureSchema = z.strictObject({
  private: z.boolean().default(false).meta({
    description:
      'The values are counted and judged, but the series of the single bins are not exported: categories of the feature do not become labels.',
    change: 'For features whose values themselves are confidential, such as a diagnosis.',
  }),
  top: z.number().int().min(1).max(200).optional().meta({
    description:
      'Categories with a bin of their own; all others count as `other`. Without it those of the baseline (20, unless it was built otherwise); more than the baseline names changes nothing. For categorical features.',
    change: 'Lower, to save series; higher needs a baseline built with more.',
  }),
  range: z
    .tuple([z.number(), z.number()])
    .refine(([smallest, largest]) => smallest <= largest, 'must begin with the smallest value, as in [0, 120]')
    .optional()
    .meta({
      description:
        'Smallest and largest value that are allowed; others count as violations of `check="range"`. They are judged for drift all the same. For numeric features.',
      change: 'Set it where the valid range is known: it finds wrong units and placeholders such as -999.',
      allowed: 'two numbers [smallest, largest], as in [18, 120]',
    }),
  importance: z.number().min(0).optional().meta({
    description:
      'Weight of the feature in `aiops_drift_rate_weighted` (in any unit; the weights are set against their sum), and its rank when the series budget is short.',
    change: 'Set it from the feature importance of the trained model.',
  }),
});

/** The settings of one model. */
export const modelSchema = z.strictObject({
  baseline: z
    .union([
      z.string().min(1),
      z.strictObject({
        bootstrap: z.number().int().min(MIN_BOOTSTRAP_ROWS).meta({
          description:
            'Number of events to learn the baseline from, the first ones that come. What the model sees now is then normal, drifted or not.',
          change: 'More events make a steadier reference and a later first verdict; 10 000 is a good start.',
        }),
      }),
    ])
    .optional()
    .meta({
      description:
        'What windows are compared with: a file that `aiops baseline build` made, relative to this file, or { bootstrap: N } to learn it from traffic. Without it no drift is reported, and the status page says so. A baseline that a command activated stays until this file has another content.',
      change: 'Set it for drift; point it to a new file after the model was trained again.',
      allowed: 'the path of a baseline file, or { bootstrap: 10000 }',
    }),
  window: duration('1s').prefault('1h').meta({
    description:
      'Length of the tumbling windows of event time; a verdict is reached when one closes. An hour usually holds the samples that drift.min_samples asks for. Changing it takes a restart.',
    change: 'Longer, when verdicts are insufficient; shorter, when traffic is heavy and drift must be told sooner.',
  }),
  lateness: duration().prefault('5m').meta({
    description:
      'How long after its end a window waits for late events, in event time; later ones are rejected as `late`. It also delays the verdict.',
    change: 'Longer, when `aiops_ingest_rejected_total{reason="late"}` grows: logs are shipped in batches, or replicas lag.',
  }),
  idle: duration('100ms').prefault('5m').meta({
    description:
      'A window whose time is over closes when no event of the model came for this long: without traffic, event time stands still.',
    change: 'Shorter, when the last verdict before a quiet night should come sooner.',
  }),
  drift: driftSchema.prefault({}).meta({ description: 'How drift is judged.' }),
  quality: qualitySchema.optional().meta({
    description:
      'How the answers are measured against labels that come later. Without it no quality is measured. It needs `request_id`, and `label` in the map of a source, or a baseline that was built with `--label` for estimates without labels.',
    change: 'Set it where it becomes known later what would have been right.',
    allowed: 'a map with at least task, as in { task: binary, positive: "1" }',
  }),
  segments: segmentsSchema.optional().meta({
    description:
      'Judges the features of parts of the rows by themselves, against the same part of the reference (docs/segments.md). All tests of a window are corrected together, so segments do not raise the rate of false discoveries. Changing it takes a restart.',
    change: 'Where drift of one group would drown in the whole.',
  }),
  latency: latencySchema.prefault({}).meta({ description: 'Latency histogram and objective.' }),
  errors: errorsSchema.prefault({}).meta({ description: 'Objective for errors.' }),
  price: priceSchema.optional().meta({
    description:
      'Price list for logs that map no `cost`: requests and tokens are charged as they are counted. A price that changes by reload holds for what comes later.',
    change: 'Set it to see costs of a model whose log has tokens or requests, but no costs.',
  }),
  features: z.record(z.string().min(1), featureSchema).default({}).meta({
    description:
      'Settings of single features by name; features without an entry are counted and judged all the same. The prediction is set under `prediction`. Changing them takes a restart.',
    allowed: 'a map from feature names to their settings, as in { age: { range: [18, 120] } }',
  }),
});
