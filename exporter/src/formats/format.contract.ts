import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeInChunks, firstDifference, type Decoded } from './decode-in-chunks.js';
import type { RejectReason } from '../contract/index.js';
import { DECODER_PADDING, type DecoderFactory, type DecoderOptions, type StreamDecoder } from './format.js';

/** A format and texts of its records. Each text is one record without its line end; it wants the fields of CONTRACT_FIELDS. */
export interface FormatUnderTest {
  readonly name: string;
  readonly factory: DecoderFactory;
  /** What a stream begins with, line end included. */
  readonly head: string;
  readonly good: readonly string[];
  readonly bad: readonly { readonly text: string; readonly reason: RejectReason }[];
  readonly blank: readonly string[];
  /** A good record of so many bytes. */
  readonly ofBytes: (bytes: number) => string;
  /** Other fields than CONTRACT_FIELDS. */
  readonly fields?: DecoderOptions['fields'];
  /** Where records of the format are longer and deeper than those of the others. */
  readonly limits?: Pick<DecoderOptions, 'maxRecordBytes' | 'maxDepth'>;
}

/** `ts`, `model` and `latency`, whatever they are in the format. */
export const CONTRACT_FIELDS: DecoderOptions['fields'] = [
  { path: ['ts'], kind: 'time', unit: 'auto' },
  { path: ['model'], kind: 'category', known: ['churn'], growth: 'open', capacity: 3 },
  { path: ['latency'], kind: 'number' },
];
const LIMITS = { maxRecordBytes: 400, maxDepth: 4 };

