export {
  fineBinCount,
  judgedBinCount,
  judgedBinLabels,
  judgedCounts,
  slotCount,
  sumIntoJudged,
  type CategoricalLayout,
  type FeatureLayout,
  type NumericLayout,
} from './bin-layout.js';
export { BootstrapProfile } from './bootstrap-profile.js';
export { Costs } from './costs.js';
export { BOOTSTRAP_CATEGORIES, BOOTSTRAP_DISTINCT, type LearnedField } from './learned-field.js';
export { countValues } from './count-values.js';
export { LogSketch, type SketchBucket } from './log-sketch.js';
export { ModelLayout, type SegmentLayout } from './model-layout.js';
export { binOf, numericBinner } from './numeric-binner.js';
export { pack, sizedArray, unpack, type Packed } from './packed.js';
export { priceOf, type PriceList } from './price-list.js';
export { sortDoubles } from './sort-doubles.js';
export { TrafficTotals, addCounts } from './traffic-totals.js';
export { WindowProfile } from './window-profile.js';
