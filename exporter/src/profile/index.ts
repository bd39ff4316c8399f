export {
  fineBinCount,
  judgedBinLabels,
  judgedCounts,
  slotCount,
  type CategoricalLayout,
  type FeatureLayout,
  type NumericLayout,
} from './bin-layout.js';
export { BOOTSTRAP_CATEGORIES, BOOTSTRAP_DISTINCT, BootstrapProfile, type LearnedField } from './bootstrap-profile.js';
export { LogSketch, type SketchBucket } from './log-sketch.js';
export { ModelLayout } from './model-layout.js';
export { binOf, numericBinner } from './numeric-binner.js';
export { pack, unpack, type Packed } from './packed.js';
export { WindowProfile } from './window-profile.js';
