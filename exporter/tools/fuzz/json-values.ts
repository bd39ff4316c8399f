import type { Choose } from './choose.js';

/** Texts of JSON values, chosen for what a scanner can get wrong about them. */
// prettier-ignore
const NUMBERS = {
  plain: [
    '0', '1', '-1', '12', '123', '1234', '12345', '123456789', '0.1', '12.5', '-3.25', '123456.789', '12345678.9', '1234567.891', '4.35',
    '2.675', '0.000001',
  ],
  'negative zero': ['-0', '-0.0', '-0e0', '-0.000', '0', '0.0', '-0e5', '0e0', '0.000e10'],
  exponent: [
    '1e5', '1E5', '1e+5', '1e-5', '1.5e22', '1e22', '1e23', '1.7976931348623157e308', '1e309', '-1e309', '5e-324', '1e-400', '8.41e-21',
    '1e00005', '1e-00022', '123456789012345e-22', '123456789012345e22', '1e0000000000000001', '2e2', '20.0e1', '2e02',
  ],
  'huge integer': [
    '2147483648', '4294967296', '999999999', '1234567890', '9999999999', '123456789012345', '1234567890123456', '9007199254740993',
    '12345678901234567890', '100000000000000000000', '1'.repeat(400),
  ],
  'full precision': [
    '0.30000000000000004', '1.0000000000000002', '123456789.123456', '99999999999999.9', '0.1234567890123456789', '3.141592653589793',
    '2.718281828459045e-5',
  ],
} as const;
export type NumberClass = keyof typeof NUMBERS;
export const NUMBER_CLASSES = Object.keys(NUMBERS) as NumberClass[];

// prettier-ignore
const NO_JSON = [
  '01', '-01', '00', '1.', '-', '+1', '.5', '1e', '1e+', '-.5', '1.e5', '1.5.5', '0x10', 'NaN', 'Infinity', 'nope', 'nul', 'nulll',
  'nulx', 'trux', 'falsx', 'tru', 'truee', 'fals', 'falsy', '', '1 2', '--1', '1_0', '٣', '"', "'a'", '"a', '[', '[1,]', '{"a"}', '{,}',
  '"\\x"', '"\\u12g4"', '"\\u12"', '"\t"', '"a\u0000b"', '"\x1f"', '"\\"', '12\u00a0', '-a', '1a', '1,', ',1', '1}', '1}}',
];
// prettier-ignore
const OTHERS = [
  'null', 'true', 'false', '[]', '{}', '[1,2]', '[ 1 , "a" , {"b":[]} ]', '{"a":{"a":1}}', '{"a":1,"a":2}', '[[[[]]]]', '{"age":7}',
  '{"x":3}', '{ }',
];
// prettier-ignore
const TEXTS = [
  '', 'a', 'ab', 'abc', 'abcd', 'abcde', 'abcdefg', 'abcdefgh', 'abcdefghi', 'fraud-xgb', '2026.10.2', '2026.11.0', 'é', 'naïve', '日本語',
  '😀', 'abcdefghijklmnop', 'abcdefghijklmnoq', '\u007f', ' ', 'a,b', 'a"', 'a"b', 'a"c', 'a"bc', '}', '200', '504', 'null', 'DE', 'FR',
  '\u2028', '\ufeff', '__proto__', 'constructor', 'x'.repeat(40), 'y'.repeat(300), 'y'.repeat(301),
];
// prettier-ignore
const ESCAPED = [
  '"\\n"', '"a\\"b"', '"\\u0041"', '"\\u00e9"', '"\\ud800"', '"\\\\"', '"\\/"', '"abcdefg\\\\"', '"c:\\\\"', '"\\"\\""', '"abc\\"defgh"',
  '"\\u0000"', '"\\ud83d\\ude00"', '"FR\\u0020"', '"\\u0046R"',
];
// prettier-ignore
const TIMES = [
  '2026-11-23T08:00:00.001Z', '2026-11-23T08:00:00Z', '2026-11-23T08:00:59.999999Z', '2026-11-23T08:00:01', '2026-11-23 08:00:01',
  '2026-11-23T08:00', '2026-11-23', '2026-11-23T08:00:00+01:00', '2026-11-23T08:00:00-03:30', '2026-11-23T08:00:01-00:00',
  '2026-11-23T08:00:00.5-0330', '2026-11-23T08:00:00+05', '2026-11-23t08:00:00z', '2026-02-29T08:00:00Z', '2028-02-29T08:00:00Z',
  '2026-11-31T08:00:00Z', '2026-11-23T24:00:00Z', '2026-11-23T08:00:60Z', '2026-11-23T08:60:00Z', '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z', '1969-12-31T23:59:59Z', '2026-11-23T08:00:00.Z', '2026-11-23T08:00:00,123', '2026-11-23T08:00:00+24:00',
  '2026-11-23T08:00:00Zx', 'Nov 23 2026', '20261123T080000Z', '1763884800', '2026-11-23T08:00:00.123456789+00:00',
  '2026-13-01T00:00:00Z', '2026-11-23T08:00:0', '2026-11-23T08:00:00.1',
];
// prettier-ignore
const EPOCHS = [
  '1763884800', '1763884800.123', '1763884800123', '1763884800123456', '1763884800123456789', '0', '-1', '-0', '1e9', '1e30',
  '99999999999', '100000000000',
];

