import type { LineBlock } from './line-block.js';
import { samplePrefix } from './plain-exposition.js';
import { printBound } from './print-number.js';
import type { HistogramBlock } from './series-block.js';

/**
 * A classic histogram as lines: cumulative buckets, sum, count. A NaN among counts and sum leaves the whole histogram out,
 * because buckets that do not fit their count are worse than none.
 */
export class HistogramLines implements HistogramBlock {
  readonly counts: Float64Array;
  sum = 0;
  readonly #lines: LineBlock;
  readonly #onDispose: (block: HistogramLines) => void;

  constructor(
    name: string,
    labels: Readonly<Record<string, string>>,
    bounds: readonly number[],
    block: (prefixes: readonly string[]) => LineBlock,
    onDispose: (block: HistogramLines) => void,
  ) {
    this.counts = new Float64Array(bounds.length + 1);
    this.#onDispose = onDispose;
    this.#lines = block([
      ...[...bounds, Infinity].map((bound) => samplePrefix(`${name}_bucket`, { ...labels, le: printBound(bound) })),
      samplePrefix(`${name}_sum`, labels),
      samplePrefix(`${name}_count`, labels),
    ]);
  }

  get length(): number {
    return this.#lines.length;
  }

  refresh(): void {
    this.#accumulate();
    this.#lines.refresh();
  }

  presentCount(): number {
    this.#accumulate();
    return this.#lines.presentCount();
  }

  copyTo(target: Buffer, at: number): void {
    this.#lines.copyTo(target, at);
  }

  dispose(): void {
    this.#lines.dispose();
    this.#onDispose(this);
  }

  #accumulate(): void {
    const { counts, sum } = this;
    const { values } = this.#lines;
    let total = 0;
    for (let i = 0; i < counts.length; i++) values[i] = total += counts[i] as number;
    if (Number.isNaN(total) || Number.isNaN(sum)) {
      values.fill(NaN);
      return;
    }
    values[counts.length] = sum;
    values[counts.length + 1] = total;
  }
}
