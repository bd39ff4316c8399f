import { DECODER_PADDING } from '../format.js';
import type { ScanRecord } from './compile-layout.js';
import type { Layout, ValueSlot } from './layout.js';

/** Values that take the usual ways through the code of their slot; the value in the record that was learned comes first. */
const NUMBERS = ['7', '-12', '12345', '3.25', '-0.12345', 'null'];
const TIMES = ['"2026-11-23T08:00:00.001Z"', '"2026-11-23T08:00:01"', '"2026-11-23T09:00:01.5+01:00"', '"2026-11-23"', 'null'];
const IDS = ['"3f2b8c1e-5d4a-4b6f-a7c8-9e0d1f2a3b4c"', '17', 'null'];
const UNWANTED = ['"text"', '1.5', 'null'];

/** Once without and twice with feedback: V8 begins to collect it during the first call. */
const ROUNDS = 3;

/** How the values of a slot are read; a category with the texts that have a code. */
export type SlotKind = 'number' | 'time' | 'id' | 'unwanted' | { readonly category: readonly string[] };

/**
 * Runs a new scanner over made-up records of its layout, so that it has taken the usual turns before it becomes hot.
 *
 * Why: V8 throws optimised code away at the first turn that it has not seen ("insufficient type feedback": the first null or
 * minus of each field) and starts counting anew. Until the code is optimised again a record costs 25 us, ten times JSON.parse.
 * Gained: the first 200 MB of the log of tools/bench-formats.ts in 330-370 ms of CPU instead of 380-450.
 * Not more of it: with long numbers, exponents, escapes and lists as well there is no such step back at all, but the optimised
 * code then has to keep room for those turns, and is 17 % slower for good.
 *
 * The scanner writes to `row`, which must be free. It gives no category a code, whatever it reads.
 */
export function exerciseScanner(scan: ScanRecord, layout: Layout, kindOf: (slot: ValueSlot) => SlotKind, row: number): void {
  const choices = layout.pieces.map(({ slot }) => [slot.sample, ...usualValues(kindOf(slot)).map((text) => Buffer.from(text))]);
  const lines = Array.from({ length: NUMBERS.length + 1 }, (_, i) => lineOf(layout, choices, i));
  for (let round = 0; round < ROUNDS; round++) {
    for (const line of lines) scan(line, new DataView(line.buffer, line.byteOffset, line.length), 0, row);
  }
}

function usualValues(kind: SlotKind): readonly string[] {
  if (typeof kind === 'object') return [...shortestAndLongest(kind.category).map((text) => JSON.stringify(text)), 'null'];
  return { number: NUMBERS, time: TIMES, id: IDS, unwanted: UNWANTED }[kind];
}

function shortestAndLongest(texts: readonly string[]): string[] {
  const sorted = [...texts].sort((a, b) => a.length - b.length);
  return [...sorted.slice(0, 1), ...sorted.slice(-1)];
}

/** The record in which each slot holds its i-th value. */
function lineOf(layout: Layout, choices: readonly (readonly Buffer[])[], i: number): Buffer {
  const parts = layout.pieces.flatMap(({ constant }, k) => {
    const values = choices[k] as readonly Buffer[];
    return [constant, values[i % values.length] as Buffer];
  });
  return Buffer.concat([...parts, layout.tail, Buffer.alloc(DECODER_PADDING)]);
}
