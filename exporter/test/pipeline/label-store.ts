import type { LabelCommit, StoredLabels, StoredLog } from '../../src/pipeline/labels/label-commit.js';

interface Log {
  readonly log: StoredLog;
  blocks: Uint8Array[];
}

/** What a store keeps of the joins of labels, in memory. */
export class LabelStore {
  readonly #states = new Map<string, Uint8Array>();
  readonly #waiting = new Map<string, Uint8Array[]>();
  readonly #logs = new Map<string, Map<string, Log>>();

  commit({ model, isAnew, state, waiting, erased, blocks }: LabelCommit): void {
    if (isAnew) this.forget(model);
    this.#states.set(model, state);
    if (waiting) this.#waiting.set(model, [...(waiting.isWhole ? [] : (this.#waiting.get(model) ?? [])), waiting.bytes]);
    const logs = this.#logs.get(model) ?? new Map<string, Log>();
    this.#logs.set(model, logs);
    for (const { version, startMs } of erased) for (const kind of ['predictions', 'labels']) logs.delete(keyOf({ version, startMs, kind }));
    for (const { position, bytes, ...log } of blocks) {
      const known = logs.get(keyOf(log)) ?? { log, blocks: [] };
      const merged = Buffer.concat([...known.blocks.slice(position), bytes]);
      known.blocks = [...known.blocks.slice(0, position), merged];
      logs.set(keyOf(log), known);
    }
  }

  forget(model: string): void {
    for (const records of [this.#states, this.#waiting, this.#logs]) records.delete(model);
  }

  stored(model: string): Omit<StoredLabels, 'states' | 'verdicts'> | null {
    const state = this.#states.get(model);
    if (!state) return null;
    // Predictions of a period before its labels, as the store gives them.
    const logs = [...(this.#logs.get(model)?.values() ?? [])].sort((a, b) => (a.log.kind < b.log.kind ? 1 : -1));
    return { state, waiting: this.#waiting.get(model) ?? [], logs: () => logs };
  }

  blocks(model: string, log: Omit<StoredLog, 'endMs'>): Uint8Array[] {
    return this.#logs.get(model)?.get(keyOf(log))?.blocks ?? [];
  }

  /** Blocks of all logs of a model. */
  blockCount(model: string): number {
    return [...(this.#logs.get(model)?.values() ?? [])].reduce((sum, { blocks }) => sum + blocks.length, 0);
  }
}

function keyOf({ version, startMs, kind }: { version: string; startMs: number; kind: string }): string {
  return JSON.stringify([version, startMs, kind]);
}
