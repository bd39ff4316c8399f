import { describe, expect, it } from 'vitest';
import { CategoryCodes } from '../category-codes.js';
import { CategoryTable } from './category-table.js';
import { IdColumn } from '../id-column.js';
import type { ValueSlot } from './layout.js';
import { categoryCode, constantCode, idCode, missingCode, numberCode, timeCode, unwantedCode } from './slot-code.js';
import { CategorySlot, IdSlot } from './slot-reader.js';

const slot = (sample: string): ValueSlot => ({ field: 0, mayHoldFields: true, maxDepth: 3, sample: Buffer.from(sample) });
const table = new CategoryTable(new CategoryCodes({ path: ['x'], kind: 'category', known: [], growth: 'open', capacity: 9 }));

describe('generated code', () => {
  it('holds no loop: V8 would enter it there and never optimise the function, and one process in eight ran at a third of its speed', () => {
    const samples = ['1', '0.1234567890123456', '"a"', `"${'x'.repeat(36)}"`, 'null', '{}', '[1]'].map(slot);
    const code = samples.flatMap((one) => [numberCode(0, one), categoryCode(0, one, table), timeCode(0, one), unwantedCode(one)]);
    const ids = new IdSlot(new IdColumn(new Uint8Array(16), new Uint32Array(2), new Uint8Array(1)));
    const missing = [new CategorySlot(new Int32Array(1), table), ids, undefined].map((reader) => missingCode(0, reader));
    const all = [...code, idCode(0, slot('"a"')), constantCode(Buffer.from(',"name":')), ...missing].join('');
    expect(all).not.toMatch(/\b(?:for|while|do)\b/);
  });

  it('holds numbers only where the record had bytes: nothing of a record gets into it as text', () => {
    const hostile = Buffer.from('","x":"*/;globalThis.stolen=1;//');
    expect(constantCode(hostile)).not.toContain('stolen');
    expect(unwantedCode({ ...slot('"*/;globalThis.stolen=1;//"'), field: -1 })).not.toContain('stolen');
  });

  it('compares no byte behind the newline of a shorter line but the three that share its word', () => {
    const test = new Function('b', 'v', 'p', `${constantCode(Buffer.from('abcdefghijk\n'))}return p;`) as (
      b: Buffer,
      v: DataView,
      p: number,
    ) => number;
    const line = Buffer.from('abcd\n123');
    expect(test(line, new DataView(line.buffer, line.byteOffset, line.length), 0)).toBe(-1);
  });
});
