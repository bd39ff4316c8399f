import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableReader } from '../../src/cli/serve/table-reader.js';
import { namePattern, type NamePattern } from '../../src/events/index.js';
import { SnapshotReader, type SnapshotSettings, type SnapshotTables } from '../../src/pipeline/index.js';
import { SnapshotFolder, nameMatcher } from '../../src/sources/index.js';
import { NEW_YEAR_MS, type BedOptions, type PipelineBed } from './pipeline-bed.js';

const SETTLE_MS = 1000;
const LOOK_MS = 500;
/** More looks than any test needs. */
const MANY_LOOKS = 300;

export interface SnapshotOptions {
  readonly path: string;
  readonly settings?: Partial<SnapshotSettings>;
  readonly named?: string;
  readonly reference?: string;
  /** Stands for the configuration: what was refused is tried again when it changes. */
  readonly settingsHash?: string;
  readonly tables?: SnapshotTables;
}

/** Options of a bed with one source of snapshots beside its log; files are read by DuckDB as they are by the exporter. */
export function snapshotsOf({
  path,
  settings,
  named,
  reference,
  settingsHash = 's',
  tables = tableReader(),
}: SnapshotOptions): Pick<BedOptions, 'snapshots'> {
  return {
    snapshots: ({ storage, notify, nowMs }) => {
      const pattern = named === undefined ? null : (namePattern(named) as NamePattern);
      const folder = new SnapshotFolder({
        patterns: [path],
        settleMs: SETTLE_MS,
        marker: null,
        named: pattern,
        rescanMs: LOOK_MS,
        positions: storage.positions('snapshots'),
        settings: settingsHash,
        nowMs,
      });
      const isReference = (name: string): boolean => reference !== undefined && nameMatcher(reference).test(name);
      const all: SnapshotSettings = {
        name: 'snapshots',
        model: { constant: 'churn' },
        version: { constant: '1' },
        time: null,
        prediction: null,
        features: null,
        named: pattern,
        isReference,
        clockSkewMs: 300_000,
        ...settings,
      };
      return new SnapshotReader({ settings: all, folder, tables, notify, nowMs });
    },
  };
}

/** Lets files settle and reads until none is left, then commits and shows. */
export async function readSnapshots(bed: PipelineBed): Promise<void> {
  const [reader] = bed.pipeline.snapshots;
  if (!reader) throw new Error('this bed has no snapshots');
  for (let quiet = 0, looks = 0; quiet < 4; looks++) {
    if (looks > MANY_LOOKS) throw new Error('reading snapshots does not come to an end');
    bed.now += LOOK_MS;
    const didCount = await bed.pipeline.step();
    quiet = didCount || reader.isReading ? 0 : quiet + 1;
    while (reader.isReading) await new Promise((resolve) => setImmediate(resolve));
  }
  bed.pipeline.refreshExposition();
}

/** A CSV with the features `age` (0 to 9.9, all bins alike, moved by `shift`) and `country`. */
export function featuresCsv(rows: number, shift = 0): string {
  const lines = Array.from({ length: rows }, (_, i) => `${((i * 37) % 100) / 10 + shift},${['de', 'fr', 'us'][i % 3]}`);
  return `age,country\n${lines.join('\n')}\n`;
}

/** Writes a file as of the time of the bed: the clock of the disk is another one. */
export function drop(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  writeFileSync(path, text);
  utimesSync(path, NEW_YEAR_MS / 1000, NEW_YEAR_MS / 1000);
}
