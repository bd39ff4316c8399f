import type { Registry } from 'prom-client';
import type { PlainFamily, Sample } from './plain-exposition.js';
import { printBound } from './print-number.js';

/** `nodejs_active_*_total` are gauges by type and counters by name, and a plain sum of the family without `_total`. */
const MISNAMED = /^nodejs_active_\w+_total$/;

/** prom-client's type says enum of numbers, its value is one of these words. */
const TYPES: Readonly<Record<string, 'counter' | 'gauge' | 'histogram'>> = { counter: 'counter', gauge: 'gauge', histogram: 'histogram' };

/** The default metrics of prom-client (process_*, nodejs_*), to be printed by our serialiser. */
export async function runtimeFamilies(registry: Registry): Promise<PlainFamily[]> {
  const families: PlainFamily[] = [];
  for (const { name, help, type: rawType, values } of await registry.getMetricsAsJSON()) {
    const type = TYPES[String(rawType)];
    if (!type || MISNAMED.test(name)) continue;
    const unit = /_(seconds|bytes)(?:_total)?$/.exec(name)?.[1] ?? '';
    families.push({ family: { name, type, unit, help }, samples: values.map((value) => sampleOf(name, value)) });
  }
  return families;
}

function sampleOf(family: string, { labels, value, metricName }: { labels: object; value: number; metricName?: string }): Sample {
  const texts: Record<string, string> = {};
  let bound: string | null = null;
  for (const [label, raw] of Object.entries(labels)) {
    if (label === 'le') bound = printBound(Number(String(raw).replace('+Inf', 'Infinity')));
    else texts[label] = String(raw);
  }
  if (bound !== null) texts['le'] = bound;
  return { name: metricName ?? family, labels: texts, value };
}
