import type { Columns } from '../format.js';
import { NumberReader } from '../number-reader.js';
import { skipText, skipValue } from './byte-walk.js';
import { exerciseScanner, type SlotKind } from './exercise-scanner.js';
import type { Layout, ValueSlot } from './layout.js';
import { categoryCode, constantCode, idCode, missingCode, numberCode, timeCode, unwantedCode } from './slot-code.js';
import { CategorySlot, IdSlot, TimeSlot, type SlotReader } from './slot-reader.js';

/**
 * Reads the record at b[p] into a row.
 *
 * Shape: `v` views the bytes of `b`; the record ends with a newline, and 16 bytes behind it are readable.
 * @returns the offset behind the newline, or -1 when the record is not of this layout (the row then holds anything)
 */
export type ScanRecord = (b: Buffer, v: DataView, p: number, row: number) => number;

/**
 * Values read by one generated function.
 * Why 8:     V8 never optimises a function of more than 60 kB of bytecode; a number takes 1.8 kB. And the larger a function, the longer
 *            it takes to be optimised, again after each step back: with 24 values the second 200 MB of a log were read at 1.75 M
 *            records a second, with 12 at 2.21 M, with 8 at 2.25 M, with 4 at 2.28 M.
 * Too low:   a call for every few values: with 4 the steady speed falls from 2.56 M to 2.49 M. Too high: as above.
 */
const SEGMENT_VALUES = 8;

/** Makes the scanners of the layouts of one decoder; they fill its columns. */
export class LayoutCompiler {
  readonly #slots: readonly SlotReader[];
  readonly #environment: Environment;

  /** @param slots one for each field */
  constructor(columns: Columns, slots: readonly SlotReader[]) {
    this.#slots = slots;
    this.#environment = environmentOf(columns, slots);
  }

  /**
   * @param freeRow a row that may be written to
   * @returns null where code may not be made from text (--disallow-code-generation-from-strings)
   */
  compile(layout: Layout, freeRow: number): ScanRecord | null {
    try {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- all of the text is ours: of the record only numbers get in
      const make = new Function('E', this.#source(layout)) as (environment: Environment) => ScanRecord;
      const scan = make(this.#environment);
      exerciseScanner(scan, layout, (slot) => this.#kindOf(slot), freeRow);
      return scan;
    } catch (error) {
      if (error instanceof EvalError) return null;
      throw error;
    }
  }

  #source(layout: Layout): string {
    const parts = layout.pieces.map(({ constant, slot }) => constantCode(constant) + this.#slotCode(slot));
    const missing = layout.missing.map((f) => missingCode(f, this.#slots[f])).join('');
    parts.push(`${constantCode(layout.tail)}X[r]=${layout.extras};\n${missing}`);
    const segments: string[] = [];
    for (let i = 0; i < parts.length; i += SEGMENT_VALUES) segments.push(parts.slice(i, i + SEGMENT_VALUES).join(''));
    const functions = segments.map(
      (body, i) => `const f${i}=(b,v,p,r)=>{let c=0,d=0,g=0,k=0,m=0,n=0,s=0,t=0,w=0,x=0.5;\n${body}return p;};\n`,
    );
    const calls = segments.map((_, i) => `p=f${i}(b,v,p,r);if(p<0)return -1;`).join('');
    const constants = Object.keys(this.#environment).map((name) => `${name}=E.${name}`);
    return `"use strict";const ${constants.join()};\n${functions.join('')}return (b,v,p,r)=>{O[r]=p;${calls}return p;};`;
  }

  #slotCode(slot: ValueSlot): string {
    const reader = this.#slots[slot.field];
    if (reader instanceof CategorySlot) return categoryCode(slot.field, slot, reader.table);
    if (reader instanceof TimeSlot) return timeCode(slot.field, slot);
    if (reader instanceof IdSlot) return idCode(slot.field, slot);
    return reader ? numberCode(slot.field, slot) : unwantedCode(slot);
  }

  #kindOf(slot: ValueSlot): SlotKind {
    const reader = this.#slots[slot.field];
    if (reader instanceof CategorySlot) return { category: reader.table.texts };
    if (reader instanceof IdSlot) return 'id';
    return reader instanceof TimeSlot ? 'time' : reader ? 'number' : 'unwanted';
  }
}

/**
 * What the generated text may name, as constants around its functions: V8 folds the addresses of the columns into the code. One
 * object, as a source may have more columns than a function may have arguments.
 */
type Environment = Readonly<Record<string, unknown>>;

function environmentOf(columns: Columns, slots: readonly SlotReader[]): Environment {
  const environment: Record<string, unknown> = {
    N: new NumberReader(),
    P: Float64Array.from({ length: 32 }, (_, i) => (i < 16 ? 1 : -1) * Number(`1e${i % 16}`)),
    I: Int32Array.of(1, 10, 100, 1000, 10_000),
    O: columns.offsets,
    X: columns.extras,
    string: skipText,
    skip: skipValue,
  };
  slots.forEach((slot, f) => {
    environment[`C${f}`] = slot.values;
    if (slot instanceof CategorySlot) {
      const { table } = slot;
      const { firstWords, secondWords, lengths, codes } = table;
      Object.assign(environment, { [`T${f}`]: table, [`F${f}`]: firstWords, [`S${f}`]: secondWords, [`L${f}`]: lengths, [`K${f}`]: codes });
    } else environment[`A${f}`] = slot.absent;
    if (slot instanceof TimeSlot) environment[`T${f}`] = slot.reader;
    if (slot instanceof IdSlot) environment[`T${f}`] = slot;
  });
  return environment;
}
