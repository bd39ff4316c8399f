import { namePattern } from '../events/index.js';
import type { ConfigInput } from './schema.js';
import type { Path } from './yaml-file.js';

type SnapshotInput = Extract<ConfigInput['sources'][number], { type: 'snapshot' }>;

/** Faults of a snapshot source that one key alone does not show. */
export function snapshotFaults({ named, map, marker }: SnapshotInput, say: (keys: Path, text: string) => void): void {
  const pattern = named === undefined ? null : namePattern(named);
  if (typeof pattern === 'string') return say(['named'], `is %, which ${pattern}`);
  const has = (part: string): boolean => pattern?.parts.has(part) ?? false;
  if (map.model === undefined && !has('model')) {
    say(['map', 'model'], 'is missing; needed: a column, { const: churn } when the folder is of one model, or {model} in named');
  }
  for (const part of ['model', 'version'] as const) {
    if (map[part] !== undefined && has(part)) say(['map', part], `is said by named as well, as {${part}}; keep one of them`);
  }
  if (map.time !== undefined && has('yyyy')) say(['map', 'time'], 'is said by named as well, as {yyyy}; keep one of them');
  if (marker !== undefined && /^[^._].*\.(parquet|csv|jsonl|ndjson)(\.gz)?$/i.test(marker)) {
    say(['marker'], 'is %, the name of a snapshot, which would be read as one; name a file such as _SUCCESS or "*.done"');
  }
}
