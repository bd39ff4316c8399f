export { loadBaseline, refuseExisting, saveBaseline } from './table/baseline-file.js';
export { buildBaseline, profileReference, type BuildOptions, type BuildProgress, type ReferenceOptions } from './table/build-baseline.js';
export { chooseFeatures, fieldsOf, type FeatureChoice } from './table/choose-columns.js';
export { CHUNK_PERIODS, parseChunk, type AskedChunk, type Chunk } from './table/chunk.js';
export { profileColumns, readColumnProfile, type ColumnProfile, type ProfileOptions, type ProfiledChunk } from './table/column-profile.js';
export type { Column } from './table/column.js';
export { sampleTable, type ColumnSample, type SampledTable } from './table/sample-columns.js';
export { readSnapshotTable, textOfColumn, type SnapshotTable, type SnapshotTableOptions } from './table/snapshot-table.js';
export { DataTable, type TableOptions } from './table/data-table.js';
