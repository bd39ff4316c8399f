import { METRIC_FAMILIES, metricFamily, type MetricFamily, type MetricName } from '../contract/index.js';
import { metricsError } from './errors.js';
import { escapeHelp, formatBound, formatLabels, formatValue, type ExpositionFormat } from './line-format.js';
import type { HistogramBlock, SeriesBlock } from './series-block.js';

type Labels = Readonly<Record<string, string>>;

/** Lines of one block: everything of a line but its value is made once. */
interface Printable {
  print(into: string[]): number;
}

/**
 * The families with many series. A scrape costs one number-to-text conversion a series: the constant part of each line
 * (name, labels, escaping) is kept. `reference-exposition.ts` is the plain version; `tools/bench-scrape.ts` the measurement.
 */
export class HotExposition {
  readonly #blocks = new Map<MetricName, Set<Printable>>();
  readonly #counts = new Map<MetricName, number>();

  /** Series of a counter or gauge, one for each label set; they begin as absent (NaN). */
  series(name: MetricName, labelSets: readonly Labels[]): SeriesBlock {
    const family = metricFamily(name);
    if (family.type === 'histogram') throw metricsError('METRICS_TYPE', { family: name, found: 'histogram', wanted: 'counter or gauge' });
    const prefixes = labelSets.map((labels) => `${name}${labelText(family, labels)} `);
    const values = new Float64Array(prefixes.length).fill(NaN);
    return this.#add(name, {
      values,
      print: (into: string[]): number => {
        let printed = 0;
        for (let i = 0; i < prefixes.length; i++) {
          const x = values[i] as number;
          if (x !== x) continue;
          into.push((prefixes[i] as string) + formatValue(x));
          printed++;
        }
        return printed;
      },
    });
  }

  /** One classic histogram. `bounds` ascending in the family's unit, without +Inf. */
  histogram(name: MetricName, labels: Labels, bounds: readonly number[]): HistogramBlock {
    const family = metricFamily(name);
    if (family.type !== 'histogram') throw metricsError('METRICS_TYPE', { family: name, found: family.type, wanted: 'histogram' });
    const own = labelText(family, labels);
    const open = own === '' ? '{' : `${own.slice(0, -1)},`;
    const prefixes = [...bounds, Infinity].map((bound) => `${name}_bucket${open}le="${formatBound(bound)}"} `);
    const counts = new Float64Array(bounds.length + 1);
    const block = {
      counts,
      sum: 0,
      print: (into: string[]): number => {
        let cumulative = 0;
        for (let i = 0; i < prefixes.length; i++) {
          cumulative += counts[i] as number;
          into.push((prefixes[i] as string) + formatValue(cumulative));
        }
        into.push(`${name}_sum${own} ${formatValue(block.sum)}`, `${name}_count${own} ${formatValue(cumulative)}`);
        return prefixes.length + 2;
      },
    };
    return this.#add(name, block);
  }

  /** The lines of all families in catalogue order, each ended by a newline; without `# EOF`. */
  render(format: ExpositionFormat): string {
    const lines: string[] = [];
    for (const family of METRIC_FAMILIES) {
      const blocks = this.#blocks.get(family.name);
      if (!blocks) continue;
      const header = lines.length;
      pushHeader(lines, family, format);
      let printed = 0;
      for (const block of blocks) printed += block.print(lines);
      this.#counts.set(family.name, printed);
      if (printed === 0) lines.length = header;
    }
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  }

  /** Series by family as last rendered. */
  seriesCounts(): ReadonlyMap<MetricName, number> {
    return this.#counts;
  }

  #add<B extends Printable>(name: MetricName, block: B): B & { dispose(): void } {
    let blocks = this.#blocks.get(name);
    if (!blocks) this.#blocks.set(name, (blocks = new Set()));
    blocks.add(block);
    const owner = blocks;
    return Object.assign(block, {
      dispose: () => {
        owner.delete(block);
      },
    });
  }
}

/** HELP, TYPE and, in OpenMetrics, UNIT. OpenMetrics names a counter without its `_total`. */
export function pushHeader(lines: string[], family: MetricFamily, format: ExpositionFormat): void {
  const { name, type, help, unit } = family;
  const shown = format === 'openmetrics' && type === 'counter' ? name.replace(/_total$/, '') : name;
  lines.push(`# HELP ${shown} ${escapeHelp(help, format)}`);
  lines.push(`# TYPE ${shown} ${type}`);
  if (format === 'openmetrics' && unit !== '' && shown.endsWith(`_${unit}`)) lines.push(`# UNIT ${shown} ${unit}`);
}

function labelText(family: MetricFamily, labels: Labels): string {
  const found = Object.keys(labels);
  if (found.length !== family.labels.length || !family.labels.every((name) => Object.hasOwn(labels, name))) {
    throw metricsError('METRICS_LABELS', { family: family.name, wanted: family.labels.join(', '), found: found.join(', ') || 'none' });
  }
  return formatLabels(family.labels, labels);
}
