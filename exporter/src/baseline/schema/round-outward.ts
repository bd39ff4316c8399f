const STEPS = [1, 2, 5];

/**
 * The range that a schema says, from the smallest and largest value that was seen: each bound is moved outward to 1, 2 or 5 times a
 * power of ten. Another sample of the same data nearly always has the same schema then; with the bounds as they are it never would.
 *
 * Why 1, 2, 5: a bound moves out by a factor of 2.5 at most, so a value ten times too large (a changed unit) is always outside.
 * Finer: each new training set would be a new version. Coarser: a change of unit could go unseen. Pinned by: model-schema.test.ts
 *
 * @example roundOutward(0.4999, 15.0001) // [0.2, 20]
 * @example roundOutward(-122.4, 0) // [-200, 0]
 */
export function roundOutward(min: number, max: number): [number, number] {
  return [-roundUp(-min), roundUp(max)].map((bound) => bound + 0) as [number, number];
}

function roundUp(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  const power = Math.floor(Math.log10(size));
  // Through text, as 2 * 10 ** -7 is not 2e-7 in doubles; next powers, as log10 can be off by its last bit.
  const steps = [power - 1, power, power + 1].flatMap((e) => STEPS.map((step) => Number(`${step}e${e}`)));
  if (x > 0) return steps.find((step) => step >= size) ?? x;
  return -(steps.findLast((step) => step <= size) ?? size);
}
