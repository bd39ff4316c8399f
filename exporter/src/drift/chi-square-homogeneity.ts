import { countTotals, crossDifference } from './bin-counts.js';
import { chiSquareUpperTail } from './chi-square-upper-tail.js';

/** The outcome of a chi-square test. `insufficient`: fewer than two columns with counts, or an empty row. */
export type ChiSquareResult =
  | {
      readonly status: 'ok';
      readonly statistic: number;
      readonly df: number;
      readonly pValue: number;
      /** Expected counts of the columns with counts, reference row first. */
      readonly expected: readonly [readonly number[], readonly number[]];
    }
  | { readonly status: 'insufficient' };

/**
 * Chi-square test of homogeneity on a 2 x K table: are both rows drawn from one distribution?
 *
 * Formula: sum (O - E)^2 / E over both rows, E = row total * column total / grand total, df = K - 1; computed as
 *          sum d^2 / (N M c) with d = r M - w N (r, w the counts of a column, c = r + w, N and M the row totals), whose
 *          cross products are exact.
 * Shape:   two rows of counts over the same bins. Columns empty in both rows are dropped first.
 * Options: `yates` shrinks each |O - E| by min(0.5, |O - E|), only where exactly two columns are left (as scipy does).
 * Unit:    pValue is a probability; the statistic has none.
 * Errors:  DRIFT_LENGTH_MISMATCH, DRIFT_BAD_COUNT. Never returns NaN.
 * Source:  Pearson 1900. Agrees with scipy 1.17.1 stats.chi2_contingency.
 * Not for: tables with expected counts under 5 (see chiSquarePooled); goodness of fit against given shares.
 * @example chiSquareHomogeneity([10, 20], [20, 20]).pValue // 0.16318677476266996
 */
export function chiSquareHomogeneity(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  correction: 'none' | 'yates' = 'none',
): ChiSquareResult {
  const totals = countTotals('chiSquareHomogeneity', reference, current);
  const columns = Array.from({ length: reference.length }, (_, i) => [reference[i] ?? 0, current[i] ?? 0] as const).filter(
    ([r, w]) => r + w > 0,
  );
  if (columns.length < 2 || totals.reference === 0 || totals.current === 0) return { status: 'insufficient' };
  const all = totals.reference + totals.current;
  const shrink = correction === 'yates' && columns.length === 2;
  let statistic = 0;
  for (const [r, w] of columns) {
    const cross = Math.abs(crossDifference(r, totals.current, w, totals.reference));
    const difference = shrink ? Math.max(0, cross - all / 2) : cross;
    // Divided step by step: the product N * M * c would leave the range of doubles for huge tables.
    statistic += (difference / totals.reference / (r + w)) * (difference / totals.current);
  }
  const df = columns.length - 1;
  const expectedOf = (rowTotal: number): number[] => columns.map(([r, w]) => ((r + w) / all) * rowTotal);
  return {
    status: 'ok',
    statistic,
    df,
    pValue: chiSquareUpperTail(statistic, df),
    expected: [expectedOf(totals.reference), expectedOf(totals.current)],
  };
}
