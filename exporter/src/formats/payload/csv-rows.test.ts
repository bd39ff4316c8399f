import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvRows, quotedCsvRows } from './csv-rows.js';

const cell = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('', ' ', '1', ' 2', '007', '+1', '.5', '5.', '1e3', '-', '1e', 'NaN', 'true', 'null', '[1]', 'é', '0x10', 'a b'),
  fc.string().filter((text) => !/[",\n\r]/.test(text)),
);
const text = fc
  .array(fc.array(cell, { maxLength: 6 }), { maxLength: 4 })
  .chain((rows) => fc.constantFrom('\n', '\r\n').map((end) => rows.map((cells) => cells.join(',')).join(end)));

it('reads text without quotes as the parser of RFC 4180 does', () => {
  fc.assert(
    fc.property(text, (csv) => {
      expect(csvRows(csv)).toEqual(quotedCsvRows(csv));
    }),
  );
});

it('reads numbers as numbers, nothing as null and everything else as its text', () => {
  expect(csvRows('1.5,,DE\n"2","a, ""b""\nc",\n\n 3 , x\n')).toEqual([
    [1.5, null, 'DE'],
    [2, 'a, "b"\nc', null],
    [3, ' x'],
  ]);
});

it('refuses wrong quotes and more cells than one record may cost', () => {
  expect(csvRows('1,"2')).toBeNull();
  expect(csvRows(','.repeat(65_535))).toHaveLength(1);
  expect(csvRows(','.repeat(65_536))).toBeNull();
  expect(csvRows(`1${',1'.repeat(65_536)}`)).toBeNull();
});
