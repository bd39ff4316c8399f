/** Steps between ticks, by their leading digit. */
const STEPS = [1, 2, 5, 10];

/**
 * Round numbers within [low, high], ascending: about as many as wanted, never fewer than two thirds of it where there is room.
 *
 * @example roundTicks(0.55, 1.02, 4) // [0.6, 0.7, 0.8, 0.9, 1]
 */
export function roundTicks(low: number, high: number, wanted: number): number[] {
  const raw = (high - low) / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  // The largest round step that is not above the raw one by more than a half: 0.118 -> 0.1.
  const step = magnitude * (STEPS.findLast((one) => one * magnitude <= raw * 1.5) ?? 1);
  const first = Math.ceil(low / step);
  // From whole multiples, so that 0.1 + 0.2 does not become 0.30000000000000004.
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
