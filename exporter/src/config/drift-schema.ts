import { z } from 'zod';
import { DRIFT_POLICIES, SEASONS } from '../contract/index.js';
import { DEFAULT_DRIFT_SETTINGS as defaults } from '../drift/index.js';
import { ratio } from './values.js';

const effect = z.number().positive();

/** How drift is judged. The defaults and their reasons belong to the drift room (default-settings.ts). */
export const driftSchema = z.strictObject({
  policy: z.enum(DRIFT_POLICIES).default('default').meta({
    description:
      'How verdicts are reached. `default`: a feature drifts when its shift is significant among all features (`fdr`) and large enough to matter (`threshold`), or when it goes missing (`missing_threshold`). `evidently` and `nannyml` follow the default rules of those tools over the bins of the baseline (docs/drift-policies.md); they have limits of their own, so that only `consecutive` can be set beside them. `nannyml` needs a baseline that was built with --chunks.',
    change: 'While moving from one of these tools, to see the verdicts that people know beside the new ones.',
  }),
  min_samples: z.number().int().min(2).default(defaults.min_samples).meta({
    description:
      'Valid values that a feature needs in a window for a verdict; below it the verdict is `insufficient`. At 500, PSI alone calls 0.01 % of features without drift drifted; at 100 it is 61 % (docs/measurements/null-simulation.md).',
    change: 'Lower, when windows usually hold fewer rows and cannot be longer; weak shifts then stay unseen.',
  }),
  fdr: z.number().gt(0).lt(1).default(defaults.fdr).meta({
    description:
      'Rate of false discoveries that the p-values of a window are adjusted to; the adjusted value must lie below it. 0.05 is the convention.',
    change: 'Lower, to be told of drift only when it is beyond doubt.',
  }),
  threshold: effect.default(defaults.threshold).meta({
    description:
      'PSI (population stability index) from which a significant shift counts as drift. 0.1 is the habit of credit scoring for "look at it", a shift of about a third of a standard deviation.',
    change: 'Higher, when drift is reported that the model does not notice.',
  }),
  thresholds: z.record(z.string().min(1), effect).default({}).meta({
    description: 'The same for single features by name, in place of `threshold`.',
    change: 'For features that matter more, or vary more, than the others.',
    allowed: 'a map from feature names to numbers above 0, as in { age: 0.2 }',
  }),
  missing_threshold: ratio.default(defaults.missing_threshold).meta({
    description:
      'Growth of the share of missing values, as a difference of shares, from which it counts as drift. 0.05 is one value in twenty that the model no longer sees.',
    change: 'Higher, when an upstream join is known to lose values now and then.',
  }),
  consecutive: z.number().int().min(1).max(100).default(defaults.consecutive).meta({
    description:
      'Windows in a row in which a feature must drift before its verdict says so. 1, because test and effect together are quiet enough.',
    change: 'Higher, where single odd windows are normal; each one makes the verdict a window later.',
  }),
  season: z
    .enum(['none', ...SEASONS])
    .default('none')
    .meta({
      description:
        'Windows are compared with the reference rows of the same hour of the week, hour of the day, day of the week or month, in place of all rows. Needs a baseline that was built with `--time` and the same `--season` (docs/seasons.md); a bucket with fewer than 4 x `min_samples` rows, or seen on fewer than 3 days, falls back to a wider one, and the verdict names it.',
      change: 'When windows drift every night or every weekend and nothing is wrong; `hour_of_week` for most traffic of people.',
    }),
});
