import { prediction, type LabelCase } from './label-case.js';
import type { Fields } from './sample-log.js';

const each = (fields: readonly Fields[]): string => fields.map((field, i) => prediction(`id-${i}`, field)).join('\n');

/** Labels that stand in the record of their prediction, where `map.label` of a log names them. */
export const LABEL_COLUMNS: readonly LabelCase[] = [
  {
    name: 'a column with the label that is null, or missing',
    where: 'column',
    bad: each([{ actual: null }, {}]),
    taken: 2,
    predictions: { kept: 2 },
    note: 'nothing more: the labels are not known yet',
  },
  {
    name: 'a column with a label that is an object or an array',
    where: 'column',
    bad: each([{ actual: {} }, { actual: [1] }]),
    taken: 2,
    predictions: { kept: 2 },
    note: 'the predictions count, and wait for labels',
  },
  {
    name: 'a column with a text where the task has amounts',
    where: 'column',
    task: 'regression',
    bad: each([{ y: 12.5, actual: 'high' }]),
    taken: 1,
    predictions: { kept: 1 },
    note: 'the prediction counts, and waits for a label',
  },
  {
    name: 'a column with a label of 1e999',
    where: 'column',
    task: 'regression',
    bad: prediction('id-0', { y: 12.5, actual: 0.75 }).replace('0.75', '1e999'),
    taken: 1,
    predictions: { kept: 1 },
    note: 'the prediction counts, and waits for a label',
  },
  {
    name: 'an answer of 1e999 beside a label',
    where: 'column',
    task: 'regression',
    bad: prediction('id-0', { y: 12.75, actual: 0.75 }).replace('12.75', '1e999'),
    taken: 1,
    note: 'nothing in quality: it is no answer that an error could be measured from',
  },
  {
    name: 'a record with its label that is written twice',
    where: 'column',
    bad: [prediction('id-twice', { actual: 'yes' }), prediction('id-twice', { actual: 'yes' })].join('\n'),
    taken: 2,
    predictions: { kept: 1, repeated: 1 },
    labels: { joined: 1, duplicate: 1 },
    note: 'as requests both count: only quality knows ids',
  },
  {
    name: 'a record that is written again once its label is known',
    where: 'column',
    bad: [prediction('id-again', { actual: null }), prediction('id-again', { actual: 'no' })].join('\n'),
    taken: 2,
    predictions: { kept: 1, repeated: 1 },
    labels: { joined: 1 },
  },
  {
    name: 'a record with its label and without an id',
    where: 'column',
    bad: prediction(undefined, { actual: 'yes' }),
    taken: 1,
    predictions: { kept: 1 },
    labels: { joined: 1 },
    note: 'a label in the record of its prediction needs none',
  },
  {
    name: 'a record without a label and without an id',
    where: 'column',
    bad: prediction(null),
    taken: 1,
    predictions: { no_id: 1 },
    note: 'no label will find it',
  },
  {
    name: 'a record with a label and without an answer',
    where: 'column',
    bad: prediction('id-failed', { y: null, status: 500, actual: 'yes' }),
    taken: 1,
    note: 'nothing in quality: a request that failed predicted nothing',
  },
];
