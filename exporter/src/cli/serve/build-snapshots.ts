import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Config, SnapshotSourceConfig } from '../../config/index.js';
import type { Notify } from '../../contract/index.js';
import { namePattern, type NamePattern } from '../../events/index.js';
import { SnapshotReader, type SnapshotTables } from '../../pipeline/index.js';
import { SnapshotFolder, nameMatcher } from '../../sources/index.js';
import type { Store } from '../../store/index.js';

/** How often a folder is looked at. Snapshots settle for seconds: looking more often finds none earlier. */
const RESCAN_MS = 500;

export interface SnapshotWiring {
  readonly config: Config;
  readonly store: Store;
  readonly tables: SnapshotTables;
  readonly notify: Notify;
  readonly nowMs: () => number;
}

/** The reader of one snapshot source. */
export function buildSnapshotReader(
  source: SnapshotSourceConfig,
  { config, store, tables, notify, nowMs }: SnapshotWiring,
): SnapshotReader {
  const { name, patterns, settleMs, marker, model, version, time, features, prediction, clockSkewMs } = source;
  const named = source.named === null ? null : patternOf(source.named);
  const folder = new SnapshotFolder({
    patterns,
    settleMs,
    marker,
    named,
    rescanMs: RESCAN_MS,
    positions: store.positions.of(name),
    settings: settingsHash(source, config),
    nowMs,
  });
  const isReference = referenceTest(source.reference);
  const settings = { name, model, version, time, features, prediction, named, isReference, clockSkewMs };
  return new SnapshotReader({ settings, folder, tables, notify, nowMs });
}

function patternOf(text: string): NamePattern {
  const pattern = namePattern(text);
  // The checks of the configuration come before.
  if (typeof pattern === 'string') throw new RangeError(`pattern ${text} ${pattern}`);
  return pattern;
}

function referenceTest(pattern: string | null): (name: string) => boolean {
  if (pattern === null) return () => false;
  const matcher = nameMatcher(pattern);
  return (name) => matcher.test(pattern.includes('/') ? name : basename(name));
}

/** What was refused is tried again under other settings: of the source, or of the models, a baseline of which may have had too much. */
function settingsHash(source: SnapshotSourceConfig, { models }: Config): string {
  const text = JSON.stringify([source, [...models]], (_key, value: unknown) => (value instanceof Map ? [...value] : value));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
