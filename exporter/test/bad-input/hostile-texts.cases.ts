import type { LineCase } from './line-case.js';
import { HOSTILE, odd } from './sample-log.js';

const many = (of: (i: number) => string): string => Array.from({ length: 10_000 }, (_, i) => of(i)).join('\n');

/** Texts that are meant to break a label, a line or a table. */
export const HOSTILE_TEXTS: readonly LineCase[] = [
  {
    name: 'a version with quote, newline and backslash',
    bad: odd({ version: HOSTILE }),
    taken: 1,
    counted: [['aiops_inference_requests_total', { version: HOSTILE, outcome: 'ok' }, 1]],
    note: 'escaped in the label',
  },
  {
    name: 'a category with quote, newline and backslash',
    bad: odd({ features: { age: 5.5, country: HOSTILE } }),
    taken: 1,
    counted: [['aiops_feature_values_total', { feature: 'country', bin: HOSTILE }, 1]],
    note: 'escaped in the label',
  },
  {
    name: 'a class with quote, newline and backslash',
    bad: odd({ y: HOSTILE }),
    taken: 1,
    counted: [['aiops_predictions_total', { class: HOSTILE }, 1]],
    note: 'escaped in the label',
  },
  {
    name: 'a category that the baseline does not know, with quote, newline and backslash',
    bad: odd({ features: { age: 5.5, country: `${HOSTILE}?` } }),
    taken: 1,
    counted: [['aiops_feature_values_total', { feature: 'country', bin: 'other' }, 1]],
  },
  {
    name: 'categories named like the reserved bins',
    bad: ['other', 'missing', 'invalid', ''].map((country) => odd({ features: { age: 5.5, country } })).join('\n'),
    taken: 4,
    counted: [
      ['aiops_feature_values_total', { feature: 'country', bin: 'other' }, 4],
      ['aiops_feature_values_total', { feature: 'country', bin: 'missing' }, 0],
    ],
  },
  {
    name: 'escapes and lone surrogates in a version',
    bad: [odd({ version: 'a' }).replace('"a"', '"\\u0061\\ud83d\\ude00"'), odd({ version: 'a' }).replace('"a"', '"\\ud83d!"')].join('\n'),
    taken: 2,
    counted: [
      ['aiops_inference_requests_total', { version: 'a😀' }, 1],
      ['aiops_inference_requests_total', { version: '\ufffdd83d!' }, 1],
    ],
    note: 'a half of a pair becomes U+FFFD and its code',
  },
  {
    name: 'control characters and marks that turn the writing direction in a version',
    bad: odd({ version: '\u0000\u001b[2J\u202e\u2028' }),
    taken: 1,
    counted: [['aiops_inference_requests_total', { version: '\u2400\u001b[2J\u202e\u2028' }, 1]],
    note: 'kept in the label, but for NUL, which becomes U+2400',
  },
  {
    name: '10 000 categories of a feature',
    bad: many((i) => odd({ features: { age: 5.5, country: `c${i}` } })),
    taken: 10_000,
    counted: [
      ['aiops_feature_values_total', { feature: 'country', bin: 'other' }, 10_000],
      ['aiops_data_quality_violations_total', { feature: 'country', check: 'unseen_category' }, 10_000],
    ],
  },
  {
    name: '10 000 classes of the prediction',
    bad: many((i) => odd({ y: `y${i}` })),
    taken: 10_000,
    counted: [['aiops_predictions_total', { class: 'other' }, 10_000]],
  },
  {
    name: '10 000 features that the baseline does not have',
    bad: odd({ features: { age: 5.5, country: 'ES', ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, i])) } }),
    taken: 1,
    counted: [['aiops_schema_mismatch_total', { kind: 'extra_feature' }, 10_000]],
  },
];
