import type { QualityVerdict } from '../../contract/index.js';
import { pack, unpack } from '../../profile/index.js';
import type { LabelJoin } from './label-join.js';
import { LABEL_BYTES, PREDICTION_BYTES, type LabelPeriod } from './label-period.js';
import { eachRecord } from './record-buffer.js';
import type { WaitingCommit } from './waiting-labels.js';

/** The two logs of a period. */
export type BlockKind = 'predictions' | 'labels';

/** Records to be appended to a log of a period: the blocks from `position` on are put before them, and become one block with them. */
export interface LabelBlock {
  readonly version: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: BlockKind;
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** What changed in the join of one model. What was erased goes first: a period of that time may have begun anew. */
export interface LabelCommit {
  readonly model: string;
  /** What the store has of this model goes first. */
  readonly isAnew: boolean;
  readonly state: Uint8Array;
  readonly waiting: WaitingCommit | null;
  readonly erased: readonly { readonly version: string; readonly startMs: number }[];
  readonly blocks: readonly LabelBlock[];
}

/** A log of a period as the store has it. */
export type StoredLog = Omit<LabelBlock, 'position' | 'bytes'>;

/** What the store has of the join of one model. */
export interface StoredLabels {
  readonly state: Uint8Array;
  readonly waiting: readonly Uint8Array[];
  /** Every log, with its blocks in order; predictions of a period before its labels. One at a time is in memory. */
  logs(): Iterable<{ readonly log: StoredLog; readonly blocks: readonly Uint8Array[] }>;
  /** Of the verdict reached last on each period. */
  states(): Iterable<{ readonly version: string; readonly startMs: number; readonly seen: number; readonly state: LabelPeriod['state'] }>;
  /** The newest verdict of each version, and the newest that is mature. */
  verdicts(): Iterable<QualityVerdict>;
}

/** What is to be committed of a join; null for nothing. Call `labelsCommitted` when it is. */
export function labelChanges(model: string, join: LabelJoin, isAnew = false): LabelCommit | null {
  if (!join.isDirty) return null;
  const blocks: LabelBlock[] = [];
  for (const period of join.dirtyPeriods) {
    const { version, startMs, endMs, newPredictions, newLabels, predictionLog, labelLog } = period;
    const add = (kind: BlockKind, position: number, bytes: Uint8Array): number =>
      blocks.push({ version, startMs, endMs, kind, position, bytes });
    if (newPredictions.records > 0) add('predictions', predictionLog.positionOf(newPredictions.bytes), newPredictions.encode());
    if (newLabels.records > 0) add('labels', labelLog.positionOf(newLabels.bytes), newLabels.encode());
  }
  return { model, isAnew, state: encodeState(join), waiting: join.waiting.takeChanges(), erased: join.erased, blocks };
}

/** The changes are in the store. */
export function labelsCommitted(join: LabelJoin, { waiting, blocks }: LabelCommit): void {
  for (const period of join.dirtyPeriods) period.forgetNew();
  for (const { version, startMs, endMs, kind, position, bytes } of blocks) {
    const { predictionLog, labelLog } = join.periodOf(version, startMs, endMs);
    (kind === 'predictions' ? predictionLog : labelLog).appended(position, bytes.length);
  }
  if (waiting) join.waiting.committed(waiting);
  join.committed();
}

/** What became of a stored join. */
export type Restored = 'restored' | 'damaged' | 'of another task';

/** Takes over what was committed. A join whose labels were of another kind cannot be taken over: the task of the model changed. */
export function restoreLabels(join: LabelJoin, stored: StoredLabels): Restored {
  const packed = unpack(stored.state);
  if (!packed) return 'damaged';
  const { header } = packed;
  if (header['is_of_classes'] !== join.settings.isOfClasses) return 'of another task';
  join.classes.restore(header['classes'] as string[]);
  join.groups.restore(header['groups'] as string[]);
  for (const [version, counts] of Object.entries(header['counts'] as Record<string, Record<string, unknown>>))
    join.countsOf(version).restore(counts);
  if (!join.waiting.restore(stored.waiting)) return 'damaged';
  for (const { log, blocks } of stored.logs()) {
    const period = join.periodOf(log.version, log.startMs, log.endMs);
    if (!blocks.every((bytes) => (log.kind === 'predictions' ? takePredictions(join, period, bytes) : takeLabels(period, bytes))))
      return 'damaged';
  }
  for (const { version, startMs, seen, state } of stored.states()) {
    const period = join.periods.get(version)?.get(startMs);
    if (!period) continue;
    period.scoredAt = seen;
    period.state = state;
  }
  for (const verdict of stored.verdicts()) join.noteVerdict(verdict);
  const closedUntilMs = header['closed_until_ms'];
  if (typeof closedUntilMs === 'number') join.closeUntil(closedUntilMs);
  join.committed();
  return 'restored';
}

function takePredictions(join: LabelJoin, period: LabelPeriod, bytes: Uint8Array): boolean {
  period.predictionLog.appended(period.predictionLog.blocks, bytes.length);
  return eachRecord(bytes, PREDICTION_BYTES, (view, at) => {
    const [lo, hi] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    join.placeRow(period, lo, hi, view.getUint32(at + 8, true), lo !== 0 || hi !== 0);
  });
}

function takeLabels(period: LabelPeriod, bytes: Uint8Array): boolean {
  period.labelLog.appended(period.labelLog.blocks, bytes.length);
  let isWhole = true;
  const isRecords = eachRecord(bytes, LABEL_BYTES, (view, at) => {
    const row = view.getUint32(at, true);
    if (row < period.n) period.takeLabel(row, view.getFloat64(at + 4, true), view.getFloat64(at + 12, true));
    else isWhole = false;
  });
  return isRecords && isWhole;
}

function encodeState(join: LabelJoin): Uint8Array {
  return pack({
    header: {
      is_of_classes: join.settings.isOfClasses,
      classes: join.classes.names,
      groups: join.groups.names,
      counts: Object.fromEntries([...join.counts].map(([version, counts]) => [version, counts.toJson()])),
      closed_until_ms: Number.isFinite(join.closedUntilMs) ? join.closedUntilMs : null,
    },
    arrays: {},
  });
}
