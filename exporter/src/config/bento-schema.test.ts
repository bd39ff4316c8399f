import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bentoMap, parseBentoSchema, type BentoSchema } from './bento-schema.js';

const log = readFileSync(new URL('../../fixtures/config/bento-schema.jsonl', import.meta.url), 'utf8');

it('takes roles and types from the newest line, and leaves out sequences and targets', () => {
  expect(parseBentoSchema(log)).toEqual({
    bentoName: 'iris',
    bentoVersion: '3jwlz',
    features: [
      { name: 'sepal len', type: 'numeric' },
      { name: 'color', type: 'categorical' },
    ],
    prediction: { name: 'pred', type: 'categorical' },
  });
});

it('gives a map whose columns are named as a whole', () => {
  expect(bentoMap(parseBentoSchema(log) as BentoSchema)).toMatchObject({
    time: { path: ['timestamp'] },
    model: { constant: 'iris' },
    version: { constant: '3jwlz' },
    features: { list: [{ name: 'sepal len', path: ['sepal len'], type: 'numeric' }, { name: 'color' }] },
    prediction: ['pred'],
    predictionType: 'categorical',
  });
});

it('reads names beside the columns as well, and a service that is no bento as unversioned', () => {
  expect(parseBentoSchema('{"bento_name":"a","columns":[]}')).toMatchObject({
    bentoName: 'a',
    bentoVersion: 'unversioned',
    prediction: null,
  });
});

it('says what is wrong without any of the text', () => {
  for (const text of ['', '\n', '{"secret"', '[]', '{"columns":{}}', '{"columns":[{"role":"feature"}]}', '{"columns":[7]}']) {
    const schema = parseBentoSchema(text);
    expect(schema).toHaveProperty('problem');
    expect(JSON.stringify(schema)).not.toContain('secret');
  }
});
