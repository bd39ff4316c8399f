import { resolve as resolvePath } from 'node:path';
import { namePattern } from '../events/index.js';
import type { SnapshotSourceConfig, SnapshotTextConfig } from './config.js';
import { UNVERSIONED } from './resolve-map.js';
import type { ConfigInput } from './schema.js';

type SnapshotInput = Extract<ConfigInput['sources'][number], { type: 'snapshot' }>;

/** A snapshot source: absolute paths, and where model and version come from. */
export function resolveSnapshots(source: SnapshotInput, folder: string): SnapshotSourceConfig {
  const paths = typeof source.path === 'string' ? [source.path] : source.path;
  const { map, named } = source;
  const pattern = named === undefined ? null : namePattern(named);
  const names = (part: string): boolean => pattern !== null && typeof pattern !== 'string' && pattern.parts.has(part);
  return {
    name: source.name,
    type: 'snapshot',
    patterns: paths.map((path) => resolvePath(folder, path)),
    named: named ?? null,
    settleMs: source.settle,
    marker: source.marker ?? null,
    reference: source.reference ?? null,
    model: textOf(map.model) ?? 'name',
    version: textOf(map.version) ?? (names('version') ? 'name' : { constant: UNVERSIONED }),
    time: map.time ?? null,
    features: map.features ?? null,
    prediction: map.prediction ?? null,
    clockSkewMs: source.clock_skew,
  };
}

function textOf(text: SnapshotInput['map']['model']): SnapshotTextConfig | null {
  if (text === undefined) return null;
  if (typeof text === 'string') return { column: text };
  return text.const === undefined ? { column: text.path ?? '' } : { constant: text.const };
}
