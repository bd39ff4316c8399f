import type { LineCase } from './line-case.js';
import { odd } from './sample-log.js';

const WHOLE = odd();
/** 33 levels: one more than the limit. */
const NESTED = `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`;
const MEBIBYTE = 1024 * 1024;
/** Every byte but the newline, which would end the line. */
const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 10));

/** Lines that are no records. */
export const BROKEN_LINES: readonly LineCase[] = [
  { name: 'broken JSON', bad: WHOLE.replace('"version"', 'version'), rejected: { syntax: 1 } },
  { name: 'a line that was cut in the middle', bad: WHOLE.slice(0, WHOLE.length / 2), rejected: { syntax: 1 } },
  { name: 'a line that was cut, with the next one glued to it', bad: WHOLE.slice(0, -9) + WHOLE, rejected: { syntax: 1 } },
  { name: 'two records in one line', bad: WHOLE + WHOLE, rejected: { syntax: 1 } },
  { name: 'a missing comma', bad: WHOLE.replace(',"status"', ' "status"'), rejected: { syntax: 1 } },
  { name: 'a comma too many', bad: WHOLE.replace(/}$/, ',}'), rejected: { syntax: 1 } },
  { name: 'a Python dictionary', bad: WHOLE.replaceAll('"', "'"), rejected: { syntax: 1 } },
  { name: 'a record spread over lines', bad: JSON.stringify(JSON.parse(WHOLE), null, 2), rejected: { syntax: 12 } },
  {
    name: 'an array, a number, a text, true and null in place of an object',
    bad: [`[${WHOLE}]`, '42', '"text"', 'true', 'null'].join('\n'),
    rejected: { syntax: 5 },
  },
  {
    name: 'NaN and Infinity, as Python writes them',
    bad: ['NaN', 'Infinity', '-Infinity'].map((word) => WHOLE.replace('0.5', word)).join('\n'),
    rejected: { syntax: 3 },
  },
  { name: 'plain text between the records', bad: 'Traceback (most recent call last):\n  File "serve.py", line 7', rejected: { syntax: 2 } },
  { name: 'terminal colours', bad: `\u001b[32mINFO\u001b[0m ${WHOLE}`, rejected: { syntax: 1 } },
  { name: 'nesting deeper than limits.depth', bad: WHOLE.replace('5.5', NESTED), rejected: { too_deep: 1 } },
  { name: 'a megabyte of opening brackets', bad: '['.repeat(1_000_000), rejected: { too_deep: 1 } },
  { name: 'a line longer than limits.line', bad: `{"x":"${'y'.repeat(MEBIBYTE)}"}`, rejected: { too_large: 1 } },
  { name: 'binary data', bad: Buffer.concat([ALL_BYTES, Buffer.from('\n'), ALL_BYTES]), rejected: { encoding: 2 } },
  { name: 'zero bytes in a line', bad: WHOLE.replace('"maybe"', '"may\0be"'), rejected: { encoding: 1 } },
  {
    name: 'bytes that are no UTF-8 outside of a text',
    bad: Buffer.concat([Buffer.from(WHOLE.slice(0, -1)), Buffer.from([0xc3, 0x28]), Buffer.from('}')]),
    rejected: { encoding: 1 },
  },
  {
    name: 'bytes that are no UTF-8 in a text (Latin-1)',
    bad: Buffer.from(WHOLE.replace('maybe', 'vielleicht später'), 'latin1'),
    taken: 1,
    counted: [['aiops_predictions_total', { class: 'other' }, 1]],
    note: 'the text is read with U+FFFD in place of the byte',
  },
  { name: 'UTF-16', bad: Buffer.from(WHOLE, 'utf16le'), rejected: { encoding: 1 } },
  {
    name: 'a byte order mark at the beginning of the file',
    bad: WHOLE,
    taken: 1,
    written: (before, bad, after) => Buffer.concat([Buffer.from(`\ufeff${before}\n`), bad, Buffer.from(`\n${after}\n`)]),
    note: 'nothing: it is no part of the first record',
  },
  {
    name: 'line ends of Windows',
    bad: WHOLE,
    taken: 1,
    written: (before, bad, after) => Buffer.concat([Buffer.from(`${before}\r\n`), bad, Buffer.from(`\r\n${after}\r\n`)]),
    note: 'nothing: they are line ends',
  },
  { name: 'blank lines', bad: '\n   \n\t\n\r\n', note: 'nothing: they are no records' },
];
