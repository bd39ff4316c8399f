const DOUBLE = new DataView(new ArrayBuffer(8));
const MINUS_ZERO = 1n << 63n;

/**
 * The smallest double above x; of the largest one Infinity.
 *
 * Shape: x is finite; -0 counts as 0.
 * @example nextUp(1) // 1.0000000000000002
 */
export function nextUp(x: number): number {
  DOUBLE.setFloat64(0, x + 0);
  const bits = DOUBLE.getBigUint64(0);
  DOUBLE.setBigUint64(0, bits < MINUS_ZERO ? bits + 1n : bits - 1n);
  return DOUBLE.getFloat64(0) + 0;
}

/**
 * The largest double below x; of the lowest one -Infinity.
 *
 * @example nextDown(1) // 0.9999999999999999
 */
export function nextDown(x: number): number {
  return -nextUp(-x) + 0;
}
