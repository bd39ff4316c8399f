import { expect, test } from 'vitest';
import { namePattern, type NamePattern } from './name-pattern.js';

const read = (pattern: string, path: string): ReturnType<NamePattern['read']> => {
  const compiled = namePattern(pattern);
  if (typeof compiled === 'string') throw new Error(compiled);
  return compiled.read(path);
};
const time = (pattern: string, path: string): string | null => {
  const found = read(pattern, path)?.time;
  return found ? `${new Date(found.startMs).toISOString()} ${(found.endMs - found.startMs) / 60_000}` : null;
};

test('reads model and version from folder and file names, each within one name', () => {
  expect(read('{model}/{version}/features-*.parquet', 'in/churn/2.1/features-a.parquet')).toMatchObject({ model: 'churn', version: '2.1' });
  expect(read('{model}-{version}.csv', 'eu-churn-2.csv')).toMatchObject({ model: 'eu', version: 'churn-2' });
  expect(read('{model}.csv', 'a/b.csv')).toMatchObject({ model: 'b', version: null, time: null });
  expect(read('{model}/x.csv', 'x.csv')).toBeNull();
});

test.each([
  ['f-{yyyy}.csv', 'f-2024.csv', '2024-01-01T00:00:00.000Z 527040'],
  ['f-{yyyy}{mm}.csv', 'f-202402.csv', '2024-02-01T00:00:00.000Z 41760'],
  ['f-{yyyy}-{mm}-{dd}.csv', 'in/f-2024-02-29.csv', '2024-02-29T00:00:00.000Z 1440'],
  ['{yyyy}/{mm}/{dd}/{HH}.csv', '2024/12/31/23.csv', '2024-12-31T23:00:00.000Z 60'],
  ['f-{yyyy}{mm}{dd}T{HH}{MM}.csv', 'f-20241231T2359.csv', '2024-12-31T23:59:00.000Z 1'],
])('%s reads %s as the time that it names and its length in minutes', (pattern, path, expected) => {
  expect(time(pattern, path)).toBe(expected);
});

test.each(['f-2023-02-29.csv', 'f-2023-13-01.csv', 'f-1969-12-31.csv', 'f-2023-1-1.csv', 'f-2023-01-01.csv.gz', 'of-2023-01-01.csv'])(
  '%s names no day of the pattern',
  (path) => expect(read('f-{yyyy}-{mm}-{dd}.csv', path)).toBeNull(),
);

test('what stands between the parts is taken literally', () => {
  expect(read('a.b+c(1)-{version}.csv', 'a.b+c(1)-7.csv')?.version).toBe('7');
  expect(read('a.b-{version}.csv', 'axb-7.csv')).toBeNull();
});

test.each([
  ['{day}.csv', 'names the part {day}; there are {model}, {version}, {yyyy}, {mm}, {dd}, {HH}, {MM}'],
  ['{model}-{model}.csv', 'names a part twice; name each one once'],
  ['{yyyy}-{dd}.csv', 'names a time without {mm}; name all parts from {yyyy} down'],
  ['{mm}.csv', 'names a time without {yyyy}; name all parts from {yyyy} down'],
])('%s is refused', (pattern, why) => expect(namePattern(pattern)).toBe(why));
