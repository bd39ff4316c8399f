import { IDS, label, minutes, prediction, type LabelCase } from './label-case.js';
import { NOW_MS, type Fields } from './sample-log.js';

const { asked, old } = IDS;
const each = (fields: readonly Fields[]): string => fields.map((field) => label({ id: asked, ...field })).join('\n');
const without = (key: string, fields: Fields = {}): string => {
  const { [key]: _, ...rest } = JSON.parse(label({ id: asked, ...fields })) as Record<string, unknown>;
  return JSON.stringify(rest);
};
const withTruth = (text: string): string => label({ id: asked, truth: 12.75 }).replace('12.75', text);
const many = (count: number, of: (i: number) => string): string => Array.from({ length: count }, (_, i) => of(i)).join('\n');
const BYTES = [0x00, 0xff, 0xfe, 0x80];

/** Records of a source of labels that are none, or that no prediction waits for. */
export const LABEL_RECORDS: readonly LabelCase[] = [
  { name: 'a label record of broken JSON', bad: label({ id: asked }).replace('"truth"', 'truth'), rejected: { syntax: 1 } },
  { name: 'a label record that was cut in the middle', bad: label({ id: asked }).slice(0, -12), rejected: { syntax: 1 } },
  { name: 'plain text between labels', bad: 'outcomes of the night run', rejected: { syntax: 1 } },
  { name: 'a label of NaN, as Python writes it', task: 'regression', bad: withTruth('NaN'), rejected: { syntax: 1 } },
  { name: 'a label record longer than limits.line', bad: label({ id: asked, note: 'n'.repeat(70_000) }), rejected: { too_large: 1 } },
  {
    name: 'a label record that is nested deeper than limits.depth',
    bad: label({ id: asked, truth: 12.75 }).replace('12.75', `${'['.repeat(12)}${']'.repeat(12)}`),
    rejected: { too_deep: 1 },
  },
  { name: 'binary data between labels', bad: Buffer.from(BYTES), rejected: { encoding: 1 } },
  { name: 'a label without an id, or of null', bad: [without('id'), label({ id: null })].join('\n'), rejected: { schema: 2 } },
  { name: 'a label whose id is an object, an array or true', bad: each([{ id: {} }, { id: [1] }, { id: true }]), rejected: { schema: 3 } },
  { name: 'a label whose id is a fraction, or beyond 2^53', bad: each([{ id: 7.5 }, { id: 1e300 }]), rejected: { schema: 2 } },
  {
    name: 'a label whose id is in another case, or has a space more',
    bad: each([
      { id: asked.toUpperCase(), known: minutes(-1) },
      { id: `${asked} `, known: minutes(-1) },
    ]),
    taken: 2,
    labels: { unmatched: 2 },
    note: 'ids are compared byte by byte',
  },
  {
    name: 'a label for an id that nothing predicted',
    bad: label({ id: 'id-nobody', known: minutes(-1) }),
    taken: 1,
    labels: { unmatched: 1 },
  },
  {
    name: 'a label that comes before its prediction, which never comes',
    bad: label({ id: 'id-nobody', known: NOW_MS + 2000 }),
    taken: 1,
    labels: { expired: 1 },
    afterwards: prediction('id-afterwards', {}, NOW_MS + 5000),
    predictions: { kept: 1 },
    note: 'it waits until the windows of its time have closed, and one more',
  },
  { name: 'a record without a label and without a value', bad: without('truth'), rejected: { schema: 1 } },
  { name: 'a label of null', bad: label({ id: asked, truth: null }), taken: 1, note: 'nothing: the label is not known yet' },
  { name: 'a label that is an object or an array', bad: each([{ truth: {} }, { truth: [1] }]), rejected: { schema: 2 } },
  {
    name: 'a label that is a text where the task has amounts',
    task: 'regression',
    bad: each([{ truth: 'high' }, { truth: '' }]),
    rejected: { schema: 2 },
  },
  { name: 'a label of 1e999', task: 'regression', bad: withTruth('1e999'), rejected: { schema: 1 } },
  {
    name: 'a label outside of the classes of a binary model',
    bad: label({ id: asked, truth: 'perhaps' }),
    taken: 1,
    labels: { joined: 1 },
    note: 'every class but `quality.positive` is negative',
  },
  {
    name: 'labels of more than 1000 classes',
    task: 'multiclass',
    // Two of the thousand are those of the good labels and of the predictions: both say yes.
    bad: many(1010, (i) => label({ id: `id-${i}`, truth: `class-${i}`, known: minutes(-1) })),
    taken: 1010,
    labels: { unmatched: 999, unusable: 11 },
    note: 'such a label is an amount or an id that was mapped by mistake',
  },
  {
    name: 'a label of a model that the configuration does not name',
    model: 'record',
    bad: label({ id: asked, model: 'churm' }),
    rejected: { unknown_model: 1 },
  },
  {
    name: 'a label without a model, or of an empty one',
    model: 'record',
    bad: [without('model'), label({ id: asked, model: '' }), label({ id: asked, model: null })].join('\n'),
    rejected: { schema: 3 },
  },
  {
    name: 'a label of a model without quality',
    task: 'none',
    bad: label({ id: asked }),
    taken: 1,
    note: 'nothing: labels are counted in `aiops_ingest_events_total{kind="label"}`, and that is all',
  },
  {
    name: 'a label without a time, or of null',
    bad: [without('known'), label({ id: old, known: null })].join('\n'),
    taken: 2,
    labels: { joined: 2 },
    note: 'it counts as known when it is read',
  },
  { name: 'a label whose time is no date', bad: each([{ known: 'yesterday' }, { known: true }, { known: {} }]), rejected: { schema: 3 } },
  { name: 'a label whose time is before 1970', bad: label({ id: asked, known: -5 }), rejected: { schema: 1 } },
  {
    name: 'a label whose time lies in the future beyond clock_skew',
    bad: label({ id: asked, known: minutes(60) }),
    rejected: { clock_skew: 1 },
  },
  {
    name: 'a label whose time is before that of its prediction',
    bad: label({ id: asked, known: minutes(-30) }),
    taken: 1,
    labels: { joined: 1 },
    note: 'its lag is 0: clocks differ',
  },
  {
    name: 'a label that comes later than label_horizon',
    bad: label({ id: old, known: minutes(4) }),
    taken: 1,
    labels: { late: 1 },
  },
  {
    name: 'a label that comes twice',
    bad: `${label({ id: asked })}\n${label({ id: asked })}`,
    taken: 2,
    labels: { joined: 1, duplicate: 1 },
  },
  {
    name: 'a label that is older than the one before',
    bad: [label({ id: asked }), label({ id: asked, truth: 'no', known: NOW_MS })].join('\n'),
    taken: 2,
    labels: { joined: 1, duplicate: 1 },
  },
  {
    name: 'a label that corrects the one before',
    bad: [label({ id: asked }), label({ id: asked, truth: 'no', known: minutes(2) })].join('\n'),
    taken: 2,
    labels: { joined: 1, corrected: 1 },
    note: 'the window is scored again with it',
  },
  {
    name: 'columns in a label record that the map does not name',
    bad: label({ id: asked, y: 'no', features: { age: 'old' }, score: {}, comment: 'late payment' }),
    taken: 1,
    labels: { joined: 1 },
    note: 'nothing else: they are not read',
  },
  {
    name: 'a negative value, or one that is no number',
    bad: [label({ id: asked, won: -5 }), label({ id: old, won: 'much' })].join('\n'),
    taken: 2,
    labels: { joined: 2 },
    counted: [['aiops_business_value_total', {}, 0]],
    note: 'the labels count, the values do not',
  },
  {
    name: 'records of the log of predictions in a source of labels',
    bad: prediction('id-other', { y: 'no' }),
    rejected: { schema: 1 },
  },
];
