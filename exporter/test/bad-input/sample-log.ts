import { formatBaseline } from '../../src/baseline/index.js';
import { baselineOf, categoricalFeature, numericFeature } from '../pipeline/sample-baselines.js';

/**
 * Event time of the good records: within clock skew, and in a window that stays open. A whole minute, so that no number which a
 * case replaces in the text of a record stands in its time as well.
 */
export const NOW_MS = Math.floor(Date.now() / 60_000) * 60_000;

/** A text that would break out of its label, its line or its family if it were not escaped. */
export const HOSTILE = 'x"} 1\naiops_fake_total{a="\\';

/** The two good records that stand around bad ones; every table proves that both are counted, and counted once. */
export const GOOD = {
  before: { latency: 0.125, status: 200, features: { age: 3.5, country: 'DE' }, y: 'yes' },
  after: { latency: 0.25, status: 200, features: { age: 7.5, country: 'FR' }, y: 'no' },
} as const;

/** The baseline of all models: ten bins of age over 0..10, four countries and three answers, all from 1000 rows. */
export function sampleBaseline(model: string): string {
  const features = [numericFeature('age'), categoricalFeature('country', ['DE', 'FR', 'ES', HOSTILE])];
  return formatBaseline(baselineOf(model, features, categoricalFeature('prediction', ['yes', 'no', HOSTILE])));
}

export type Fields = Readonly<Record<string, unknown>>;

/** A record as a line without its end. A field that is undefined is left out. */
export function line(fields: Fields = {}, timeMs = NOW_MS): string {
  return JSON.stringify({ ts: new Date(timeMs).toISOString(), model: 'known', version: '1', ...fields });
}

/** A record that differs from the good ones in all that is counted, so that it cannot stand in for one of them. */
export function odd(fields: Fields = {}): string {
  return line({ latency: 0.5, status: 200, features: { age: 5.5, country: 'ES' }, y: 'maybe', ...fields });
}

/** Where the parts of these records are. */
export const MAP = {
  time: 'ts',
  version: 'version',
  latency: 'latency',
  outcome: { path: 'status', ok: [200] },
  features: 'features',
  prediction: 'y',
} as const;
