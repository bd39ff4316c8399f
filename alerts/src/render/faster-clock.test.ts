import { expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../config.js';
import { expressionOf } from '../rule.js';
import { alertsOf, allRules } from '../rules/all-rules.js';
import { fasterDuration, fasterExpression, onFasterClock } from './faster-clock.js';

const MINUTES_AS_SECONDS = 60;

test('ranges and offsets of an expression are divided, names and numbers are not', () => {
  const slow = 'model:errors:ratio_rate5m > 5 and rate(a_total{le="5m"}[1h]) > 2 * rate(a_total[5m] offset 1d1h)';
  const fast = 'model:errors:ratio_rate5m > 5 and rate(a_total{le="5m"}[60s]) > 2 * rate(a_total[5s] offset 1500s)';
  expect(fasterExpression(slow, MINUTES_AS_SECONDS)).toBe(fast);
});

test.each([
  ['2m', '2s'],
  ['30s', '500ms'],
  ['1h30m', '90s'],
  ['1w', '10080s'],
])('%s is %s where minutes are seconds', (slow, fast) => {
  expect(fasterDuration(slow, MINUTES_AS_SECONDS)).toBe(fast);
});

test('what is no duration is refused', () => {
  expect(() => fasterDuration('soon', MINUTES_AS_SECONDS)).toThrow('soon is no duration');
});

test('no rule keeps a duration of minutes, and on the clock as it is all rules stay as they are', () => {
  const slow = allRules(DEFAULT_CONFIG);
  const fast = onFasterClock(allRules, DEFAULT_CONFIG, MINUTES_AS_SECONDS);
  const texts = fast.flatMap(({ groups }) =>
    groups.flatMap(({ interval, records, alerts }) => [
      ...records.map(({ expr }) => expr),
      ...alerts.flatMap((rule) => [expressionOf(rule), `[${rule.for ?? '0s'}]`, rule.worst?.query ?? '']),
      `[${interval ?? '0s'}]`,
    ]),
  );
  expect(texts.filter((text) => /\[\d+[mhdw](?!s)|offset \d+[mhdw]/.test(text))).toEqual([]);
  const seconds = (text: string): string => text.replaceAll(/(?<=\[|offset )[0-9a-z]+/g, (found) => fasterDuration(found, 1));
  const same = onFasterClock(allRules, DEFAULT_CONFIG, 1);
  expect(alertsOf(same).map(expressionOf)).toEqual(alertsOf(slow).map((rule) => seconds(expressionOf(rule))));
});
