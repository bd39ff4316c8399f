import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredVerdict } from '../../src/contract/index.js';
import type { PipelineStorage } from '../../src/pipeline/index.js';
import { pipelineStorage } from '../../src/cli/serve/storage-adapter.js';
import { formatBaseline, type Baseline } from '../../src/baseline/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { MemoryStorage } from './memory-storage.js';
import { NEW_YEAR_MS, SETTINGS } from './pipeline-bed.js';
import { baselineOf, categoricalFeature, numericFeature } from './sample-baselines.js';
import { expectSameEnding, play, story, uninterrupted, type Durable } from './story.js';

/** Stories told in memory; AIOPS_STORIES=5000 for a long night. */
const RUNS = Number(process.env['AIOPS_STORIES'] ?? 40);
/** When to stop making a failing story shorter. */
const PATIENCE_MS = 45_000;
const BASELINES = ['churn', 'fraud'].map((model) =>
  baselineOf(model, [numericFeature('x'), categoricalFeature('c', ['red', 'blue'])], categoricalFeature('prediction', ['red', 'blue'])),
);
const SETTING = {
  drift: { ...SETTINGS.drift, min_samples: 5, consecutive: 2 },
  price: { inputPerMillion: 3, outputPerMillion: 15, perRequest: 0.001, currency: 'USD' },
};

/** Memory of this process: what was not committed is lost with the pipeline. */
class InMemory implements Durable {
  readonly #storage = new MemoryStorage();

  constructor(baselines: readonly Baseline[]) {
    for (const baseline of baselines) this.#storage.request(baseline, NEW_YEAR_MS);
  }
  open(): PipelineStorage {
    return this.#storage;
  }
  setFailure(error: Error | null): void {
    this.#storage.failure = error;
  }
  verdicts(): StoredVerdict[] {
    return this.#storage.content.verdicts;
  }
}

/** The real store on a real disk; a crash closes it without a commit. */
class OnDisk implements Durable {
  readonly #folder = temporaryFolder();
  #store: Store | null = null;
  #failure: Error | null = null;

  constructor(baselines: readonly Baseline[]) {
    const store = this.#open();
    store.commit((records) => {
      for (const baseline of baselines) {
        records.baselines.put(baseline.sha256, formatBaseline(baseline), NEW_YEAR_MS);
        records.activations.request({
          model: baseline.model,
          version: '*',
          sha256: baseline.sha256,
          requestedMs: NEW_YEAR_MS,
          reason: 'test',
        });
      }
    });
  }
  open(): PipelineStorage {
    const storage = pipelineStorage(this.#open());
    return {
      ...storage,
      pendingActivations: (model) => storage.pendingActivations(model).map((request) => ({ ...request, requestedMs: NEW_YEAR_MS })),
      commit: (commit) => {
        if (this.#failure) throw this.#failure;
        storage.commit(commit);
      },
    };
  }
  setFailure(error: Error | null): void {
    this.#failure = error;
  }
  verdicts(): StoredVerdict[] {
    return [...(this.#store?.verdicts.list({}, 10_000) ?? [])];
  }
  close(): void {
    this.#store?.close();
  }
  #open(): Store {
    this.#store?.close();
    this.#store = openStore({ folder: this.#folder, mode: 'own', nowMs: () => NEW_YEAR_MS });
    return this.#store;
  }
}

describe('any interleaving of folds, commits, closes and crashes ends as one uninterrupted run, and no counter ever goes back', () => {
  test('with storage in memory', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const wanted = await play(uninterrupted(told), new InMemory(BASELINES), SETTING);
        expectSameEnding(await play(told, new InMemory(BASELINES), SETTING), wanted);
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: PATIENCE_MS },
    );
  });

  test('with the real store', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const disk = new OnDisk(BASELINES);
        const wanted = await play(uninterrupted(told), new InMemory(BASELINES), SETTING);
        expectSameEnding(await play(told, disk, SETTING), wanted);
        disk.close();
      }),
      { numRuns: Math.ceil(RUNS / 8), interruptAfterTimeLimit: PATIENCE_MS },
    );
  });
});

test('the story is worth telling: windows close, verdicts of all kinds are reached, records are rejected', async () => {
  const words = new Set<string>();
  for (const told of fc.sample(story, { numRuns: 20, seed: 7 })) {
    const { verdicts, counts } = await play(told, new InMemory(BASELINES), SETTING);
    for (const { verdict } of verdicts) for (const feature of verdict.features) words.add(feature.verdict);
    for (const [name, value] of counts)
      if (name.startsWith('aiops_ingest_rejected_total') && value > 0) words.add(/reason="(\w+)"/.exec(name)?.[1] ?? '');
  }
  expect([...words].sort()).toEqual(['drifted', 'insufficient', 'negative_latency', 'stable']);
});
