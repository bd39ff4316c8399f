import type { LabelOutcome } from '../../src/contract/index.js';
import { IDS, label, minutes, prediction } from './label-case.js';
import { READ_TOKEN } from './push-bed.js';
import type { PushCase } from './push-case.js';
import { NOW_MS, type Fields } from './sample-log.js';

/** A push of labels, the answer, and what became of the labels. */
export interface LabelPushCase extends PushCase {
  readonly labels?: Partial<Record<LabelOutcome, number>>;
}

const MEBIBYTE = 1024 * 1024;
const each = (fields: readonly Fields[]): string => fields.map((field) => label(field)).join('\n');
const cut = (text: string): string => text.slice(0, -12);
const many = (count: number, of: (i: number) => string): string => Array.from({ length: count }, (_, i) => of(i)).join('\n');
const accepted = (n: number, rejected: PushCase['rejected'] = {}) =>
  ({ status: 202, answer: { accepted: n, rejected, duplicate: false } }) as const;
const malformed = (line: number, reason: 'syntax' | 'too_large' | 'too_deep' | 'encoding') =>
  ({
    status: 400,
    error: {
      code: 'HTTP_RECORD_MALFORMED',
      message: `line ${line} is not a record of this source (${reason}); nothing of this batch was taken`,
      advice: 'correct the record, or the map or the limits of the source, and send the batch again',
      line,
      reason,
    },
    rejected: { [reason]: 1 },
  }) as const;

/** Pushes to a source of labels; every one of the ids below is predicted before. */
export const LABEL_PUSHES: readonly LabelPushCase[] = [
  {
    name: 'labels with a token for something else',
    request: { headers: { Authorization: `Bearer ${READ_TOKEN}` } },
    status: 403,
    error: {
      code: 'HTTP_TOKEN_SCOPE',
      message: 'this request requires a bearer token with the scope ingest; the one sent has other scopes',
      advice: 'use another token, or add the scope to this one in server.tokens',
    },
  },
  {
    name: 'labels to a source that does not exist',
    request: { path: '/api/v1/ingest/outcome' },
    status: 404,
    error: {
      code: 'HTTP_SOURCE_UNKNOWN',
      message: 'no source of that name takes pushes; there are: predictions, outcomes',
      advice: 'correct the name in the URL, or configure a source of type http',
    },
  },
  {
    name: 'a pushed label of truncated JSON, behind a good one',
    request: { body: `${label({ id: 'p1' })}\n${cut(label({ id: 'p2' }))}` },
    ...malformed(2, 'syntax'),
  },
  {
    name: 'a pushed label longer than limits.line',
    request: { body: label({ id: 'p1', note: 'n'.repeat(70_000) }) },
    ...malformed(1, 'too_large'),
  },
  {
    name: 'labels of more than limits.body',
    request: { body: Buffer.alloc(4 * MEBIBYTE + 1, ' ') },
    status: 413,
    error: {
      code: 'HTTP_BODY_TOO_LARGE',
      message: 'a batch may have 4194304 bytes, as it is sent and unpacked',
      advice: 'send smaller batches, or raise limits.body of the source',
    },
  },
  {
    name: 'pushed labels that are well-formed and are none',
    request: {
      body: [
        label({ model: 'known' }),
        each([
          { id: { of: 'p1' }, model: 'known' },
          { id: 'p1', model: 'known', truth: {} },
          { id: 'p1', model: 'churm' },
          { id: 'p1', model: 'known', known: minutes(60) },
          { id: 'p1', model: 'known', known: 'then' },
        ]),
        prediction('p1', { model: 'known' }),
        label({ id: 'p1', model: 'known' }),
      ].join('\n'),
    },
    ...accepted(1, { schema: 5, unknown_model: 1, clock_skew: 1 }),
    labels: { joined: 1 },
    note: '202: the good one is `accepted`, the others are `rejected` by reason: `schema` (no id, an id or a label of another type, a time that is no date, no label), `unknown_model`, `clock_skew`',
  },
  {
    name: 'a pushed label of null, with columns that the map does not name',
    request: { body: label({ id: 'p2', model: 'known', truth: null, comment: 'late payment' }) },
    ...accepted(1),
    labels: {},
    note: '202: it is `accepted`, and not known yet',
  },
  {
    name: 'pushed labels for ids that nothing predicted',
    request: { body: each([{ id: 'nobody', model: 'known', known: minutes(-1) }]) },
    ...accepted(1),
    labels: { unmatched: 1 },
    note: '202: it is `accepted`; `aiops_labels_total{outcome="unmatched"}` +1',
  },
  {
    name: 'a batch of labels that is sent twice with its key',
    request: async (bed) => {
      const again = { headers: { 'Idempotency-Key': 'labels' }, body: label({ id: 'p3', model: 'known' }) };
      await bed.push(again);
      return bed.push(again);
    },
    status: 200,
    answer: { accepted: 1, rejected: {}, duplicate: true },
    rejected: { duplicate: 1 },
    labels: { joined: 1 },
    kept: 'the labels, once',
  },
  {
    name: 'labels that are sent twice without a key',
    request: async (bed) => {
      await bed.push({ body: label({ id: 'p4', model: 'known' }) });
      return bed.push({ body: label({ id: 'p4', model: 'known' }) });
    },
    ...accepted(1),
    taken: 2,
    labels: { joined: 1, duplicate: 1 },
    note: '202; `aiops_labels_total{outcome="duplicate"}` +1',
    kept: 'the label, once',
  },
  {
    name: 'a pushed label that corrects another one, and one that is older',
    request: {
      body: each([
        { id: 'p5', model: 'known' },
        { id: 'p5', model: 'known', truth: 'no', known: minutes(2) },
        { id: 'p5', model: 'known', truth: 'yes', known: NOW_MS },
      ]),
    },
    ...accepted(3),
    labels: { joined: 1, corrected: 1, duplicate: 1 },
    note: '202; `aiops_labels_total{outcome="corrected"}` +1, `{outcome="duplicate"}` +1',
    kept: 'the newest label',
  },
  {
    name: '10 000 labels of models that the configuration does not name',
    request: { body: many(10_000, (i) => label({ id: IDS.asked, model: `m${i}` })) },
    ...accepted(0, { unknown_model: 126, cardinality: 9874 }),
    // As for predictions: 127 names of models are told apart in one source.
  },
];
/** Ids of the predictions that are there before. */
export const PUSHED_IDS = ['p1', 'p2', 'p3', 'p4', 'p5', IDS.before, IDS.after];
