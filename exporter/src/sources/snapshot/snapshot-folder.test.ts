import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';
import { namePattern, type NamePattern } from '../../events/index.js';
import { SnapshotFolder, type ReadySnapshot, type SnapshotFolderOptions } from './snapshot-folder.js';

const SETTLE_MS = 1000;
const LOOK_MS = 500;

/** A folder on disk under a clock that is set by hand. */
class FolderBed {
  now = 1_000_000;
  readonly path: string;
  folder: SnapshotFolder;
  readonly #options: Partial<SnapshotFolderOptions>;
  readonly #stored = new Map<string, { stream: string; position: Readonly<Record<string, unknown>> }>();

  constructor(path: string, options: Partial<SnapshotFolderOptions> = {}) {
    this.path = path;
    this.#options = options;
    this.folder = this.#open();
  }

  /** A new process that has what was committed. */
  restart(): void {
    this.folder = this.#open();
  }

  commit(): void {
    const { changed, forgotten } = this.folder.takeChangedPositions();
    for (const position of changed) this.#stored.set(position.stream, structuredClone(position));
    for (const stream of forgotten) this.#stored.delete(stream);
  }

  /** Looks until nothing changes any more; names of the files that are ready, in their order. None is marked as used. */
  ready(waitMs = SETTLE_MS + LOOK_MS): ReadySnapshot | null {
    this.folder.next();
    for (let waited = 0; waited < waitMs; waited += LOOK_MS) {
      this.now += LOOK_MS;
      const file = this.folder.next();
      if (file) return file;
    }
    return null;
  }

  /** Reads all that is ready, as the reader does: what is new is used, what is known is recognised. */
  readAll(waitMs?: number): string[] {
    const used: string[] = [];
    for (let file = this.ready(waitMs); file; file = this.folder.next()) {
      if (file.missing !== null) {
        this.folder.refuse(file, file.missing);
        continue;
      }
      const sha256 = hashOf(readFileSync(file.path));
      if (this.folder.useOf(sha256)) this.folder.recognise(file, sha256);
      else {
        this.folder.use(file, sha256, 'window');
        used.push(sha256);
      }
    }
    return used;
  }

  write(name: string, text: string): string {
    writeFileSync(join(this.path, name), text);
    return hashOf(Buffer.from(text));
  }

