import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { metricFamily, type MetricName } from '../contract/index.js';
import { escapeHelp, formatLabels, formatValue, type ExpositionFormat } from './line-format.js';

type Labels = Readonly<Record<string, string>>;

/** The process and the families with few series, through prom-client with a registry of its own. */
export class ProcessMetrics {
  readonly #registry = new Registry();
  readonly #gauges = new Map<MetricName, Gauge>();
  readonly #counters = new Map<MetricName, Counter>();

  constructor(mode: 'with process metrics' | 'own families only') {
    if (mode === 'with process metrics') collectDefaultMetrics({ register: this.#registry });
  }

  /** Sets a gauge; NaN takes the series out. */
  set(name: MetricName, labels: Labels, value: number): void {
    let gauge = this.#gauges.get(name);
    if (!gauge) {
      const { help, labels: labelNames } = metricFamily(name);
      this.#gauges.set(name, (gauge = new Gauge({ name, help, labelNames: [...labelNames], registers: [this.#registry] })));
    }
    if (Number.isNaN(value)) gauge.remove({ ...labels });
    else gauge.set({ ...labels }, value);
  }

  /** Adds to a counter. prom-client would take NaN and keep it for ever (15.1.3), so anything but a positive number is passed over. */
  add(name: MetricName, labels: Labels, count: number): void {
    if (!(count > 0) || count === Infinity) return;
    let counter = this.#counters.get(name);
    if (!counter) {
      const { help, labels: labelNames } = metricFamily(name);
      this.#counters.set(name, (counter = new Counter({ name, help, labelNames: [...labelNames], registers: [this.#registry] })));
    }
    counter.inc({ ...labels }, count);
  }

  /**
   * The lines of these families, without `# EOF`. prom-client collects; the lines are ours, because its OpenMetrics mode
   * leaves HELP quotes unescaped and renames its own metrics (15.1.3).
   */
  async render(format: ExpositionFormat): Promise<string> {
    const lines: string[] = [];
    for (const metric of await this.#registry.getMetricsAsJSON()) {
      if (metric.values.length === 0) continue;
      const type = String(metric.type) as 'counter' | 'gauge' | 'histogram' | 'summary';
      const isCounter = format === 'openmetrics' && type === 'counter';
      const name = isCounter ? metric.name.replace(/_total$/, '') : metric.name;
      lines.push(`# HELP ${name} ${escapeHelp(metric.help, format)}`, `# TYPE ${name} ${type}`);
      for (const { value, labels, metricName } of metric.values as { value: number; labels: Record<string, string | number>; metricName?: string }[]) {
        const texts = Object.fromEntries(Object.entries(labels).map(([key, text]) => [key, String(text)]));
        const series = metricName ?? (isCounter ? `${name}_total` : name);
        lines.push(`${series}${formatLabels(Object.keys(texts), texts)} ${formatValue(value)}`);
      }
    }
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  }
}
