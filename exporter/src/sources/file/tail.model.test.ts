import { rmSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LogWorld } from '../../../test/sources/log-world.js';
import { SeededRandom } from '../../../tools/torture/seeded-random.js';

/** AIOPS_MODEL_SEED repeats one run, AIOPS_MODEL_RUNS makes another number of them. */
const RUNS = Number(process.env['AIOPS_MODEL_RUNS'] ?? 200);
const SEED = process.env['AIOPS_MODEL_SEED'] === undefined ? null : Number(process.env['AIOPS_MODEL_SEED']);
const ACTIONS_PER_RUN = 60;

const root = mkdtempSync(join(tmpdir(), 'aiops-model-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('every record is in the committed history exactly once, in the order of its file, whatever happens to files and exporter', async () => {
  const first = SEED ?? Math.floor(Math.random() * 1e9);
  for (let run = 0; run < (SEED === null ? RUNS : 1); run++) {
    const seed = first + run;
    const folder = join(root, String(seed));
    const world = new LogWorld(folder, new SeededRandom(seed));
    try {
      await world.begin();
      for (let i = 0; i < ACTIONS_PER_RUN; i++) await world.act();
      await world.settle();
      const { committed } = world.consumer;
      const expected = world.expected();
      expect(sorted(committed)).toEqual(sorted(expected.flat()));
      for (const generation of expected) {
        const own = new Set(generation.filter((record) => record.startsWith('{')));
        expect(committed.filter((record) => own.has(record))).toEqual([...own]);
      }
      expect(world.consumer.tail.backlog()).toEqual([]);
      expect(world.consumer.tail.health().problem).toBeNull();
    } catch (error) {
      throw new Error(`AIOPS_MODEL_SEED=${seed}\n${world.history.join('\n')}\n${(error as Error).message}`, { cause: error });
    }
    await world.consumer.crash();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

function sorted(records: readonly string[]): string[] {
  return records.map((record) => record.replace(/,"pad".*/, '')).sort();
}
