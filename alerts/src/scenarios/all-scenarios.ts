import type { Scenario } from '../scenario.js';
import { BUDGET_BURN } from './budget-burn.js';
import { COST_AND_RELEASE } from './other-models.js';
import { DATA_QUALITY } from './data-quality.js';
import { DRIFT } from './drift.js';
import { PIPELINE } from './pipeline.js';
import { QUALITY } from './quality.js';
import { SERVING } from './serving.js';

/** Every test of every alert. */
export const SCENARIOS: readonly Scenario[] = [
  ...PIPELINE,
  ...SERVING,
  ...BUDGET_BURN,
  ...DATA_QUALITY,
  ...DRIFT,
  ...QUALITY,
  ...COST_AND_RELEASE,
];
