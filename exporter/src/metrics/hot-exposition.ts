import { METRIC_FAMILIES, metricFamily, type MetricFamily, type MetricName } from '../contract/index.js';
import { metricsError } from './errors.js';
import type { ExpositionFormat } from './exposition-format.js';
import { familyHead } from './family-head.js';
import { HistogramLines } from './histogram-lines.js';
import { LineBlock } from './line-block.js';
import { samplePrefix } from './plain-exposition.js';
import { isProcessFamily } from './process-families.js';
import type { HistogramBlock, SeriesBlock } from './series-block.js';

interface HotFamily {
  readonly family: MetricFamily;
  readonly heads: Readonly<Record<ExpositionFormat, Buffer>>;
  readonly blocks: Set<LineBlock | HistogramLines>;
}

/**
 * The families with many series, kept printed (LineBlock) and rendered in the order of the catalogue.
 *
 * A sample line exists once: where two label sets print alike (only invalid Unicode can do that, or a block that is replaced
 * before the old one is disposed of), the newest block has the line. Two equal lines would cost the whole scrape.
 */
export class HotExposition {
  readonly #families = new Map<MetricName, HotFamily>();
  readonly #owners = new Map<string, LineBlock>();

  constructor() {
    for (const { name } of METRIC_FAMILIES) {
      if (isProcessFamily(name)) continue;
      const family = metricFamily(name);
      const head = (format: ExpositionFormat): Buffer => Buffer.from(familyHead(family, format));
      this.#families.set(name, { family, heads: { text: head('text'), openmetrics: head('openmetrics') }, blocks: new Set() });
    }
  }

  /**
   * Adds series of a counter or gauge; all absent (NaN) until the owner writes `values`, which are in the order of `labelSets`.
   *
   * Errors: METRICS_LABELS, METRICS_TYPE, METRICS_OWNER.
   */
  series(name: MetricName, labelSets: readonly Readonly<Record<string, string>>[]): SeriesBlock {
    const hot = this.#family(name);
    if (hot.family.type === 'histogram')
      throw metricsError('METRICS_TYPE', { family: name, type: 'histogram', wanted: 'counter or gauge' });
    const block = this.#block(
      labelSets.map((labels) => samplePrefix(name, inOrder(hot.family, labels))),
      hot,
    );
    hot.blocks.add(block);
    return block;
  }

  /**
   * Adds a classic histogram. `counts` has one number per bound and one more for +Inf, not cumulative, all 0 at first.
   *
   * Unit:   bounds in the unit of the family (seconds), ascending, without +Inf.
   * Errors: METRICS_BOUNDS, METRICS_LABELS, METRICS_TYPE, METRICS_OWNER.
   */
  histogram(name: MetricName, labels: Readonly<Record<string, string>>, boundsSeconds: readonly number[]): HistogramBlock {
    const hot = this.#family(name);
    if (hot.family.type !== 'histogram') throw metricsError('METRICS_TYPE', { family: name, type: hot.family.type, wanted: 'histogram' });
    if (!boundsSeconds.every((bound, i) => Number.isFinite(bound) && (i === 0 || bound > (boundsSeconds[i - 1] as number)))) {
      throw metricsError('METRICS_BOUNDS', { family: name, found: `[${boundsSeconds.join(', ')}]` });
    }
    const block = new HistogramLines(
      name,
      inOrder(hot.family, labels),
      boundsSeconds,
      (prefixes) => this.#block(prefixes, hot),
      (ended) => hot.blocks.delete(ended),
    );
    hot.blocks.add(block);
    return block;
  }

  /** The sample lines and heads of all families that have a series; without the end (`# EOF`), see renderMetrics. A new buffer each time. */
  render(format: ExpositionFormat): Buffer {
    let length = 0;
    for (const { blocks, heads } of this.#families.values()) {
      let lines = 0;
      for (const block of blocks) {
        block.refresh();
        lines += block.length;
      }
      if (lines > 0) length += heads[format].length + lines;
    }
    // Not from the pool: the owner may transfer the memory to another thread.
    const text = Buffer.allocUnsafeSlow(length);
    let at = 0;
    for (const { blocks, heads } of this.#families.values()) {
      const start = at;
      at += heads[format].length;
      const empty = at;
      for (const block of blocks) {
        if (block.length === 0) continue;
        if (at === empty) heads[format].copy(text, start);
        block.copyTo(text, at);
        at += block.length;
      }
      if (at === empty) at = start;
    }
    return text;
  }

  /** Families that have a series now, in the order of the catalogue, each with its head and its sample lines; new buffers each time. */
  families(format: ExpositionFormat): { readonly name: MetricName; readonly head: Buffer; readonly lines: Buffer }[] {
    const found: { name: MetricName; head: Buffer; lines: Buffer }[] = [];
    for (const [name, { blocks, heads }] of this.#families) {
      for (const block of blocks) block.refresh();
      const length = [...blocks].reduce((sum, block) => sum + block.length, 0);
      if (length === 0) continue;
      const lines = Buffer.allocUnsafe(length);
      let at = 0;
      for (const block of blocks) {
        block.copyTo(lines, at);
        at += block.length;
      }
      found.push({ name, head: heads[format], lines });
    }
    return found;
  }

  /** Series (lines) present now, by family; families without any are left out. */
  seriesCounts(): Map<MetricName, number> {
    const counts = new Map<MetricName, number>();
    for (const [name, { blocks }] of this.#families) {
      let present = 0;
      for (const block of blocks) present += block.presentCount();
      if (present > 0) counts.set(name, present);
    }
    return counts;
  }

  #family(name: MetricName): HotFamily {
    const hot = this.#families.get(name);
    if (!hot) throw metricsError('METRICS_OWNER', { family: name });
    return hot;
  }

  #block(prefixes: readonly string[], hot: HotFamily): LineBlock {
    const block = new LineBlock(prefixes, (ended) => {
      hot.blocks.delete(ended);
      for (const prefix of ended.prefixes) if (this.#owners.get(prefix) === ended) this.#owners.delete(prefix);
    });
    for (const prefix of prefixes) {
      this.#owners.get(prefix)?.lose(prefix);
      this.#owners.set(prefix, block);
    }
    return block;
  }
}

/** The labels in the order of the catalogue. */
function inOrder(family: MetricFamily, labels: Readonly<Record<string, string>>): Record<string, string> {
  const ordered: Record<string, string> = {};
  for (const label of family.labels) {
    const value = labels[label];
    if (value !== undefined) ordered[label] = value;
  }
  const found = Object.keys(labels);
  if (found.length !== family.labels.length || Object.keys(ordered).length !== found.length) {
    throw metricsError('METRICS_LABELS', {
      family: family.name,
      required: `[${family.labels.join(', ')}]`,
      found: `[${found.join(', ')}]`,
    });
  }
  return ordered;
}
