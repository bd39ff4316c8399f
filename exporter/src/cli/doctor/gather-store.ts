import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CodedError } from '../../contract/index.js';
import type { StoreFacts } from '../../doctor/index.js';
import { storedLabelCounts } from '../../pipeline/index.js';
import { filePosition, type FilePosition } from '../../sources/index.js';
import { DATABASE_FILE, LOCK_FILE, openStore, type StoredSchema } from '../../store/index.js';
import { problemOf } from './problem-of.js';

export interface FoundStore {
  readonly facts: StoreFacts;
  /** Files that it remembers, by source. */
  readonly positions: ReadonlyMap<string, readonly FilePosition[]>;
  /** What was counted of the labels of each model. */
  readonly labels: ReadonlyMap<string, NonNullable<ReturnType<typeof storedLabelCounts>>>;
  /** Schemas that each model had, newest first. */
  readonly schemas: ReadonlyMap<string, readonly StoredSchema[]>;
}

/** Models and sources that the store is asked for. */
export interface StoreQuestion {
  readonly sources: readonly string[];
  readonly models: readonly string[];
}

/** Schemas of a model that are looked at: it gets a few a year. */
const SCHEMAS = 100;

/** Looks at the store without taking it; a store that was never there is no fault. */
export function gatherStore(folder: string, asked: StoreQuestion, nowMs: () => number): FoundStore {
  const found: Found = { positions: new Map(), labels: new Map(), schemas: new Map() };
  const damage = existsSync(join(folder, DATABASE_FILE)) || isOddFolder(folder) ? readStore(folder, asked, found, nowMs) : null;
  const place = nearest(folder);
  return {
    facts: {
      folder,
      freeBytes: freeBytes(place),
      notWritable: writeProblem(place),
      damage,
      holder: isOddFolder(folder) ? null : holderOf(join(folder, LOCK_FILE)),
    },
    ...found,
  };
}

/** What is read of a store, to be filled. */
interface Found {
  readonly positions: Map<string, FilePosition[]>;
  readonly labels: Map<string, NonNullable<ReturnType<typeof storedLabelCounts>>>;
  readonly schemas: Map<string, readonly StoredSchema[]>;
}

function isOddFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false;
}

function readStore(
  folder: string,
  { sources, models }: StoreQuestion,
  { positions, labels, schemas }: Found,
  nowMs: () => number,
): StoreFacts['damage'] {
  try {
    const store = openStore({ folder, mode: 'visit', nowMs });
    try {
      const lines = store.check();
      for (const source of sources)
        positions.set(
          source,
          store.positions.of(source).map(({ position }) => filePosition(position)),
        );
      for (const model of models) {
        const state = store.labelStates.get(model);
        const counts = state && storedLabelCounts(state);
        if (counts) labels.set(model, counts);
        schemas.set(model, store.schemas.list(model, SCHEMAS));
      }
      const advice = 'stop the exporter, move the folder away and start again: what the logs still hold is read again';
      return lines.length === 0 ? null : { problem: lines.join('; '), advice };
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof CodedError) return { problem: error.message, advice: error.advice };
    throw error;
  }
}

/** The folder, or the nearest parent that is there. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

function freeBytes(place: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize;
  } catch {
    return null;
  }
}

function writeProblem(place: string): string | null {
  try {
    accessSync(place, constants.W_OK);
    return null;
  } catch (error) {
    return problemOf(error);
  }
}

/** Who holds the lock of a store, as Linux tells it; null where nobody does, or where it cannot be told. */
function holderOf(lockFile: string): string | null {
  const stat = statSync(lockFile, { throwIfNoEntry: false });
  if (!stat) return null;
  let table: string;
  try {
    table = readFileSync('/proc/locks', 'utf8');
  } catch {
    return null;
  }
  // "1: POSIX  ADVISORY  WRITE 4711 08:01:131 0 EOF"
  for (const [, pid = '', inode] of table.matchAll(/WRITE +(\d+) +[0-9a-f]+:[0-9a-f]+:(\d+) /g))
    if (Number(inode) === stat.ino && Number(pid) !== process.pid) return `process ${pid}${programOf(pid)}`;
  return null;
}

function programOf(pid: string): string {
  try {
    return ` (${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()})`;
  } catch {
    return '';
  }
}
