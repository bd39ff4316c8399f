import type { MetricName } from '../../contract/index.js';
import type { HotExposition, SeriesBlock } from '../../metrics/index.js';

type Labels = Readonly<Record<string, string>>;

/** Series whose labels are found in what they show, such as the metrics of a verdict: they come with their first value, and go without one. */
export class NamedGauges {
  readonly #exposition: HotExposition;
  readonly #common: Labels;
  readonly #blocks = new Map<string, SeriesBlock>();

  /** @param common labels of all of them */
  constructor(exposition: HotExposition, common: Labels) {
    this.#exposition = exposition;
    this.#common = common;
  }

  get size(): number {
    return this.#blocks.size;
  }

  /** Shows these values, and no others; null is none. */
  refresh(values: Iterable<readonly [MetricName, Labels, number | null]>): void {
    const seen = new Set<string>();
    for (const [name, labels, value] of values) {
      if (value === null) continue;
      const key = JSON.stringify([name, labels]);
      let block = this.#blocks.get(key);
      if (!block) this.#blocks.set(key, (block = this.#exposition.series(name, [{ ...this.#common, ...labels }])));
      block.values[0] = value;
      seen.add(key);
    }
    for (const [key, block] of this.#blocks) {
      if (seen.has(key)) continue;
      block.dispose();
      this.#blocks.delete(key);
    }
  }

  dispose(): void {
    for (const block of this.#blocks.values()) block.dispose();
    this.#blocks.clear();
  }
}
