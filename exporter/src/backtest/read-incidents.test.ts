import { describe, expect, test } from 'vitest';
import { readIncidents } from './index.js';

const ONE = `incidents:
  - model: churn
    kind: error_burst
    start: 2026-01-04T14:00:00Z
    end: 2026-01-04T15:30:00Z
    should: page
`;

test('an incident may name one model, several or none; who is to blame is the model where nothing else is said', () => {
  const { incidents, clean } = readIncidents(
    `${ONE}  - { model: [a, b], kind: k, start: '2026-01-04T14:00:00+01:00', end: '2026-01-05T00:00:00Z', should: ticket, attributed_to: pipeline }
  - { kind: k, start: '2026-01-04T14:00:00Z', end: '2026-01-05T00:00:00Z', should: nothing }
clean: [{ model: c, start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' }]
`,
    'i.yaml',
  );
  expect(incidents.map(({ models, attributedTo }) => [models, attributedTo])).toEqual([
    [['churn'], 'model'],
    [['a', 'b'], 'pipeline'],
    [[], 'model'],
  ]);
  expect(incidents[1]?.startMs).toBe(Date.parse('2026-01-04T13:00:00Z'));
  expect(clean).toEqual([{ model: 'c', startMs: Date.parse('2026-01-01'), endMs: Date.parse('2026-01-02') }]);
});

describe('a fault is named with its line and key', () => {
  test.each([
    ['a word that is none of those allowed', ONE.replace('page', 'wake'), 6, 'incidents.0.should'],
    ['a time that is none', ONE.replace('2026-01-04T14:00:00Z', 'yesterday'), 4, 'incidents.0.start'],
    ['an end before the start', ONE.replace('15:30', '13:30'), 5, 'incidents.0.end'],
    ['a key that nobody reads', `${ONE}    colour: red\n`, 7, 'incidents.0.colour'],
    ['a key that is missing', ONE.replace('    kind: error_burst\n', ''), 2, 'incidents.0.kind'],
    ['no list', 'incidents: none\n', 1, 'incidents'],
    ['an empty file', '', 1, 'file'],
    ['what is no YAML', `${ONE}  - { model: [a\n`, 8, 'YAML'],
  ])('%s', (_, text, line, key) => {
    expect(() => readIncidents(text, 'i.yaml')).toThrow(
      expect.objectContaining({ code: 'BACKTEST_BAD_INCIDENTS', message: expect.stringContaining(`i.yaml:${line}: ${key}: `) }),
    );
  });
});