/** What every format promises. */
export function describeFormatContract({ name, factory, head, good, bad, blank, ofBytes, fields, limits }: FormatUnderTest): void {
  const OPTIONS: DecoderOptions = { fields: fields ?? CONTRACT_FIELDS, featuresAt: null, batchRows: 4, ...(limits ?? LIMITS) };
  const MAX_RECORD_BYTES = OPTIONS.maxRecordBytes;
  const decode = (lines: readonly string[], sizes = [1 << 20], end = '\n'): Decoded =>
    decodeInChunks(factory(OPTIONS), Buffer.from(head + lines.map((line) => line + end).join('')), sizes);
  const opened = (lines: readonly string[]): { data: Buffer; stream: StreamDecoder } => ({
    data: Buffer.concat([Buffer.from(head + lines.map((line) => `${line}\n`).join('')), Buffer.alloc(DECODER_PADDING)]),
    stream: factory(OPTIONS).open(Buffer.from(head)),
  });
  const anyLine = fc.constantFrom<{ text: string; outcome: 'row' | 'none' | RejectReason }>(
    ...good.map((text) => ({ text, outcome: 'row' as const })),
    ...bad.map(({ text, reason }) => ({ text, outcome: reason })),
    ...blank.map((text) => ({ text, outcome: 'none' as const })),
  );

  describe(`${name} keeps the contract of formats`, () => {
    it('ends every record in exactly one of rows and rejects, at its offset, and blank lines in neither', () => {
      fc.assert(
        fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
          const { rows, rejects } = decode(lines.map(({ text }) => text));
          let offset = Buffer.byteLength(head);
          const outcomes = lines.map(({ text, outcome }) => {
            const at = offset;
            const bytes = Buffer.byteLength(text);
            offset += bytes + 1;
            return { outcome, offset: at, bytes };
          });
          expect(rows.map(([at]) => at)).toEqual(outcomes.filter(({ outcome }) => outcome === 'row').map((line) => line.offset));
          expect(rejects.map(({ reason, offset: at }) => [reason, at])).toEqual(
            outcomes.filter(({ outcome }) => outcome !== 'row' && outcome !== 'none').map((line) => [line.outcome, line.offset]),
          );
        }),
      );
    });

    it('gives the same for every cut of the stream into chunks', () => {
      fc.assert(
        fc.property(
          fc.array(anyLine, { maxLength: 12 }),
          fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }),
          (lines, sizes) => {
            const texts = lines.map(({ text }) => text);
            expect(firstDifference(decode(texts, sizes), decode(texts))).toBeNull();
          },
        ),
      );
    });

    it('gives the same when the stream is cut in two at any byte, and byte by byte', () => {
      const texts = [...good, ...bad.map(({ text }) => text), ...blank, ...good];
      const whole = decode(texts);
      const bytes = Buffer.byteLength(head + texts.join('\n'));
      for (let k = 1; k < bytes; k++) expect(firstDifference(decode(texts, [k, bytes]), whole), `cut at ${k}`).toBeNull();
      expect(firstDifference(decode(texts, [1]), whole)).toBeNull();
    });

    it('lets no bad record cost its neighbours', () => {
      const neighbour = good[0] as string;
      for (const { text, reason } of bad) {
        const { rows, rejects } = decode([neighbour, text, neighbour]);
        expect(
          rejects.map((reject) => reject.reason),
          text,
        ).toEqual([reason]);
        expect(
          rows.map((row) => row.slice(1)),
          text,
        ).toEqual(decode([neighbour, neighbour]).rows.map((row) => row.slice(1)));
      }
    });

    it('accepts a record of the longest length and rejects one byte more as too_large', () => {
      const { rows, rejects } = decode([ofBytes(MAX_RECORD_BYTES), ofBytes(MAX_RECORD_BYTES + 1), ofBytes(MAX_RECORD_BYTES)]);
      expect(rows).toHaveLength(2);
      expect(rejects).toMatchObject([{ reason: 'too_large', bytes: MAX_RECORD_BYTES + 1 }]);
      // The last record, which has no newline.
      expect(decode([ofBytes(MAX_RECORD_BYTES)], [1 << 20], '').rows).toHaveLength(1);
      expect(decode([ofBytes(MAX_RECORD_BYTES + 1)], [1 << 20], '').rejects).toHaveLength(1);
    });

    it('takes carriage returns before newlines for part of the line end', () => {
      const values = (decoded: Decoded): unknown[] => decoded.rows.map((row) => row.slice(1));
      expect(values(decode(good, [7], '\r\n'))).toEqual(values(decode(good)));
    });

    it('takes a record without a newline for whole when nothing follows, and leaves it when something may', () => {
      const text = head + (good[0] as string);
      const buffer = Buffer.concat([Buffer.from(text), Buffer.alloc(DECODER_PADDING)]);
      const end = buffer.length - DECODER_PADDING;
      let rows = 0;
      const sink = { rows: (n: number) => (rows += n), reject: () => undefined };
      const stream = factory(OPTIONS).open(Buffer.from(head));
      expect(stream.decode(buffer, 0, end, false, sink)).toBe(Buffer.byteLength(head));
      expect(rows).toBe(0);
      expect(stream.decode(buffer, Buffer.byteLength(head), end, true, sink)).toBe(end);
      expect(rows).toBe(1);
    });

    it('keeps dictionaries from stream to stream and nothing else', () => {
      const decoder = factory(OPTIONS);
      const data = Buffer.from(head + good.map((text) => `${text}\n`).join(''));
      const first = decodeInChunks(decoder, data, [50]);
      // A stream that was given up in the middle of a record.
      decoder
        .open(Buffer.from(head))
        .decode(Buffer.concat([data, Buffer.alloc(DECODER_PADDING)]), 0, 9, false, { rows: () => undefined, reject: () => undefined });
      const second = decodeInChunks(decoder, data, [1 << 20]);
      expect(second.dictionaries).toEqual(first.dictionaries);
      expect(second.rows).toEqual(first.rows);
    });

    it('hands over at most batchRows rows at once', () => {
      const texts = Array.from({ length: 11 }, (_, i) => good[i % good.length] as string);
      const batches: number[] = [];
      const { data, stream } = opened(texts);
      stream.decode(data, 0, data.length - DECODER_PADDING, true, { rows: (n) => batches.push(n), reject: () => undefined });
      expect(batches).toEqual([4, 4, 3]);
    });

    it('hands over no row twice after a sink threw, at a reject or at a batch', () => {
      const texts = [good[0], bad[0]?.text, good[1], good[2], good[3], good[4]] as string[];
      const { data, stream } = opened(texts);
      const end = data.length - DECODER_PADDING;
      const refuse = (): never => {
        throw new Error('the disk is full');
      };
      for (const failing of [
        { rows: () => undefined, reject: refuse },
        { rows: refuse, reject: () => undefined },
      ]) {
        expect(() => stream.decode(data, 0, end, true, failing)).toThrow('the disk is full');
        let rows = 0;
        stream.decode(data, 0, end, true, { rows: (n) => (rows += n), reject: () => undefined });
        expect(rows).toBe(5);
      }
    });
  });
}
