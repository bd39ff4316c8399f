/** The key of a keyed hash: 16 secret bytes. */
export type HashKey = Uint8Array;

/** The two halves of a 64-bit hash, as unsigned 32-bit numbers. */
export interface Hash64 {
  lo: number;
  hi: number;
}

const SCRATCH = 512;

/**
 * SipHash-2-4: a keyed hash of 64 bits. Without the key nobody can say which id a hash belongs to, or make ids that collide.
 * Two of n ids collide with probability n^2 / 2^65: 3e-8 for a million.
 *
 * Our own, because node:crypto takes 2 us a call where this takes 0.2 for an id of 36 characters, and hashes are what the joins of
 * halves and of labels spend their time on. The state is kept in local variables: in an array it took twice as long.
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012); its test vectors are in sip-hash.test.ts.
 */
export class SipHash {
  readonly #k: Int32Array;
  #scratch = Buffer.alloc(SCRATCH);

  /** @throws RangeError when the key is not 16 bytes */
  constructor(key: HashKey) {
    if (key.length !== 16) throw new RangeError(`a SipHash key requires 16 bytes (found ${key.length})`);
    const view = new DataView(key.buffer, key.byteOffset, 16);
    this.#k = Int32Array.of(view.getInt32(0, true), view.getInt32(4, true), view.getInt32(8, true), view.getInt32(12, true));
  }

  /** The hash of a text in UTF-8, written into `into`. */
  hash(text: string, into: Hash64): void {
    if (text.length * 3 > this.#scratch.length) this.#scratch = Buffer.alloc(text.length * 4);
    this.hashBytes(this.#scratch, 0, this.#scratch.write(text, 0, 'utf8'), into);
  }

  /** The hash of bytes[start, end), written into `into`. */
  hashBytes(bytes: Uint8Array, start: number, end: number, into: Hash64): void {
    const k = this.#k;
    const [k0, K0, k1, K1] = [k[0] as number, k[1] as number, k[2] as number, k[3] as number];
    // v0..v3 as pairs of low and high words.
    let a = k0 ^ 0x70736575;
    let A = K0 ^ 0x736f6d65;
    let b = k1 ^ 0x6e646f6d;
    let B = K1 ^ 0x646f7261;
    let c = k0 ^ 0x6e657261;
    let C = K0 ^ 0x6c796765;
    let d = k1 ^ 0x79746573;
    let D = K1 ^ 0x74656462;
    const length = end - start;
    const words = length >>> 3;
    let at = start;
    let lo = 0;
    let hi = 0;
    let t = 0;
    // Steps of two rounds each: one for each word, one for what is left behind the last whole word, two that finish.
    for (let step = 0; step < words + 3; step++) {
      if (step < words) {
        lo = wordAt(bytes, at);
        hi = wordAt(bytes, at + 4);
        at += 8;
      } else if (step === words) {
        // The length is in the highest byte.
        const rest = length & 7;
        lo = rest >= 4 ? wordAt(bytes, at) : restAt(bytes, at, rest);
        hi = (rest > 4 ? restAt(bytes, at + 4, rest - 4) : 0) | (length << 24);
      } else {
        lo = 0;
        hi = 0;
        if (step === words + 1) c ^= 0xff;
      }
      d ^= lo;
      D ^= hi;
      for (let round = 0; round < 2; round++) {
        // v0 += v1; v2 += v3. A sum of low words that is less than a term has a carry.
        a = (a + b) | 0;
        A = (A + B + (a >>> 0 < b >>> 0 ? 1 : 0)) | 0;
        c = (c + d) | 0;
        C = (C + D + (c >>> 0 < d >>> 0 ? 1 : 0)) | 0;
        // v1 = rotl(v1, 13) ^ v0; v3 = rotl(v3, 16) ^ v2; v0 = rotl(v0, 32)
        t = ((b << 13) | (B >>> 19)) ^ a;
        B = ((B << 13) | (b >>> 19)) ^ A;
        b = t;
        t = ((d << 16) | (D >>> 16)) ^ c;
        D = ((D << 16) | (d >>> 16)) ^ C;
        d = t;
        t = a;
        a = A;
        A = t;
        // v2 += v1; v0 += v3
        c = (c + b) | 0;
        C = (C + B + (c >>> 0 < b >>> 0 ? 1 : 0)) | 0;
        a = (a + d) | 0;
        A = (A + D + (a >>> 0 < d >>> 0 ? 1 : 0)) | 0;
        // v1 = rotl(v1, 17) ^ v2; v3 = rotl(v3, 21) ^ v0; v2 = rotl(v2, 32)
        t = ((b << 17) | (B >>> 15)) ^ c;
        B = ((B << 17) | (b >>> 15)) ^ C;
        b = t;
        t = ((d << 21) | (D >>> 11)) ^ a;
        D = ((D << 21) | (d >>> 11)) ^ A;
        d = t;
        t = c;
        c = C;
        C = t;
      }
      a ^= lo;
      A ^= hi;
    }
    into.lo = (a ^ b ^ c ^ d) >>> 0;
    into.hi = (A ^ B ^ C ^ D) >>> 0;
  }
}

/** Four bytes, the lowest first. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
}

/** Fewer than four bytes likewise. */
function restAt(bytes: Uint8Array, at: number, n: number): number {
  let word = 0;
  for (let i = 0; i < n; i++) word |= (bytes[at + i] as number) << (8 * i);
  return word;
}
