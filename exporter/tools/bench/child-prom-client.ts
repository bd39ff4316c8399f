// usage: child-prom-client.js LOG RECORDS: the same job the way a tutorial does it: JSON.parse, and prom-client updated per value.
import { Counter, Histogram, Registry } from 'prom-client';
import { linesOf } from './lines-of.js';
import { Stopwatch } from './measured.js';

const [, , path = '', records = '0'] = process.argv;
const EDGES: Readonly<Record<string, number[]>> = {
  age: [25, 30, 35, 40, 45, 50, 55, 60, 65],
  income: [15000, 20000, 25000, 30000, 35000, 40000, 50000, 60000, 80000],
  amount: [5, 10, 20, 30, 40, 50, 75, 100, 200],
  tenure_days: [50, 100, 200, 300, 400, 600, 800, 1000, 1500],
  n_tx_30d: [1, 2, 4, 6, 8, 10, 15, 20, 30],
  util: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
  balance: [-5000, -2500, -1000, 0, 1000, 2000, 4000, 6000, 8000],
  ratio: [-5, -2, -1, -0.5, 0, 0.5, 1, 2, 5],
  lat_deg: [38, 41, 44, 46, 48, 50, 52, 55, 58],
  velocity: [0.2, 0.4, 0.6, 0.8, 1, 1.5, 2, 3, 5],
};
const CATEGORIES = ['country', 'device', 'channel', 'plan', 'segment'];

interface LogRecord {
  readonly model: string;
  readonly version: string;
  readonly status: number;
  readonly latency_ms: number;
  readonly features: Readonly<Record<string, number | string | null>>;
}

const registers = [new Registry()];
const requests = new Counter({ name: 'requests_total', help: 'requests', labelNames: ['model', 'version', 'status'], registers });
const latency = new Histogram({
  name: 'latency_ms',
  help: 'latency',
  labelNames: ['model', 'version'],
  buckets: [1, 2.5, 5, 10, 25, 50, 75, 100, 250, 500, 1000, 2500, 5000, 10000],
  registers,
});
const values = new Counter({ name: 'values_total', help: 'values', labelNames: ['model', 'version', 'feature', 'bin'], registers });

const watch = new Stopwatch(Number(records));
let n = 0;
let ok = 0;
linesOf(path, (text) => {
  const { model, version, status, latency_ms, features } = JSON.parse(text) as LogRecord;
  requests.labels(model, version, String(status)).inc();
  latency.labels(model, version).observe(latency_ms);
  for (const [feature, edges] of Object.entries(EDGES)) {
    const x = features[feature];
    const bin = typeof x === 'number' ? String(edges.filter((edge) => edge <= x).length) : 'missing';
    values.labels(model, version, feature, bin).inc();
  }
  for (const feature of CATEGORIES) values.labels(model, version, feature, String(features[feature] ?? 'missing')).inc();
  if (status === 200) ok++;
  watch.passed(++n);
});
watch.finish(n, { ok });
