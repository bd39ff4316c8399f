import type { Baseline } from '../../baseline/index.js';
import type { NamedParts } from '../../events/index.js';
import type { ModelLayout } from '../../profile/index.js';
import type { ReadySnapshot } from '../../sources/index.js';
import type { ModelDirectory } from '../model-directory.js';
import { SnapshotRefusal, notAccepted, refusalOf } from './snapshot-refusal.js';
import type { SnapshotSettings, SnapshotText } from './snapshot-settings.js';
import type { CountedTable, SnapshotTables } from './snapshot-tables.js';

/** What was found in a file. Nothing is counted yet. */
export type Inspected =
  | { readonly kind: 'known'; readonly sha256: string }
  | { readonly kind: 'refused'; readonly refusal: SnapshotRefusal }
  | { readonly kind: 'reference'; readonly sha256: string; readonly model: string; readonly baseline: Baseline }
  | {
      readonly kind: 'window';
      readonly sha256: string;
      readonly model: string;
      readonly version: string;
      readonly layout: ModelLayout;
      readonly table: CountedTable;
      readonly named: NamedParts | null;
    };

export interface Inspection {
  readonly settings: SnapshotSettings;
  readonly tables: SnapshotTables;
  readonly directory: ModelDirectory;
  readonly isKnown: (sha256: string) => boolean;
}

/**
 * Reads a file without counting it: the content is hashed, and only what is new is read as a table.
 *
 * @throws Error of the reader that is no fault of the file: it is to be tried again
 */
export async function inspectSnapshot(file: ReadySnapshot, inspection: Inspection): Promise<Inspected> {
  if (file.missing !== null) {
    const why = `${file.missing}: it was cut off, or is still being written; it is read once it is whole`;
    return { kind: 'refused', refusal: new SnapshotRefusal('syntax', why) };
  }
  try {
    return await inspectContent(file, inspection);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { kind: 'refused', refusal };
  }
}

async function inspectContent(file: ReadySnapshot, inspection: Inspection): Promise<Inspected> {
  const { settings, tables, directory, isKnown } = inspection;
  const sha256 = await tables.hash(file.path);
  if (isKnown(sha256)) return { kind: 'known', sha256 };
  const named = settings.named?.read(file.name) ?? null;
  if (settings.named && !named) {
    const why = 'its name has another form than `named` says: correct the pattern, or leave such files out of path';
    return { kind: 'refused', refusal: new SnapshotRefusal('schema', why) };
  }
  const model = textOf(settings.model, named?.model) ?? (await tables.text(file.path, columnOf(settings.model)));
  const state = isName(model) ? directory.model(model) : 'schema';
  if (typeof state === 'string') return { kind: 'refused', refusal: isName(model) ? notAccepted(state) : badName('model') };
  if (settings.isReference(file.name)) {
    const top = Object.fromEntries(
      [...state.settings.features].flatMap(([name, feature]) => (feature.top === null ? [] : [[name, feature.top]])),
    );
    return { kind: 'reference', sha256, model, baseline: await build(file, inspection, named, model, top) };
  }
  const layout = state.layoutAt(Infinity);
  const version = textOf(settings.version, named?.version);
  const table = await tables.count({
    path: file.path,
    layouts: layout.counted,
    time: settings.time,
    version: version === null ? columnOf(settings.version) : null,
    prediction: layout.prediction && { layout: layout.prediction.name, column: settings.prediction },
  });
  const found = version ?? table.version ?? '';
  if (!isName(found)) return { kind: 'refused', refusal: badName('version') };
  return { kind: 'window', sha256, model, version: found, layout, table, named };
}

async function build(
  { path }: ReadySnapshot,
  { settings, tables }: Inspection,
  named: NamedParts | null,
  model: string,
  top: Readonly<Record<string, number>>,
): Promise<Baseline> {
  const version = textOf(settings.version, named?.version);
  const columns = [settings.model, settings.version].flatMap((text) => (typeof text === 'object' && 'column' in text ? [text.column] : []));
  const { time, prediction, features } = settings;
  const versionColumn = version === null ? columnOf(settings.version) : null;
  return tables.build({ path, model, version, versionColumn, time, prediction, features, ignore: columns, top });
}

/** Null where only a column tells. */
function textOf(text: SnapshotText, named: string | null | undefined): string | null {
  if (text === 'name') return named ?? '';
  return 'constant' in text ? text.constant : null;
}

function columnOf(text: SnapshotText): string {
  return typeof text === 'object' && 'column' in text ? text.column : '';
}

/** Longest name of a model or version, as the canonical event has it; a name becomes a label. */
const LONGEST_NAME = 200;

function isName(text: string): boolean {
  return text !== '' && text.length <= LONGEST_NAME;
}

function badName(what: string): SnapshotRefusal {
  return new SnapshotRefusal('schema', `its ${what} must be a text of 1 to ${LONGEST_NAME} characters: look at where map takes it from`);
}
