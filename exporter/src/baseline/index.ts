export {
  BASELINE_FORMAT_VERSIONS,
  baselineSchema,
  type Baseline,
  type BaselineFeature,
  type CategoricalFeature,
  type NumericFeature,
} from './artefact.js';
export { DISTINCT_LIMIT, FINE_PER_JUDGED, JUDGED_BINS, binEdges, type BinEdges } from './bin-edges.js';
export { canonicalJson } from './canonical-json.js';
export {
  MIN_CATEGORY_COUNT,
  TAIL_CATEGORIES,
  TOP_CATEGORIES,
  categoricalFeature,
  compareText,
  type CategoryCount,
  type CategoryLimits,
} from './categorical-feature.js';
export { BASELINE_ERRORS } from './errors.js';
export { fineCounts, fineReference, type FineReference } from './fine-reference.js';
export { layoutOf, type LaidOutFeature, type LayoutOptions } from './feature-layout.js';
export { nextDown, nextUp } from './next-double.js';
export { numericFeature } from './numeric-feature.js';
export { parseBaseline } from './parse-baseline.js';
export type { CalibrationSection } from './sections/calibration.js';
export type { ReferenceChunks } from './sections/chunks.js';
export type { QualityEstimate, QualityReference } from './sections/quality.js';
export { BUCKET_COUNTS, BUCKET_LEVELS, bucketAt, dateKind, dateOf, type BucketLevel } from './seasons/buckets.js';
export { bucketGrid } from './seasons/bucket-grid.js';
export { HeldOutPools, type DividedWindow, type WeightedBucket } from './seasons/held-out-pools.js';
export { localClock, type LocalClock } from './seasons/local-clock.js';
export { pooledTable, referenceAt, type ReferenceAt, type ReferenceAtOptions } from './seasons/reference-at.js';
export { MIN_SEASON_DAYS, REFERENCE_ROWS_PER_SAMPLE, poolOfCover, seasonPool, type SeasonPool } from './seasons/season-pool.js';
export { windowCover } from './seasons/window-cover.js';
export { segmentLabels } from './sections/segment-labels.js';
export type { SegmentsSection } from './sections/segments.js';
export type { SeasonalCounts, SeasonsSection } from './sections/seasons.js';
export { referenceTable, type ReferenceTable } from './reference-table.js';
export { schemaHash, schemaOf } from './schema/model-schema.js';
export { COMPATIBILITIES, isBreaking, schemaDiff, type Compatibility } from './schema/schema-diff.js';
export { formatBaseline, hashOf, sealBaseline, withSections, type BaselineContent } from './seal.js';
