import type { FileSourceConfig } from '../../config/index.js';
import { idKind, idShape, type SeenIds } from '../../doctor/index.js';
import { formatOf } from '../serve/build-pipeline.js';
import type { NewestBytes } from './newest-bytes.js';

const BATCH_ROWS = 1024;
/** Different ids of a sample at most: of 64 KiB, and a record takes more than ten bytes. */
const ID_CAPACITY = 8192;

/** Ids of the newest records of a file, as shapes; null where it holds none, or where its format makes ids of its own from those in the log. */
export function sampleIds(source: FileSourceConfig, { head, buffer, start, end }: NewestBytes, nowMs: number): SeenIds | null {
  const path = source.map.requestId;
  if (!path || (source.format !== 'jsonl' && source.format !== 'csv')) return null;
  const decoder = formatOf(
    source,
    () => nowMs,
  )({
    fields: [{ path, kind: 'category', known: [], growth: 'open', capacity: ID_CAPACITY }],
    featuresAt: null,
    batchRows: BATCH_ROWS,
    maxRecordBytes: source.maxRecordBytes,
    maxDepth: source.maxDepth,
  });
  decoder.open(head).decode(buffer, start, end, false, { rows: () => undefined, reject: () => undefined });
  const ids = decoder.columns.dictionaries[0] ?? [];
  return ids.length === 0 ? null : { ids: ids.length, shape: mostCommon(ids.map(idShape)), kinds: new Set(ids.map(idKind)) };
}

function mostCommon(shapes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  const [[shape = ''] = []] = [...counts].sort(([, a], [, b]) => b - a);
  return shape;
}
