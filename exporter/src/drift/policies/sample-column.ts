/** One column of raw values, missing and infinite ones left out. Categories come as counts, numbers as they are. */
export type SampleColumn =
  | { readonly feature: string; readonly type: 'numeric'; readonly values: Float64Array; /** Ascending. */ readonly isSorted?: true }
  | { readonly feature: string; readonly type: 'categorical'; readonly counts: ReadonlyMap<string, number> };

/** How many values a column holds. */
export function sizeOf(column: SampleColumn): number {
  if (column.type === 'numeric') return column.values.length;
  let size = 0;
  for (const count of column.counts.values()) size += count;
  return size;
}

/** Counts of two columns over the values of both, in the order of the values; numbers count by value. */
export function countsOfBoth(a: SampleColumn, b: SampleColumn): { readonly a: number[]; readonly b: number[] } {
  const [first, second] = [countsOf(a), countsOf(b)];
  const keys = [...new Set([...first.keys(), ...second.keys()])].sort();
  return { a: keys.map((key) => first.get(key) ?? 0), b: keys.map((key) => second.get(key) ?? 0) };
}

/** Distinct values of some columns together; stops counting behind `enough`. */
export function distinctValues(columns: readonly SampleColumn[], enough: number): number {
  const seen = new Set<number | string>();
  for (const column of columns) {
    const values: Iterable<number | string> = column.type === 'numeric' ? column.values : column.counts.keys();
    for (const value of values) {
      seen.add(value === 0 ? 0 : value);
      if (seen.size > enough) return seen.size;
    }
  }
  return seen.size;
}

export function countsOf(column: SampleColumn): ReadonlyMap<string, number> {
  if (column.type === 'categorical') return column.counts;
  const counts = new Map<string, number>();
  for (const value of column.values) {
    const key = String(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Columns of one feature put together. */
export function joinedColumns(columns: readonly SampleColumn[]): SampleColumn | null {
  const [first] = columns;
  if (!first) return null;
  if (first.type === 'categorical') {
    const counts = new Map<string, number>();
    for (const column of columns) for (const [value, n] of countsOf(column)) counts.set(value, (counts.get(value) ?? 0) + n);
    return { feature: first.feature, type: 'categorical', counts };
  }
  const parts = columns.flatMap((column) => (column.type === 'numeric' ? [column.values] : []));
  return { feature: first.feature, type: 'numeric', values: adjoining(parts) ?? concatenated(parts) };
}

/** Arrays that lie one behind the other in one buffer as one view of it: chunks of a large file are not copied. */
function adjoining(parts: readonly Float64Array[]): Float64Array | null {
  const [first] = parts;
  if (!first) return null;
  let end = first.byteOffset;
  for (const part of parts) {
    if (part.buffer !== first.buffer || part.byteOffset !== end) return null;
    end += part.byteLength;
  }
  return new Float64Array(first.buffer, first.byteOffset, (end - first.byteOffset) / Float64Array.BYTES_PER_ELEMENT);
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}
