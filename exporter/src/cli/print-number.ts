/** A number for a table: four significant digits, exponents only where they are shorter. */
export function shortNumber(x: number | null): string {
  if (x === null) return '-';
  return String(Number(x.toPrecision(4)));
}

/** A share as per cent with one decimal: 0.0123 -> `1.2 %`. Small shares that are not zero say so. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '-';
  const share = (100 * part) / whole;
  return part > 0 && share < 0.05 ? '<0.1 %' : `${share.toFixed(1)} %`;
}

/** A count with thin groups: 5832 -> `5 832`. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** A p- or q-value: three decimals, and a bound below that. */
export function probability(p: number | null): string {
  if (p === null) return '-';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