export function randomNumber(choose: Choose): string {
  const { random } = choose;
  const kind = random();
  if (kind < 0.3) return String(choose.below(2000));
  if (kind < 0.6) return (random() * 10 ** choose.below(7) - 50).toFixed(choose.below(9));
  if (kind < 0.75) return String((random() - 0.5) * 10 ** (choose.below(40) - 20));
  if (kind < 0.85) return (random() * 10 ** choose.below(6)).toPrecision(1 + choose.below(21));
  return choose.one(NUMBERS[choose.one(NUMBER_CLASSES)]);
}

export const numberOf = (choose: Choose, kind: NumberClass): string => choose.one(NUMBERS[kind]);
export const noJson = (choose: Choose): string => choose.one(NO_JSON);
export const otherValue = (choose: Choose): string => choose.one(OTHERS);
export const escapedText = (choose: Choose): string => choose.one(ESCAPED);

/** Mostly from a list; else one of many, so that dictionaries run full, and of many alike, so that their hashes meet. */
export function randomText(choose: Choose): string {
  if (choose.chance(0.1)) return JSON.stringify(`same${choose.below(60)}`);
  return JSON.stringify(choose.chance(0.7) ? choose.one(TEXTS) : `v${choose.below(choose.chance(0.5) ? 4 : 3000)}`);
}

/** Mostly in order and in one minute, as in a log. */
export function randomTime(choose: Choose): string {
  const kind = choose.random();
  if (kind < 0.6) return JSON.stringify(new Date(1795420800000 + choose.below(200_000)).toISOString());
  if (kind < 0.85) return JSON.stringify(choose.one(TIMES));
  return kind < 0.95 ? choose.one(EPOCHS) : randomText(choose);
}

// prettier-ignore
const DURATIONS = [
  '12.5ms', '1m30.5s', '350µs', '350μs', '7ns', '0s', '-3ms', '12 ms', '12.5', 'ms', '1e3ms', '5ms ', '0:00:01', '999999999h', '1.ms', '٣ms',
];

/** Mostly durations with their unit, also escaped. */
export function randomDuration(choose: Choose): string {
  const kind = choose.random();
  if (kind < 0.4) return JSON.stringify(`${choose.below(100_000) / 100}ms`);
  if (kind < 0.8) return JSON.stringify(choose.one(DURATIONS));
  return kind < 0.85 ? '"12\\u006ds"' : anyValue(choose);
}

export function anyValue(choose: Choose): string {
  const kind = choose.random();
  if (kind < 0.4) return randomNumber(choose);
  if (kind < 0.6) return randomText(choose);
  if (kind < 0.7) return randomTime(choose);
  return kind < 0.8 ? escapedText(choose) : otherValue(choose);
}