  #open(): SnapshotFolder {
    return new SnapshotFolder({
      patterns: [this.path],
      settleMs: SETTLE_MS,
      marker: null,
      named: null,
      rescanMs: LOOK_MS,
      positions: [...this.#stored.values()],
      settings: 's',
      nowMs: () => this.now,
      ...this.#options,
    });
  }
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const parquet = (footer: number): string => `PAR1data${'f'.repeat(footer)}${String.fromCharCode(footer)}\0\0\0PAR1`;

test.each([
  ['a CSV without its last newline', 'a.csv', 'x\n1', 'x\n1\n'],
  ['an empty CSV', 'a.csv', '', 'x\n1\n'],
  ['a Parquet file without its footer', 'a.parquet', 'PAR1data', parquet(9)],
  ['a Parquet file whose footer is longer than the file', 'a.parquet', 'PAR1f\x7f\0\0\0PAR1', parquet(9)],
])('%s is not read, however long it stays so, but refused at last; it is read once it is whole', (_, name, partial, whole) => {
  const bed = new FolderBed(temporaryFolder());
  bed.write(name, partial);
  expect(bed.ready(SETTLE_MS * 9)).toBeNull();
  expect(bed.ready(SETTLE_MS * 2)?.missing).toBeTypeOf('string');
  expect(bed.readAll()).toEqual([]);
  expect(bed.folder.health()).toMatchObject({ isUp: true, backlogBytes: 0, problem: expect.stringContaining(name) });
  const sha256 = bed.write(name, whole);
  expect(bed.readAll()).toEqual([sha256]);
  expect(bed.folder.health().problem).toBeNull();
});

test.each(['.a.csv', 'a.csv.tmp', '_temporary/0/a.csv', '_a.csv', '.hidden/a.csv', 'a.csv.part', 'a.txt', '_SUCCESS'])(
  '%s is never read',
  (name) => {
    const bed = new FolderBed(temporaryFolder());
    mkdirSync(join(bed.path, name, '..'), { recursive: true });
    bed.write(name, 'x\n1\n');
    expect(bed.ready(SETTLE_MS * 20)).toBeNull();
  },
);

test.each([
  ['_SUCCESS', 'day/_SUCCESS'],
  ['*.done', 'day/a.csv.done'],
])('with the marker %s nothing is read before it is there', (marker, name) => {
  const bed = new FolderBed(temporaryFolder(), { marker });
  mkdirSync(join(bed.path, 'day'));
  bed.write('day/a.csv', 'x\n1\n');
  bed.write('a.csv.done', '');
  bed.write('_SUCCESS', '');
  expect(bed.ready(SETTLE_MS * 20)).toBeNull();
  bed.write(name, '');
  expect(bed.ready()?.name).toBe('day/a.csv');
});

test('files are read in the order of the times in their names, else of their times of change', () => {
  const named = namePattern('{mm}-{yyyy}.csv'.replace('{mm}-{yyyy}', '*-{yyyy}{mm}')) as NamePattern;
  const byName = new FolderBed(temporaryFolder(), { named });
  for (const name of ['a-202403.csv', 'b-202401.csv', 'c-202402.csv']) byName.write(name, `${name}\n`);
  expect(byName.ready()?.name).toBe('b-202401.csv');
  const byTime = new FolderBed(temporaryFolder());
  byTime.write('a.csv', 'a\n');
  byTime.write('b.csv', 'b\n');
  utimesSync(join(byTime.path, 'b.csv'), 1, 1);
  expect(byTime.ready()?.name).toBe('b.csv');
});

test('a folder that is missing makes the source unhealthy, forgets nothing, and is well again when it is back', () => {
  const root = temporaryFolder();
  const path = join(root, 'in');
  mkdirSync(path);
  const bed = new FolderBed(path);
  bed.write('a.csv', 'x\n1\n');
  expect(bed.readAll()).toHaveLength(1);
  renameSync(path, join(root, 'away'));
  expect(bed.ready()).toBeNull();
  expect(bed.folder.health()).toMatchObject({ isUp: false, problem: `${path} does not exist: mount the folder or correct path` });
  renameSync(join(root, 'away'), path);
  expect(bed.readAll()).toEqual([]);
  expect(bed.folder.health().isUp).toBe(true);
});

test('an untouched file is not opened again, also after a restart: what it holds could be anything', () => {
  const bed = new FolderBed(temporaryFolder());
  bed.write('a.csv', 'x\n1\n');
  expect(bed.readAll()).toHaveLength(1);
  bed.commit();
  bed.restart();
  expect(bed.ready(SETTLE_MS * 5)).toBeNull();
});

const name = fc.constantFrom('a.csv', 'b.csv', 'c.csv');
const action = fc.oneof(
  fc.record({ do: fc.constant('begin' as const), name }),
  fc.record({ do: fc.constant('finish' as const), name }),
  fc.record({ do: fc.constant('copy' as const), name, to: name }),
  fc.record({ do: fc.constant('rename' as const), name, to: name }),
  fc.record({ do: fc.constant('touch' as const), name }),
  fc.record({ do: fc.constant('delete' as const), name }),
  fc.record({ do: fc.constant('drop' as const), name, content: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ do: fc.constant('read' as const) }),
  fc.record({ do: fc.constant('commit' as const) }),
  fc.record({ do: fc.constant('restart' as const) }),
);

test('whatever is written, renamed, copied, touched and deleted: each whole content that stayed is used once, and no part of one', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const bed = new FolderBed(temporaryFolder());
      /** Contents in use by the state that would survive, and since the last commit. */
      let [committed, used] = [new Set<string>(), new Set<string>()];
      let pieces = 0;
      const at = (file: string): string => join(bed.path, file);
      const has = (file: string): boolean => readdirSync(bed.path).includes(file);
      for (const act of actions) {
        if (act.do === 'begin') bed.write(act.name, `x\n${pieces++}`);
        else if (act.do === 'drop') bed.write(act.name, `x\n${act.content}0\n`);
        else if (act.do === 'read') {
          for (const sha256 of bed.readAll()) {
            expect(used.has(sha256)).toBe(false);
            used.add(sha256);
          }
          for (const file of readdirSync(bed.path)) {
            const bytes = readFileSync(at(file));
            expect(used.has(hashOf(bytes))).toBe(bytes.at(-1) === 0x0a);
          }
        } else if (act.do === 'commit') {
          bed.commit();
          committed = new Set(used);
        } else if (act.do === 'restart') {
          bed.restart();
          used = new Set(committed);
        } else if (!has(act.name)) continue;
        else if (act.do === 'finish') appendFileSync(at(act.name), `${pieces++}\n`);
        else if (act.do === 'copy' && act.to !== act.name) copyFileSync(at(act.name), at(act.to));
        else if (act.do === 'rename') renameSync(at(act.name), at(act.to));
        else if (act.do === 'touch') utimesSync(at(act.name), pieces++, pieces);
        else if (act.do === 'delete') rmSync(at(act.name));
      }
    }),
    { numRuns: 150 },
  );
});
