import { expect, test } from 'vitest';
import { featurePath, planColumns, planLabelColumns } from './column-plan.js';
import { MODEL_CAPACITY, VERSION_CAPACITY, type WantedFeature, type WantedLabels } from './planned-columns.js';
import type { RecordMap } from './record-map.js';

const map: RecordMap = {
  time: { path: ['t'], unit: 'ms' },
  model: { path: ['m'] },
  version: { path: ['v'] },
  latency: { path: ['l'], perSecond: 1 },
  timeToFirstToken: null,
  outcome: { path: ['s'], words: new Map([['200', 'ok']]), fallback: 'error' },
  features: { at: ['f'] },
  prediction: ['f', 'y'],
  score: ['p'],
  tokensInput: null,
  tokensOutput: null,
  cost: null,
};
const categorical = (name: string, known: string[], growth: 'open' | 'closed' = 'closed'): WantedFeature => ({
  name,
  type: 'categorical',
  known,
  growth,
});

test('roles come first, features follow, and a role that the log does not have is column -1', () => {
  const { fields, roles, featureColumns, featuresAt } = planColumns(map, [categorical('c', ['a'])], null);
  expect(fields.map((field) => field.path.join('.'))).toEqual(['t', 'm', 'v', 'l', 's', 'f.c']);
  expect(roles).toMatchObject({ time: 0, model: 1, version: 2, latency: 3, outcome: 4, prediction: -1, cost: -1, tokensInput: -1 });
  expect(featureColumns.get('c')).toBe(5);
  expect(featuresAt).toEqual(['f']);
});

test('a field that is prediction and feature at once keeps the categories of both', () => {
  const { fields, roles, featureColumns } = planColumns(map, [categorical('y', ['b', 'c'])], categorical('', ['a', 'b']));
  expect(featureColumns.get('y')).toBe(roles.prediction);
  expect(fields[roles.prediction]).toMatchObject({ known: ['a', 'b', 'c'], growth: 'closed', capacity: 3 });
});

test('a field shared with one that is still learned stays open', () => {
  const { fields, roles } = planColumns(map, [categorical('y', ['b'], 'open')], categorical('', ['a']));
  expect(fields[roles.prediction]).toMatchObject({ known: ['a', 'b'], growth: 'open', capacity: 1024 });
});

test('models and versions in use keep codes of their own, and never more than the routing table holds', () => {
  const names = { models: ['churn', 'fraud'], versions: Array.from({ length: VERSION_CAPACITY + 5 }, (_, i) => `v${i}`) };
  const { fields, roles } = planColumns(map, [], null, names);
  expect(fields[roles.model]).toMatchObject({ known: ['churn', 'fraud'], capacity: MODEL_CAPACITY });
  const versions = fields[roles.version];
  expect(versions?.kind === 'category' && versions.known.length).toBe(VERSION_CAPACITY);
});

test('the version column used as a feature keeps the capacity of the routing table', () => {
  const known = Array.from({ length: VERSION_CAPACITY + 5 }, (_, i) => `c${i}`);
  const atTop: RecordMap = { ...map, features: { list: [{ name: 'v', path: ['v'] }] } };
  const { fields, roles } = planColumns(atTop, [categorical('v', known)], null);
  const field = fields[roles.version];
  expect(field).toMatchObject({ growth: 'open', capacity: VERSION_CAPACITY });
  expect(field?.kind === 'category' && field.known.length).toBe(VERSION_CAPACITY);
});

test('one path wanted as two kinds is refused with the path and both kinds', () => {
  const numeric: WantedFeature = { name: 'y', type: 'numeric', known: [], growth: 'closed' };
  expect(() => planColumns(map, [numeric], categorical('', []))).toThrow(
    expect.objectContaining({ code: 'EVENTS_KIND_CONFLICT', message: 'the field f.y is read as category and as number in one source' }),
  );
});

test('a feature outside a listed map has no path', () => {
  expect(featurePath({ ...map, features: { list: [{ name: 'a', path: ['x', 'a'] }] } }, 'a')).toEqual(['x', 'a']);
  expect(featurePath({ ...map, features: { list: [] } }, 'a')).toBeNull();
  expect(featurePath({ ...map, features: null }, 'a')).toBeNull();
});

const labels: WantedLabels = { key: new Uint8Array(16), asClass: true, asNumber: false };
const labelled: RecordMap = {
  ...map,
  requestId: ['id'],
  label: ['actual'],
  values: [{ kpi: 'revenue', unit: 'eur', path: ['amount'] }],
  segment: ['region'],
  attributions: { at: ['why'] },
};

test('ids, labels and scores are read only where labels are joined; values, segments and attributions where they are mapped', () => {
  const income: WantedFeature = { name: 'income', type: 'numeric', known: [], growth: 'closed' };
  const without = planColumns(labelled, [income], null);
  expect(without.roles).toMatchObject({ requestId: -1, label: -1, labelNumber: -1, score: -1 });
  expect(without.fields[without.roles.values[0] as number]).toEqual({ path: ['amount'], kind: 'number' });
  expect(without.fields[without.roles.segment]).toMatchObject({ path: ['region'], kind: 'category', growth: 'open' });
  expect(without.fields[without.attributionColumns.get('income') as number]).toEqual({ path: ['why', 'income'], kind: 'number' });
  const joined = planColumns(labelled, [income], null, undefined, labels);
  expect(joined.fields[joined.roles.requestId]).toMatchObject({ path: ['id'], kind: 'id' });
  expect(joined.fields[joined.roles.label]).toMatchObject({ path: ['actual'], kind: 'category', growth: 'open' });
  expect(joined.roles.labelNumber).toBe(-1);
  expect(joined.fields[joined.roles.score]).toEqual({ path: ['p'], kind: 'number' });
});

test('a path that labels need as another kind than features is read twice; nothing is refused for it', () => {
  const { fields, roles } = planColumns({ ...labelled, label: ['f', 'y'] }, [], categorical('', ['a']), undefined, {
    ...labels,
    asClass: true,
    asNumber: true,
  });
  expect(roles.label).toBe(roles.prediction);
  expect(fields[roles.labelNumber]).toEqual({ path: ['f', 'y'], kind: 'number' });
});

test('a record of a source of labels has an id, a label, and a time and values where they are mapped', () => {
  const { fields, roles } = planLabelColumns(
    { requestId: ['id'], model: { constant: 'churn' }, label: ['actual'], values: [], time: null },
    { ...labels, asClass: false, asNumber: true },
  );
  expect(roles).toMatchObject({ time: -1, model: -1, requestId: 0, label: -1, labelNumber: 1, values: [] });
  expect(fields.map(({ kind }) => kind)).toEqual(['id', 'number']);
});
