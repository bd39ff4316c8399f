const QUOTE = 34;
const BACKSLASH = 92;
const SPACE = 32;
const [QUOTES, ESCAPES, ONES, SPACES, HIGH_BITS] = [0x22222222, 0x5c5c5c5c, 0x01010101, 0x20202020, 0x80808080 | 0] as const;
const MULTIPLIER = -1640531535;

/** The wanted keys of one object, found by the bytes of a key. */
export class KeyTable<T> {
  /** Offset behind the closing quote of the key read last; -1 for a key that is broken, has an escape or is not ASCII. */
  end = -1;
  /** Hash of the key read last. */
  hash = 0;
  readonly #mask: number;
  readonly #hashes: Int32Array;
  readonly #keys: (Buffer | undefined)[];
  readonly #values: (T | undefined)[];

  constructor(entries: readonly (readonly [string, T])[]) {
    const slots = 2 ** (32 - Math.clz32(2 * entries.length + 1));
    this.#mask = slots - 1;
    this.#hashes = new Int32Array(slots);
    this.#keys = new Array<Buffer | undefined>(slots).fill(undefined);
    this.#values = new Array<T | undefined>(slots).fill(undefined);
    for (const [key, value] of entries) this.#add(key, value);
  }

  /** What belongs to the key at b[p], behind its opening quote; undefined for an unwanted one. */
  find(b: Buffer, v: DataView, p: number): T | undefined {
    this.#read(b, v, p);
    const length = this.end - 1 - p;
    for (let slot = this.hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const key = this.#keys[slot];
      if (key === undefined) return undefined;
      if (this.#hashes[slot] === this.hash && key.length === length && isAt(key, b, p)) return this.#values[slot];
    }
  }

  #read(b: Buffer, v: DataView, p: number): void {
    let hash = 0;
    for (;;) {
      const w = v.getInt32(p, true);
      if ((((w ^ QUOTES) - ONES) | ((w ^ ESCAPES) - ONES) | (w - SPACES) | w) & HIGH_BITS) break;
      hash = Math.imul(hash ^ w, MULTIPLIER);
      hash ^= hash >>> 15;
      p += 4;
    }
    let c = b[p] as number;
    for (; c !== QUOTE && c >= SPACE && c < 128 && c !== BACKSLASH; c = b[++p] as number) hash = Math.imul(hash ^ c, MULTIPLIER);
    this.hash = hash ^ (hash >>> 15);
    this.end = c === QUOTE ? p + 1 : -1;
  }

  #add(key: string, value: T): void {
    // A key that needs an escape, or is not ASCII, is never found here: `end` says so, and the referee looks.
    const quoted = Buffer.from(`${key}"\n   `);
    this.#read(quoted, new DataView(quoted.buffer, quoted.byteOffset, quoted.length), 0);
    if (this.end !== quoted.length - 4) return;
    let slot = this.hash & this.#mask;
    while (this.#keys[slot] !== undefined) slot = (slot + 1) & this.#mask;
    this.#hashes[slot] = this.hash;
    this.#keys[slot] = Buffer.from(key);
    this.#values[slot] = value;
  }
}

function isAt(key: Buffer, b: Buffer, p: number): boolean {
  for (let i = 0; i < key.length; i++) if (key[i] !== b[p + i]) return false;
  return true;
}
