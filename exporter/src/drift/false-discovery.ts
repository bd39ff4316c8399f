import { driftError } from './errors.js';

/**
 * P-values adjusted for the number of tests, so that among those below a rate at most that share is false.
 *
 * Formula: q_(i) = min over j >= i of c m p_(j) / j, at most 1; c = 1 (Benjamini-Hochberg, valid for independent or
 *          positively dependent tests) or sum 1/i (Benjamini-Yekutieli, valid for any dependence).
 * Shape:   probabilities in any order; the result is in the order of the input. Empty in, empty out.
 * Errors:  DRIFT_OUT_OF_RANGE for a value that is no probability.
 * Source:  Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001. Agrees with scipy 1.17.1 false_discovery_control.
 * @example adjustForManyTests([0.01, 0.04, 0.03]) // [0.03, 0.04, 0.04]
 */
export function adjustForManyTests(
  pValues: readonly number[],
  method: 'benjamini-hochberg' | 'benjamini-yekutieli' = 'benjamini-hochberg',
): number[] {
  pValues.forEach((p, i) => {
    if (!(p >= 0 && p <= 1)) {
      throw driftError('DRIFT_OUT_OF_RANGE', { call: 'adjustForManyTests', name: `p-value ${i}`, required: 'in [0, 1]', found: p });
    }
  });
  const m = pValues.length;
  const dependence = method === 'benjamini-yekutieli' ? harmonic(m) : 1;
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const adjusted = new Array<number>(m);
  let smallest = 1;
  order.forEach(({ p, index }, position) => {
    smallest = Math.min(smallest, (dependence * m * p) / (m - position));
    adjusted[index] = smallest;
  });
  return adjusted;
}

function harmonic(m: number): number {
  let sum = 0;
  for (let i = m; i >= 1; i--) sum += 1 / i;
  return sum;
}
