import type { RejectReason } from '../contract/index.js';
import { MODEL_CAPACITY, VERSION_CAPACITY } from './planned-columns.js';
import { ABSENT_OTHER, PART_REQUEST } from './columns.js';
import { EARLIEST_MS, LONGEST_DURATION_SECONDS, isBelieved } from './plausible-values.js';
import type { Batch, Reducer } from './reducer.js';

/** Where rows go: one open window of one model version. `lo <= event time < hi`. */
export interface Target {
  readonly reducer: Reducer;
  readonly lo: number;
  readonly hi: number;
}

/** Finds the open window of a row, or says why the row is not accepted. Called when a row is not in its version's current window. */
export type FindTarget = (modelCode: number, versionCode: number, timeMs: number) => Target | RejectReason;
export type OnReject = (reason: RejectReason, row: number) => void;

const STRIDE = VERSION_CAPACITY + 1;
/** Open windows at once per source; beyond it all routes are dropped and found again. */
const TARGET_CAPACITY = 4096;

/**
 * The step of the fold between decoding and counting: checks each row, finds its open window, groups the rows by window
 * and hands every group to its reducer. Rows of one window keep their order.
 *
 * Hot path: a row in the current window of its model version costs a few compares; everything else goes through `find`.
 */
export class RowRouter {
  readonly #routes = new Int32Array((MODEL_CAPACITY + 1) * STRIDE).fill(-1);
  #targets: Target[] = [];
  readonly #indexes = new Map<Target, number>();
  readonly #lo = new Float64Array(TARGET_CAPACITY);
  readonly #hi = new Float64Array(TARGET_CAPACITY);
  readonly #sizes = new Int32Array(TARGET_CAPACITY + 1);
  readonly #assigned: Int32Array;
  readonly #order: Int32Array;
  readonly #zeros: Int32Array;
  readonly #present: Uint8Array;
  readonly #numbers: Float64Array;
  /** Newest event time of an accepted row, since `resetNewest`. */
  newestMs = -Infinity;
  /** Newest event time of a row that was rejected for something else than its time, since `resetNewest`. */
  newestRejectedMs = -Infinity;

  constructor(batchRows: number) {
    this.#assigned = new Int32Array(batchRows);
    this.#order = new Int32Array(batchRows);
    this.#zeros = new Int32Array(batchRows);
    this.#present = new Uint8Array(batchRows);
    this.#numbers = new Float64Array(batchRows);
  }

  /** Forgets all routes: after windows were closed, layouts changed or the decoder was rebuilt. */
  forget(): void {
    this.#routes.fill(-1);
    this.#targets = [];
    this.#indexes.clear();
  }

  resetNewest(): void {
    this.newestMs = -Infinity;
    this.newestRejectedMs = -Infinity;
  }

  /**
   * @param latestMs event times after this are rejected as `clock_skew`
   * @returns number of accepted requests
   */
  route(batch: Batch, n: number, latestMs: number, find: FindTarget, onReject: OnReject): number {
    const { values, absent, parts } = batch.columns;
    const { roles } = batch.plan;
    const models = roles.model < 0 ? this.#zeros : (values[roles.model] as Int32Array);
    const versions = roles.version < 0 ? this.#zeros : (values[roles.version] as Int32Array);
    const times = values[roles.time] as Float64Array;
    const latencies = roles.latency < 0 ? this.#numbers : (values[roles.latency] as Float64Array);
    const latencyAbsent = roles.latency < 0 ? this.#present : (absent[roles.latency] as Uint8Array);
    const longest = LONGEST_DURATION_SECONDS * batch.units.latencyPerSecond;
    const routes = this.#routes;
    const lo = this.#lo;
    const hi = this.#hi;
    const sizes = this.#sizes;
    const assigned = this.#assigned;
    let accepted = 0;
    let newest = this.newestMs;
    for (let r = 0; r < n; r++) {
      if (parts !== undefined && parts[r] === 0) {
        assigned[r] = -1;
        continue;
      }
      const model = models[r] as number;
      const version = versions[r] as number;
      const time = times[r] as number;
      const latency = latencies[r] as number;
      let target = -1;
      const isTimed = isBelieved(time, latestMs);
      const isMeasured = (latency >= 0 && latency <= longest) || (latency !== latency && latencyAbsent[r] !== ABSENT_OTHER);
      if (model >= 0 && version >= 0 && isTimed && isMeasured) {
        const key = model * STRIDE + version;
        target = routes[key] as number;
        if (target < 0 || !(time >= (lo[target] as number) && time < (hi[target] as number))) {
          const found = find(model, version, time);
          if (typeof found === 'string') {
            onReject(found, r);
            target = -1;
          } else {
            target = this.#indexOf(found);
            if (target < 0) {
              // More open windows than the table holds: flush what is routed, then start over with this row.
              this.#flush(batch, r);
              this.forget();
              target = this.#indexOf(found);
            }
            routes[key] = target;
          }
        }
        if (target >= 0) {
          sizes[target] = (sizes[target] as number) + 1;
          accepted += parts === undefined ? 1 : (parts[r] as number) & PART_REQUEST;
          if (time > newest) newest = time;
        } else if (time > this.newestRejectedMs) this.newestRejectedMs = time;
      } else {
        if (isTimed && time > this.newestRejectedMs) this.newestRejectedMs = time;
        onReject(refusal(model, version, time, latestMs, latency), r);
      }
      assigned[r] = target;
    }
    this.newestMs = newest;
    this.#flush(batch, n);
    return accepted;
  }

  #indexOf(target: Target): number {
    const known = this.#indexes.get(target);
    if (known !== undefined) return known;
    const index = this.#targets.length;
    if (index >= TARGET_CAPACITY) return -1;
    this.#targets.push(target);
    this.#indexes.set(target, index);
    this.#lo[index] = target.lo;
    this.#hi[index] = target.hi;
    return index;
  }

  /** Hands the rows assigned so far to their reducers (a counting sort keeps their order) and clears the assignment. */
  #flush(batch: Batch, n: number): void {
    const sizes = this.#sizes;
    const assigned = this.#assigned;
    const order = this.#order;
    const count = this.#targets.length;
    let start = 0;
    for (let t = 0; t < count; t++) {
      const size = sizes[t] as number;
      sizes[t] = start;
      start += size;
    }
    for (let r = 0; r < n; r++) {
      const t = assigned[r] as number;
      if (t < 0) continue;
      const at = sizes[t] as number;
      order[at] = r;
      sizes[t] = at + 1;
      assigned[r] = -1;
    }
    let from = 0;
    for (let t = 0; t < count; t++) {
      const to = sizes[t] as number;
      sizes[t] = 0;
      if (to > from) (this.#targets[t] as Target).reducer.addRows(batch, order, from, to);
      from = to;
    }
  }
}

/** Why a row that failed the check of the hot path is not accepted; the first fault in the order of the record. */
function refusal(model: number, version: number, time: number, latestMs: number, latency: number): RejectReason {
  if (!(time >= EARLIEST_MS) || model < 0 || version < 0) return 'schema';
  if (time > latestMs) return 'clock_skew';
  return latency < 0 ? 'negative_latency' : 'schema';
}
