import { expect } from 'vitest';
import type { StatusReport } from '../../src/contract/index.js';
import { countersInWords, type Counted, type Rejected } from './documented.js';
import { total, type ExposedSample } from './exposition.js';
import { sourceOf } from './settled.js';

/** What becomes of bad records that stand between the two good ones. */
export interface Outcome {
  readonly rejected?: Rejected;
  /** How many of them count all the same, and the latency that they add; half a second each unless said. */
  readonly taken?: number;
  readonly takenSeconds?: number;
  /** Series that they move, beside requests and latency. */
  readonly counted?: readonly Counted[];
  /** What the counters do not say. */
  readonly note?: string;
}

/** Series that hold the two good records, by values that no bad record has. */
const ONE_EACH: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['aiops_feature_values_total', { feature: 'age', bin: 'b03' }],
  ['aiops_feature_values_total', { feature: 'age', bin: 'b07' }],
  ['aiops_feature_values_total', { feature: 'country', bin: 'DE' }],
  ['aiops_feature_values_total', { feature: 'country', bin: 'FR' }],
  ['aiops_predictions_total', { class: 'yes' }],
  ['aiops_predictions_total', { class: 'no' }],
];

/** Both good records are counted once, the bad ones as the outcome says, and nothing else of this source and model. */
export function expectOutcome(outcome: Outcome, slug: string, status: StatusReport, samples: readonly ExposedSample[]): void {
  const { rejected = {}, taken = 0, takenSeconds = taken * 0.5, counted = [] } = outcome;
  const of = (family: string, labels: Readonly<Record<string, string>> = {}): number => total(samples, family, { model: slug, ...labels });
  for (const [family, labels] of ONE_EACH) expect(of(family, { version: '1', ...labels }), JSON.stringify(labels)).toBe(1);
  const { events, rejected: all } = sourceOf(status, slug);
  expect({ events, rejected: all }).toEqual({ events: 2 + taken, rejected });
  expect(of('aiops_inference_requests_total')).toBe(2 + taken);
  expect(of('aiops_inference_latency_seconds_sum')).toBe(0.375 + takenSeconds);
  expect(total(samples, 'aiops_ingest_events_total', { source: slug })).toBe(2 + taken);
  for (const [reason, count] of Object.entries(rejected))
    expect(total(samples, 'aiops_ingest_rejected_total', { source: slug, reason }), reason).toBe(count);
  for (const [family, labels, value] of counted) expect(of(family, labels), JSON.stringify([family, labels])).toBe(value);
}

export function outcomeInWords({ rejected = {}, counted = [], note }: Outcome): string {
  return [countersInWords(rejected, counted), note].filter(Boolean).join('; ');
}

export function keptInWords({ taken = 0 }: Outcome): string {
  if (taken === 0) return 'the records before and after';
  return `the records before and after, and ${taken === 1 ? 'this one' : `${taken} of these`}`;
}

/** Name of the source, the model and the file of a case. */
export function slugOf({ name }: { readonly name: string }): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
}
