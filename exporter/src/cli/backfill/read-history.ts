import type { Pipeline } from '../../pipeline/index.js';
import { cliError } from '../errors.js';
import type { HistoryClock } from './history-clock.js';

/** A look at the files, by the clock of the run. */
const LOOK_MS = 500;
/** Nothing more is waited for after this long without news: longer than an archive must stand still before it is read (10 s). */
const QUIET_MS = 30_000;
/** Steps between two commits at most: what was read meanwhile is in memory. */
const STEPS_PER_COMMIT = 64;

export interface ReadOptions {
  readonly clock: HistoryClock;
  /** Silence after which the last windows close, and halves of inferences wait no longer. */
  readonly idleMs: number;
  /** Called between two steps; resolves when it is to go on. */
  readonly pause: () => Promise<void>;
}

/**
 * Reads the files of a pipeline to their end, and closes all windows that have ended: a chunk is read, the windows that are due close,
 * and so on. It depends on nothing but the files.
 *
 * @throws CodedError CLI_BACKFILL_SOURCE when a file cannot be read to its end, or that of a store
 */
export async function readHistory(pipeline: Pipeline, { clock, idleMs, pause }: ReadOptions): Promise<void> {
  let quietMs = 0;
  for (let steps = 1; quietMs < QUIET_MS; steps++) {
    const didRead = await pipeline.step();
    closeDue(pipeline);
    if (steps % STEPS_PER_COMMIT === 0) commit(pipeline);
    quietMs = didRead ? 0 : quietMs + LOOK_MS;
    if (!didRead) clock.advance(LOOK_MS);
    await pause();
  }
  for (const { problem, source, fold } of pipeline.readers) {
    const unread = source.health().backlogBytes;
    if (problem !== null || unread > 0)
      throw cliError('CLI_BACKFILL_SOURCE', { source: fold.name, problem: problem ?? `${unread} bytes cannot be read` });
  }
  clock.advance(idleMs + 1);
  closeDue(pipeline);
  commit(pipeline);
}

function closeDue(pipeline: Pipeline): void {
  for (let hasMore = true; hasMore;) {
    hasMore = pipeline.closeDueWindows();
    if (pipeline.isCommitUrgent) commit(pipeline);
  }
}

function commit(pipeline: Pipeline): void {
  if (!pipeline.commit()) throw pipeline.commitProblem ?? new Error('nothing could be committed');
}
