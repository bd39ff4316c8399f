import { z } from 'zod';
import { QUALITY_TASKS } from '../contract/index.js';
import {
  DEFAULT_AT,
  DEFAULT_COVERAGE,
  DEFAULT_CUT,
  DEFAULT_JOIN_SAMPLE,
  DEFAULT_LABEL_DELAY,
  DEFAULT_LABEL_HORIZON,
  DEFAULT_MIN_LABELLED,
} from '../quality/index.js';
import { duration, ratio } from './values.js';

/** How quality is judged. The defaults and their reasons belong to the quality room (default-settings.ts). */
export const qualitySchema = z.strictObject({
  task: z.enum(QUALITY_TASKS).meta({
    description:
      'What the model is for: two classes, many classes, amounts, or the order of the items of a list. It decides which metrics there are (docs/quality.md lists them).',
    change: 'To the kind of the model; nothing can be measured without it.',
  }),
  positive: z
    .union([z.string().min(1), z.number(), z.boolean()])
    .optional()
    .meta({
      description:
        'Label of the positive class of a binary model, the one that the score is the probability of. It is compared as text, and as a number where both are numbers. Without it `1` and `true` are positive.',
      change: 'When the classes have names, such as "churned" and "stayed".',
      allowed: 'a text, a number, true or false, as in "churned"',
    }),
  metric: z.string().min(1).optional().meta({
    description:
      'The metric that decides whether quality was lost. Without it the first of the task: `roc_auc` (binary), `accuracy` (multiclass), `mae` (regression), `ndcg` (ranking). The others are measured all the same.',
    change: 'To what the model is used for: `recall` where a miss is expensive, `rmse` where large errors are.',
    allowed: 'a metric of the task that has an interval (docs/quality.md lists them)',
  }),
  margin: z.number().min(0).optional().meta({
    description:
      'How much worse than the reference the metric may be, in its own unit; the whole interval must lie beyond it. Without it 0.02 for metrics that are shares of 1; for amounts there is none, because only you know what an error of 1 costs.',
    change: 'To the loss that is worth waking somebody for.',
  }),
  expected: z.number().optional().meta({
    description: 'What the metric is compared with where the baseline holds no quality (`aiops baseline build` without `--label`).',
    change: 'To the value of the test set, when there is no reference with labels.',
  }),
  label_delay: duration().prefault(DEFAULT_LABEL_DELAY).meta({
    description:
      'Age from which the labels of a window are taken for complete, even if `coverage` was not reached. Earlier ones are biased: losses are often known sooner than gains.',
    change: 'To the time after which hardly any label comes; it bounds how late a loss of quality is told.',
  }),
  coverage: ratio.default(DEFAULT_COVERAGE).meta({
    description: 'Share of the predictions of a window that must have a label before it is judged ahead of `label_delay`.',
    change: 'Higher, when labels that come late differ from those that come early; 1 waits for every label or the delay.',
  }),
  join_sample: z.number().gt(0).max(1).default(DEFAULT_JOIN_SAMPLE).meta({
    description:
      'Share of the predictions that is kept to be joined with labels. A hash of the request id decides, for predictions and labels alike, so the sample is not biased.',
    allowed: 'a number above 0 and at most 1',
    change: 'Lower, when the store grows beyond its disk: one prediction takes some tens of bytes for `label_horizon`.',
  }),
  label_horizon: duration('1s').prefault(DEFAULT_LABEL_HORIZON).meta({
    description: 'How long predictions wait in the store for their label; a label that comes later is counted and not used.',
    change: 'Longer, when labels come after more than a month, as those of loans do; it must not be shorter than `label_delay`.',
  }),
  min_samples: z.number().int().min(2).default(DEFAULT_MIN_LABELLED).meta({
    description:
      'Labelled rows (ranking: lists) that a window needs for a verdict, and a group for a gap; below it the state is `insufficient`.',
    change: 'Lower, when windows hold fewer labels and cannot be longer; intervals are then wide, and only large losses are seen.',
  }),
  cut: z.number().default(DEFAULT_CUT).meta({
    description: 'Score from which a row counts as predicted positive, where the log holds no prediction. Binary only.',
    change: 'To the cut that the model is used with.',
  }),
  at: z.number().int().min(1).max(1000).default(DEFAULT_AT).meta({
    description: 'Items of a list that `ndcg` looks at. Ranking only.',
    change: 'To the number of items that people see.',
  }),
  fairness: z.array(z.string().min(1)).max(10).default([]).meta({
    description:
      'Features whose groups are compared: the gap of the metric between the two groups that differ most, with its interval. Groups under `min_samples` are shown and not compared.',
    change: 'To attributes that people must be treated equally by, such as age_group or region.',
    allowed: 'a list of up to 10 names of features, as in [age_group, region]',
  }),
});
export type QualityInput = z.output<typeof qualitySchema>;
