import { durationOfText } from '../duration-text.js';
import { ABSENT_NULL, ABSENT_OTHER } from '../format.js';
import { skipString, skipValue } from './byte-walk.js';

const QUOTE = 34;
const LOWER_N = 110;

/**
 * Reads durations that are written with their units, from bytes, each exactly as duration-text.ts reads the value that JSON.parse
 * gives. Texts are made into strings: there is one such field in a record at most, and its spellings are many.
 */
export class DurationReader {
  /** Offset behind the value read last; -1 when it was no JSON value. */
  end = -1;
  /** Why the duration read last is NaN. */
  absent = ABSENT_OTHER;

  /** Seconds of the value at b[p], or NaN. @param maxDepth brackets that the value may open at once, should it be none */
  read(b: Buffer, _v: DataView, p: number, maxDepth: number): number {
    const first = b[p] as number;
    this.absent = first === LOWER_N ? ABSENT_NULL : ABSENT_OTHER;
    if (first !== QUOTE) {
      this.end = skipValue(b, p, maxDepth);
      return NaN;
    }
    this.end = skipString(b, p + 1);
    return this.end < 0 ? NaN : durationOfText(JSON.parse(b.toString('utf8', p, this.end)) as string);
  }
}
