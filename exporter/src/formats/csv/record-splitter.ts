const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;

/**
 * What the bytes of a record came to: `whole`; `cut` where they end before the record does; `malformed` where a quote stands
 * inside of an unquoted cell, or something follows a closing quote.
 */
export type SplitOutcome = 'whole' | 'cut' | 'malformed';

/** Finds the cells of CSV records (RFC 4180): a cell in quotes may hold delimiters, line ends and, doubled, quotes. */
export class RecordSplitter {
  /** Content of cell i, without its quotes: [starts[i], ends[i]). */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where the content of cell i holds doubled quotes. */
  readonly doubled: Uint8Array;
  /** Cells of the record, also those that the arrays have no place for. */
  count = 0;
  /** Offset behind the record, without its line end. */
  end = 0;
  /** Offset behind its line end. */
  next = 0;
  readonly #delimiter: number;

  /** @param cells as many as are kept; further ones are only counted */
  constructor(delimiter: number, cells: number) {
    this.#delimiter = delimiter;
    this.starts = new Int32Array(cells + 1);
    this.ends = new Int32Array(cells + 1);
    this.doubled = new Uint8Array(cells + 1);
  }

  /**
   * Splits the record at b[p].
   *
   * @param isLast nothing follows `end`: a record without a line end is whole there
   */
  split(b: Buffer, p: number, end: number, isLast: boolean): SplitOutcome {
    this.count = 0;
    for (;;) {
      const after = p < end && b[p] === QUOTE ? this.#quoted(b, p + 1, end, isLast) : this.#plain(b, p, end);
      if (after === CUT || (after === end && !isLast)) return 'cut';
      if (after === MALFORMED) return 'malformed';
      if (after === end || b[after] === NEWLINE) {
        this.next = Math.min(after + 1, end);
        return 'whole';
      }
      p = after + 1;
    }
  }

  /** A cell without quotes; the offset of the delimiter or newline behind it, or `end`. */
  #plain(b: Buffer, start: number, end: number): number {
    const delimiter = this.#delimiter;
    let p = start;
    for (; p < end; p++) {
      const c = b[p];
      if (c === delimiter || c === NEWLINE) break;
      if (c === QUOTE) return MALFORMED;
    }
    const isLineEnd = p === end || b[p] === NEWLINE;
    this.#keep(start, isLineEnd && p > start && b[p - 1] === RETURN ? p - 1 : p, 0);
    return p;
  }

  /** A cell behind its opening quote; as above. */
  #quoted(b: Buffer, start: number, end: number, isLast: boolean): number {
    let doubled = 0;
    let p = start;
    for (; ; p++) {
      p = b.indexOf(QUOTE, p);
      if (p < 0 || p >= end) return CUT;
      if (p + 1 === end || b[p + 1] !== QUOTE) break;
      doubled = 1;
      p++;
    }
    this.#keep(start, p, doubled);
    const close = p + 1;
    this.end = close;
    if (b[close] === this.#delimiter && close < end) return close;
    p = close < end && b[close] === RETURN ? close + 1 : close;
    if (p === end) return isLast ? end : CUT;
    return b[p] === NEWLINE ? p : MALFORMED;
  }

  #keep(start: number, end: number, doubled: number): void {
    const cell = Math.min(this.count++, this.starts.length - 1);
    this.starts[cell] = start;
    this.ends[cell] = end;
    this.doubled[cell] = doubled;
    this.end = end;
  }
}

const CUT = -1;
const MALFORMED = -2;
