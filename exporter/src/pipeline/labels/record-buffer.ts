/** Room for the first records. */
const SMALLEST = 16;

/** Records of one width, one after the other: what a commit appends to a log. */
export class RecordBuffer {
  readonly #width: number;
  #view: DataView;
  #records = 0;

  /** @param width bytes of a record */
  constructor(width: number) {
    this.#width = width;
    this.#view = new DataView(new ArrayBuffer(width * SMALLEST));
  }

  get records(): number {
    return this.#records;
  }

  get bytes(): number {
    return this.#records * this.#width;
  }

  /** Makes room for one record more. @returns where to write it: a view, and the offset in it */
  next(): { view: DataView; at: number } {
    const at = this.#records * this.#width;
    if (at + this.#width > this.#view.byteLength) {
      const grown = new Uint8Array(this.#view.byteLength * 2);
      grown.set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(grown.buffer);
    }
    this.#records++;
    return { view: this.#view, at };
  }

  /** A copy of what was written. */
  encode(): Uint8Array {
    return new Uint8Array(this.#view.buffer, 0, this.bytes).slice();
  }
}

/** The records of some bytes one by one; false where the bytes are not whole records. */
export function eachRecord(bytes: Uint8Array, width: number, visit: (view: DataView, at: number) => void): boolean {
  if (bytes.length % width !== 0) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += width) visit(view, at);
  return true;
}
