/** A number in a sentence: three digits. */
export function shortNumber(x: number): string {
  return String(Number(x.toPrecision(3)));
}
