import type { Batch } from '../../events/index.js';
import { WindowProfile, type ModelLayout, type PriceList } from '../../profile/index.js';

/** The part of a window up to a moment: all of its events before `untilMs` that no earlier slice holds. */
export interface WindowSlice {
  readonly untilMs: number;
  readonly profile: WindowProfile;
}

/**
 * An open window counted once more in slices of event time, so that its course can be told when it is closed: a counter within the
 * window is the sum of the slices before.
 *
 * Memory: one profile for each slice that has events.
 * Cost:   one more count of each row; rows of one slice that follow each other are counted together.
 */
export class WindowSlices {
  readonly #layout: ModelLayout;
  readonly #startMs: number;
  readonly #endMs: number;
  readonly #stepMs: number;
  /** By number of the slice since 1970. */
  readonly #slices = new Map<number, WindowProfile>();

  /** @param stepMs slices end at its multiples since 1970, and at the end of the window */
  constructor(layout: ModelLayout, startMs: number, endMs: number, stepMs: number) {
    this.#layout = layout;
    this.#startMs = startMs;
    this.#endMs = endMs;
    this.#stepMs = stepMs;
  }

  addRows(batch: Batch, order: Int32Array, from: number, to: number, price: PriceList | null): void {
    const times = batch.columns.values[batch.plan.roles.time] as Float64Array;
    const sliceAt = (k: number): number => Math.floor((times[order[k] as number] as number) / this.#stepMs);
    for (let start = from; start < to;) {
      const slice = sliceAt(start);
      let end = start + 1;
      while (end < to && sliceAt(end) === slice) end++;
      this.#profileOf(slice).addRows(batch, order, start, end, price);
      start = end;
    }
  }

  /** The slices that have events, in the order of time. */
  inOrder(): WindowSlice[] {
    return [...this.#slices]
      .sort(([a], [b]) => a - b)
      .map(([slice, profile]) => ({ untilMs: Math.min((slice + 1) * this.#stepMs, this.#endMs), profile }));
  }

  /** All have the bounds of the window: what is merged is always of one window. */
  #profileOf(slice: number): WindowProfile {
    let profile = this.#slices.get(slice);
    if (!profile) this.#slices.set(slice, (profile = new WindowProfile(this.#layout, this.#startMs, this.#endMs)));
    return profile;
  }
}
