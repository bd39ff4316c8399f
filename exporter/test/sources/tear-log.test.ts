import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '../../src/store/index.js';
import { SeededRandom } from '../../tools/torture/seeded-random.js';
import { committedEnd, tearLog } from '../../tools/torture/tear-log.js';
import { temporaryFolder } from './temporary-folder.js';

function open(folder: string): Store {
  const store = openStore({ folder, mode: 'own', nowMs: () => 0 });
  onTestFinished(() => store.close());
  return store;
}

/** A copy of what kill -9 leaves: a database and a log with `commits` commits. */
function killed(commits: number): string {
  const [living, dead] = [temporaryFolder(), temporaryFolder()];
  const store = open(living);
  for (let n = 1; n <= commits; n++) store.commit((records) => records.facts.put('n', n));
  for (const name of ['aiops.db', 'aiops.db-wal']) copyFileSync(join(living, name), join(dead, name));
  return dead;
}

test('the committed part of a log is all of it after a commit, and ends before what was appended', () => {
  const log = readFileSync(join(killed(5), 'aiops.db-wal'));
  expect(committedEnd(log)).toBe(log.length);
  expect(committedEnd(Buffer.concat([log, Buffer.alloc(5000, 7)]))).toBe(log.length);
  // One byte less, and the last commit is none.
  expect(committedEnd(log.subarray(0, -1))).toBeLessThan(log.length - 4096);
  expect(committedEnd(log.subarray(0, 31))).toBe(0);
});

/** Tears the log in all four ways; what another seed chooses is chance. */
const FIXED_SEED = 1;

test.each([FIXED_SEED, Math.floor(Math.random() * 1e6)])(
  'the store opens with its last commit however its log was torn (seed %i)',
  (seed) => {
    const random = new SeededRandom(seed);
    const ways = new Set<string | null>();
    for (let run = 0; run < 30; run++) {
      const commits = 1 + random.below(4);
      const folder = killed(commits);
      const { length } = readFileSync(join(folder, 'aiops.db-wal'));
      // Twice: the second time there is something behind the last commit to cut or to garble.
      for (let i = 0; i < 2; i++) ways.add(tearLog(join(folder, 'aiops.db-wal'), random));
      expect(committedEnd(readFileSync(join(folder, 'aiops.db-wal')))).toBe(length);
      expect(open(folder).facts.get('n')).toBe(commits);
    }
    if (seed === FIXED_SEED) expect([...ways].sort()).toEqual(['cut', 'garbled', 'old frames appended', 'torn frame appended']);
  },
);
