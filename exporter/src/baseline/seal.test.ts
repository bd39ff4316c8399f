import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { categoricalFeature } from './categorical-feature.js';
import { numericFeature } from './numeric-feature.js';
import { parseBaseline } from './parse-baseline.js';
import { formatBaseline, sealBaseline, type BaselineContent } from './seal.js';

const content = (changes: Partial<BaselineContent> = {}): BaselineContent => ({
  model: 'churn',
  model_version: '7',
  source: 'built',
  precision: 'exact',
  rows: 4,
  period: null,
  features: [
    numericFeature('age', Float64Array.of(20, 30, 30), { missing: 1, invalid: 0 }),
    categoricalFeature(
      'country',
      [
        ['DE', 3],
        ['FR', 1],
      ],
      { present: 4, missing: 0, invalid: 0 },
    ),
  ],
  prediction: null,
  ...changes,
});
const sealed = sealBaseline(content());
/** A baseline as JSON that a careless hand edits. */
interface Draft {
  [key: string]: unknown;
  features: { name: string; edges: number[]; counts: unknown[]; judged: number[]; tail: string[]; missing: number }[];
}
const feature = (data: Draft, i: number): Draft['features'][number] => data.features[i] as Draft['features'][number];
const edited = (edit: (data: Draft) => void): string => {
  const data = JSON.parse(formatBaseline(sealed)) as Draft;
  edit(data);
  return JSON.stringify(data);
};

describe('sealBaseline', () => {
  it('gives the same hash for the same content, whatever the order of its keys', () => {
    const reordered = Object.fromEntries(Object.entries(content()).reverse()) as unknown as BaselineContent;
    expect(sealBaseline(reordered).sha256).toBe(sealed.sha256);
  });

  it.each([
    ['rows', content({ rows: 5 })],
    ['model', content({ model: 'churn2' })],
    ['period', content({ period: { start: 'a', end: 'b' } })],
  ] as const)('gives another hash when %s differs', (key, other) => {
    if (key === 'rows')
      expect(() => sealBaseline(other)).toThrow('baseline of churn: features[0].counts: counts must add up to 5 rows (found 4)');
    else expect(sealBaseline(other).sha256).not.toBe(sealed.sha256);
  });
});

describe('parseBaseline', () => {
  it('reads what formatBaseline writes', () => {
    expect(parseBaseline(formatBaseline(sealed), 'b.json')).toEqual(sealed);
  });

  it('reads the kept artefact of format version 1', () => {
    const text = readFileSync(new URL('../../fixtures/baseline/format-v1/baseline.json', import.meta.url), 'utf8');
    expect(parseBaseline(text, 'v1').features.map(({ name }) => name)).toEqual(['age', 'country', 'income', 'mixed', 'new']);
  });

  it.each([
    ['', 'b.json: a baseline is one JSON object (found nothing)'],
    ['{"a":', 'b.json: a baseline is one JSON object (found text that is not JSON)'],
    ['[1]', 'b.json: a baseline is one JSON object (found an array)'],
    ['null', 'b.json: a baseline is one JSON object (found null)'],
  ])('refuses %j', (text, message) => {
    expect(() => parseBaseline(text, 'b.json')).toThrow(message);
  });

  it.each<[string, (data: Draft) => void]>([
    ['b.json: format_version 3 is not known, this version reads 1 and 2', (data) => (data['format_version'] = 3)],
    ['b.json: format_version: must be 1: it holds no section that version 2 brought', (data) => (data['format_version'] = 2)],
    ['b.json: format: Invalid input: expected "aiops-baseline"', (data) => (data['format'] = 'other')],
    ['b.json: features[0].counts[0]: Invalid input: expected number, received string', (data) => (feature(data, 0).counts[0] = '1')],
    ['b.json: the file: Unrecognized key: "note"', (data) => (data['note'] = 'x')],
    ['b.json: features[1].name: names must be unique (found age again)', (data) => (feature(data, 1).name = 'age')],
    ['b.json: features[0].edges: edges must be strictly ascending', (data) => (feature(data, 0).edges = [30, 30])],
    ['b.json: features[0].counts: needs one count per bin (2 bins, 3 counts)', (data) => feature(data, 0).counts.push(0)],
    ['b.json: features[0].judged: must start at 0 and ascend within the 2 bins', (data) => (feature(data, 0).judged = [0, 2])],
    ['b.json: features[1].categories: values of categories and tail must be unique', (data) => (feature(data, 1).tail = ['DE'])],
    ['b.json: features[0].counts: counts must add up to 4 rows (found 5)', (data) => (feature(data, 0).missing = 2)],
  ])('%s', (message, edit) => {
    expect(() => parseBaseline(edited(edit), 'b.json')).toThrow(expect.objectContaining({ message }));
  });

  it('refuses content that was edited after it was sealed, and names both hashes', () => {
    const text = edited((data: Draft) => (data['model'] = 'other'));
    expect(() => parseBaseline(text, 'b.json')).toThrow(
      new RegExp(`^b\\.json: sha256 must be [0-9a-f]{64} for this content \\(found ${sealed.sha256}\\)$`),
    );
  });
});
