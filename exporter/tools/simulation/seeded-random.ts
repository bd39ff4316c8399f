/** A source of numbers in [0, 1). */
export type Random = () => number;

/**
 * The generator mulberry32: the same seed gives the same numbers on every machine.
 *
 * Shape:   seed is taken as an unsigned 32-bit integer; period 2^32.
 * Source:  known answers in fixtures/golden/prng.json.
 * Not for: secrets.
 */
export function mulberry32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The generator sfc32, for runs that need more numbers than the period of mulberry32.
 *
 * Shape:   a seed and a stream, whole numbers; other streams of a seed give unrelated numbers. Period about 2^127.
 * Source:  Doty-Humphrey 2010, PractRand; the state is filled by mulberry32.
 * Not for: secrets.
 */
export function sfc32(seed: number, stream = 0): Random {
  const fill = mulberry32(seed ^ Math.imul(stream + 1, 0x9e3779b1));
  const word = (): number => (fill() * 4_294_967_296) | 0;
  let [a, b, c, counter] = [word(), word(), word(), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** Standard normal numbers by Box and Muller; both numbers of a pair are used, in order. */
export function normals(random: Random): Random {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const second = spare;
      spare = null;
      return second;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
