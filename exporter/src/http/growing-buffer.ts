/**
 * Bytes that arrive in pieces of any size, in one piece of memory of their own.
 *
 * Why not a list of the pieces: a chunked body can come in pieces of one byte, each of which Node hands over as an object of
 * some hundred bytes, so that a batch far below its limit would fill the memory of the process.
 */
export class GrowingBuffer {
  #bytes: Buffer;
  #length = 0;

  /** @param expectedBytes room to begin with; more is made as it is needed */
  constructor(expectedBytes = 0) {
    this.#bytes = Buffer.allocUnsafeSlow(expectedBytes);
  }

  append(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    piece.copy(this.#bytes, this.#length);
    this.#length = length;
  }

  /** What was appended. It shares its memory with nothing else (not with the pool either), so that it may be transferred. */
  contents(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}
