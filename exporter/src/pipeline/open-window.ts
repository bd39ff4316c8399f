import type { Batch, Reducer, Target } from '../events/index.js';
import type { WindowProfile } from '../profile/index.js';
import { WindowSlices } from './history/window-slices.js';
import type { ModelState } from './model-state.js';
import type { VersionState } from './version-state.js';

/** An open window: where the router sends rows. */
export class OpenWindow implements Target, Reducer {
  readonly reducer: Reducer;
  readonly lo: number;
  readonly hi: number;
  readonly profile: WindowProfile;
  /** Its course; null where nobody asks for it. */
  readonly slices: WindowSlices | null;
  readonly #owner: VersionState;
  readonly #model: ModelState;

  /** @param sliceMs length of the slices that its course is kept in; null for no course */
  constructor(profile: WindowProfile, owner: VersionState, model: ModelState, sliceMs: number | null = null) {
    this.profile = profile;
    this.slices = sliceMs === null ? null : new WindowSlices(profile.layout, profile.startMs, profile.endMs, sliceMs);
    this.lo = profile.startMs;
    this.hi = profile.endMs;
    this.reducer = this;
    this.#owner = owner;
    this.#model = model;
  }

  addRows(batch: Batch, order: Int32Array, from: number, to: number): void {
    const model = this.#model;
    this.profile.addRows(batch, order, from, to, model.settings.price);
    this.slices?.addRows(batch, order, from, to, model.settings.price);
    const times = batch.columns.values[batch.plan.roles.time] as Float64Array;
    let newest = model.newestMs;
    for (let k = from; k < to; k++) {
      const time = times[order[k] as number] as number;
      if (time > newest) newest = time;
    }
    model.newestMs = newest;
    model.touch();
    this.#owner.touch();
    this.#owner.lastEventWallMs = model.lastEventWallMs;
    model.learn(batch, order, from, to);
    model.offer(this.#owner.version, this, batch, order, from, to);
  }
}
