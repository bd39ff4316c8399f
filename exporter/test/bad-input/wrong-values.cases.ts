import type { LineCase } from './line-case.js';
import { NOW_MS, odd } from './sample-log.js';

const HOUR_MS = 3_600_000;
const isoOf = (ms: number): string => new Date(ms).toISOString();
const each = (fields: readonly Readonly<Record<string, unknown>>[]): string => fields.map((field) => odd(field)).join('\n');
const LONG = 'v'.repeat(10_000);
const many = (count: number, of: (i: number) => string): string => Array.from({ length: count }, (_, i) => of(i)).join('\n');
const withLatency = (text: string): string => odd({ latency: 12.75 }).replace('12.75', text);

/** Records whose parts cannot be what they say. */
export const WRONG_VALUES: readonly LineCase[] = [
  { name: 'a negative latency', bad: odd({ latency: -0.001 }), rejected: { negative_latency: 1 } },
  { name: 'a latency of 1e999', bad: withLatency('1e999'), rejected: { schema: 1 } },
  { name: 'a latency of centuries, in another unit than configured', bad: odd({ latency: 1e10 }), rejected: { schema: 1 } },
  { name: 'a latency that is a text', bad: each([{ latency: '12 ms' }, { latency: '0.5' }]), rejected: { schema: 2 } },
  {
    name: 'a latency that is an object, an array or true',
    bad: each([{ latency: {} }, { latency: [1] }, { latency: true }]),
    rejected: { schema: 3 },
  },
  {
    name: 'no latency, or null',
    bad: each([{ latency: undefined }, { latency: null }]),
    taken: 2,
    takenSeconds: 0,
    note: 'nothing: the requests count, the latency is not known',
  },
  { name: 'a time in the future beyond clock_skew', bad: odd({ ts: isoOf(NOW_MS + HOUR_MS) }), rejected: { clock_skew: 1 } },
  { name: 'a time in the year 275760', bad: each([{ ts: 8.64e15 }]), rejected: { clock_skew: 1 } },
  { name: 'a time before 1970', bad: each([{ ts: '1969-12-31T23:59:59Z' }, { ts: -5 }]), rejected: { schema: 2 } },
  { name: 'no time', bad: each([{ ts: undefined }, { ts: null }]), rejected: { schema: 2 } },
  { name: 'a time of another type', bad: each([{ ts: true }, { ts: {} }, { ts: [NOW_MS] }]), rejected: { schema: 3 } },
  {
    name: 'a time that is no date',
    bad: each([{ ts: 'yesterday' }, { ts: '2026-02-30T00:00:00Z' }, { ts: '24/11/2026 10:00' }, { ts: '' }]),
    rejected: { schema: 4 },
  },
  { name: 'no version, or null', bad: each([{ version: undefined }, { version: null }]), rejected: { schema: 2 } },
  { name: 'an empty version', bad: odd({ version: '' }), rejected: { schema: 1 } },
  { name: 'a version of 10 000 characters', bad: odd({ version: LONG }), rejected: { cardinality: 1 } },
  { name: 'a version that is an object', bad: odd({ version: { major: 1 } }), rejected: { schema: 1 } },
  {
    name: '10 000 versions of a model',
    bad: many(10_000, (i) => odd({ version: `build-${i}` })),
    // The bound is 20, and the good records have one of them.
    rejected: { cardinality: 9981 },
    taken: 19,
  },
  { name: 'no model, or null', model: 'record', bad: each([{ model: undefined }, { model: null }]), rejected: { schema: 2 } },
  { name: 'an empty model', model: 'record', bad: odd({ model: '' }), rejected: { schema: 1 } },
  { name: 'a model of 10 000 characters', model: 'record', bad: odd({ model: LONG }), rejected: { cardinality: 1 } },
  { name: 'a model that the configuration does not name', model: 'record', bad: odd({ model: 'churm' }), rejected: { unknown_model: 1 } },
  {
    name: 'a status that the map does not name, or none',
    bad: each([{ status: 418 }, { status: undefined }]),
    taken: 2,
    takenSeconds: 0,
    counted: [['aiops_inference_requests_total', { outcome: 'error' }, 2]],
  },
  {
    name: 'a feature that changed its type',
    bad: each([{ features: { age: '5.5', country: 'ES' } }, { features: { age: 5.5, country: 7 } }]),
    taken: 2,
    counted: [
      ['aiops_feature_values_total', { feature: 'age', bin: 'invalid' }, 1],
      ['aiops_data_quality_violations_total', { feature: 'age', check: 'type' }, 1],
      ['aiops_schema_mismatch_total', { kind: 'type_changed' }, 1],
      ['aiops_feature_values_total', { feature: 'country', bin: 'other' }, 1],
      ['aiops_data_quality_violations_total', { feature: 'country', check: 'unseen_category' }, 1],
    ],
    note: 'a number in place of a category is read as its text',
  },
  {
    name: 'a feature that is missing',
    bad: each([{ features: { country: 'ES' } }]),
    taken: 1,
    counted: [
      ['aiops_feature_values_total', { feature: 'age', bin: 'missing' }, 1],
      ['aiops_data_quality_violations_total', { feature: 'age', check: 'missing' }, 1],
      ['aiops_schema_mismatch_total', { kind: 'missing_feature' }, 1],
    ],
  },
  {
    name: 'no features at all',
    bad: each([{ features: undefined }]),
    taken: 1,
    counted: [
      ['aiops_feature_values_total', { feature: 'age', bin: 'missing' }, 1],
      ['aiops_feature_values_total', { feature: 'country', bin: 'missing' }, 1],
      ['aiops_schema_mismatch_total', { kind: 'missing_feature' }, 2],
    ],
  },
  {
    name: 'features in an array, without names',
    bad: each([{ features: [5.5, 'ES'] }]),
    taken: 1,
    counted: [
      ['aiops_feature_values_total', { feature: 'age', bin: 'missing' }, 1],
      ['aiops_feature_values_total', { feature: 'country', bin: 'missing' }, 1],
      ['aiops_schema_mismatch_total', { kind: 'missing_feature' }, 2],
    ],
  },
  {
    name: 'a feature that the baseline does not have',
    bad: each([{ features: { age: 5.5, country: 'ES', agee: 1 } }]),
    taken: 1,
    counted: [['aiops_schema_mismatch_total', { kind: 'extra_feature' }, 1]],
  },
  {
    name: 'a feature of 1e999',
    bad: odd({ features: { age: 99.25, country: 'ES' } }).replace('99.25', '1e999'),
    taken: 1,
    counted: [
      ['aiops_feature_values_total', { feature: 'age', bin: 'invalid' }, 1],
      ['aiops_data_quality_violations_total', { feature: 'age', check: 'type' }, 1],
    ],
  },
  {
    name: 'integers beyond 2^53',
    bad: odd({ features: { age: 99.25, country: 'ES' } }).replace('99.25', '123456789012345678901234567890'),
    taken: 1,
    counted: [['aiops_feature_values_total', { feature: 'age', bin: 'b09' }, 1]],
    note: 'read as the nearest double',
  },
  {
    name: 'keys that are there twice',
    bad: odd({ features: { age: 5.5, country: 'ES' } }).replace('"latency":0.5', '"latency":-1,"latency":0.5'),
    taken: 1,
    note: 'nothing: the last one counts, as JSON.parse has it',
  },
  {
    name: 'keys named `__proto__`, `constructor` and `toString`',
    bad: odd().replace('{', '{"__proto__":{"ts":1,"latency":-1},"constructor":{"prototype":{"status":1}},"toString":1,'),
    taken: 1,
    note: 'nothing: they are keys like others',
  },
  {
    name: 'a feature named `__proto__`',
    bad: odd().replace('{"age"', '{"__proto__":{"age":1},"age"'),
    taken: 1,
    counted: [['aiops_schema_mismatch_total', { kind: 'extra_feature' }, 1]],
  },
  { name: 'minus zero', bad: withLatency('-0'), taken: 1, takenSeconds: 0, note: 'nothing: it is 0' },
  {
    name: 'a time that was never set (0)',
    bad: odd({ ts: 0 }),
    taken: 1,
    note: 'a window of 1970, which closes at once; once later windows were closed it is rejected as late',
  },
  {
    name: 'a time whose window was closed',
    bad: '',
    written: (before, _, after) => Buffer.from(`${before.replace(isoOf(NOW_MS), isoOf(NOW_MS - 3 * HOUR_MS))}\n${after}\n`),
    afterwards: odd({ ts: isoOf(NOW_MS - 3 * HOUR_MS) }),
    rejected: { late: 1 },
  },
];
