import { join as joinPath } from 'node:path';
import { SipHash } from '../../src/events/index.js';
import { pipelineStorage } from '../../src/cli/serve/storage-adapter.js';
import { labelChanges, labelsCommitted, restoreLabels, type LabelCommit } from '../../src/pipeline/labels/label-commit.js';
import { LabelJoin } from '../../src/pipeline/labels/label-join.js';
import { openStore, type Store } from '../../src/store/index.js';
import { short } from './figures.js';

export interface LabelOptions {
  readonly folder: string;
  readonly rows: number;
  readonly onProgress: (text: string) => void;
}

export interface LabelFigures {
  readonly rows: number;
  /** Joined and committed, from the id on: a second. */
  readonly predictionsPerSecond: number;
  readonly labelsPerSecond: number;
  /** Of typed arrays, when all labels are joined. */
  readonly memoryMb: number;
  readonly storeMb: number;
  readonly restoreSeconds: number;
}

const HOUR_MS = 3_600_000;
const HOURS = 720;
/** As many as a commit a second holds. */
const PER_COMMIT = 100_000;
/** Without a factor in common with the number of rows that is usual here. */
const STEP = 1_000_000_007;
const SETTINGS = { horizonMs: 40 * 86_400_000, sample: 1, waitMs: HOUR_MS, isOfClasses: true } as const;

/** The join of a month with its store: predictions in order of time, labels in none. Without reading and decoding, which `ingest` measures. */
export function labelFigures({ folder, rows, onProgress }: LabelOptions): LabelFigures {
  const store = openStore({ folder: joinPath(folder, 'labels'), mode: 'own', nowMs: Date.now });
  const hash = new SipHash(Uint8Array.from({ length: 16 }, (_, i) => i));
  const into = { lo: 0, hi: 0 };
  const labels = new LabelJoin(SETTINGS);
  const timeOf = (i: number): number => Math.floor((i / rows) * HOURS) * HOUR_MS + (i % 3600) * 1000;
  const timed = (what: string, each: (n: number) => void): number => {
    const began = performance.now();
    for (let n = 0; n < rows; n++) {
      each(n);
      if (n % PER_COMMIT !== PER_COMMIT - 1 && n !== rows - 1) continue;
      commit(store, labels);
      if (n % (10 * PER_COMMIT) === 10 * PER_COMMIT - 1) onProgress(`labels: ${n + 1} of ${rows} ${what}`);
    }
    return rows / ((performance.now() - began) / 1000);
  };
  try {
    const predictionsPerSecond = timed('predictions', (i) => {
      hash.hash(`request-${i}`, into);
      const startMs = Math.floor(timeOf(i) / HOUR_MS) * HOUR_MS;
      const id = { lo: into.lo, hi: into.hi };
      labels.addPrediction(
        labels.periodOf('1', startMs, startMs + HOUR_MS),
        { id, timeMs: timeOf(i), answer: i & 1, score: 0.5, group: -1 },
        null,
      );
    });
    labels.closeUntil(HOURS * HOUR_MS);
    const labelsPerSecond = timed('labels', (n) => {
      const i = Number((BigInt(n) * BigInt(STEP)) % BigInt(rows));
      hash.hash(`request-${i}`, into);
      labels.addLabel({ lo: into.lo, hi: into.hi, value: i & 1, timeMs: timeOf(i) + HOUR_MS });
    });
    const memoryMb = labels.arrayBytes / 1e6;
    const began = performance.now();
    const again = new LabelJoin(SETTINGS);
    const stored = pipelineStorage(store).labels('m');
    if (!stored || restoreLabels(again, stored) !== 'restored' || again.size !== labels.size)
      throw new Error('what was restored is not what was joined');
    const restoreSeconds = (performance.now() - began) / 1000;
    return { rows, predictionsPerSecond, labelsPerSecond, memoryMb, storeMb: store.sizes().fileBytes / 1e6, restoreSeconds };
  } finally {
    store.close();
  }
}

/** The lines of the report. */
export function labelLines({ rows, predictionsPerSecond, labelsPerSecond, memoryMb, storeMb, restoreSeconds }: LabelFigures): string[] {
  return [
    `Joining labels: ${rows} predictions of 30 days in 720 windows, labels in no order, a commit each ${PER_COMMIT}`,
    `  predictions/s ${short(predictionsPerSecond)}, labels/s ${short(labelsPerSecond)}; memory of the join ${short(memoryMb)} MB, store ${short(storeMb)} MB, restored in ${restoreSeconds.toFixed(1)} s`,
  ];
}

function commit(store: Store, labels: LabelJoin): void {
  const changes = labelChanges('m', labels);
  if (!changes) return;
  store.commit((records) => put(records, changes));
  labelsCommitted(labels, changes);
}

function put({ labelBlocks, labelStates }: Pick<Store, 'labelBlocks' | 'labelStates'>, { model, state, blocks }: LabelCommit): void {
  labelStates.put(model, state);
  for (const { position, bytes, ...log } of blocks) labelBlocks.append({ model, ...log }, position, bytes);
}
