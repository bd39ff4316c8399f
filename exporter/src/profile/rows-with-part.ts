/**
 * The rows of `order[from..to)` that carry a part, in their order.
 *
 * @param parts PART_* bits of each row of the batch
 */
export function rowsWithPart(parts: Uint8Array, part: number, order: Int32Array, from: number, to: number): Int32Array {
  const rows = new Int32Array(to - from);
  let n = 0;
  for (let k = from; k < to; k++) {
    const r = order[k] as number;
    if (((parts[r] as number) & part) !== 0) rows[n++] = r;
  }
  return rows.subarray(0, n);
}
