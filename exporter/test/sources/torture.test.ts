import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { tortureLabels } from '../../tools/torture/label-torture.js';
import { torturePush } from '../../tools/torture/push-torture.js';
import { SeededRandom } from '../../tools/torture/seeded-random.js';
import { tortureSnapshots } from '../../tools/torture/snapshot-torture.js';
import { tortureTail } from '../../tools/torture/tail-torture.js';
import type { TortureOptions } from '../../tools/torture/torture-run.js';
import { temporaryFolder } from './temporary-folder.js';

/** The short form of `npm run torture`, on the compiled exporter. */
const SEED = Math.floor(Math.random() * 1e6);

beforeAll(() => {
  const compiled = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
  if (!existsSync(compiled)) throw new Error('the exporter is not compiled: run node exporter/build.mjs');
});

function options(): TortureOptions {
  const random = new SeededRandom(SEED);
  return { kills: 6, upMs: 300, rate: 50_000, folder: temporaryFolder(), random, store: 'torn', progress: () => undefined };
}

test(`a log that is written and rotated under kill -9 and torn stores is counted exactly (seed ${SEED})`, async () => {
  const { differences, records } = await tortureTail(options());
  expect(differences).toEqual([]);
  expect(records).toBeGreaterThan(10_000);
});

test(`batches that are pushed and retried under kill -9 and torn stores are counted exactly (seed ${SEED})`, async () => {
  const { differences, records } = await torturePush(options());
  expect(differences).toEqual([]);
  expect(records).toBeGreaterThan(1000);
});

test(`snapshots that are dropped in all ways under kill -9 and torn stores are counted once (seed ${SEED})`, async () => {
  const { differences, records } = await tortureSnapshots({ ...options(), kills: 4, upMs: 2500, snapshots: 20 });
  expect(differences).toEqual([]);
  expect(records).toBeGreaterThanOrEqual(20);
});

test(`labels that come late, shuffled, twice and corrected are joined exactly under kill -9, and quality is that of a batch (seed ${SEED})`, async () => {
  const { differences, others } = await tortureLabels({ ...options(), kills: 3, rows: 30_000 });
  expect(differences).toEqual([]);
  expect(others['windows']).toBe(1440);
}, 300_000);
