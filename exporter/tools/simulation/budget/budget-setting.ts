/** How the windows of a simulated model vary although nothing drifts. */
export type Variation =
  /** Rows are independent. */
  | 'iid'
  /** Each row depends on the one before: AR(1), rho 0.9. */
  | 'ar_rows'
  /** The mean of a feature wanders from window to window: AR(1), rho 0.9. */
  | 'ar_windows'
  /** The mean of a feature follows the hour of the day, or of the week. */
  | 'daily'
  | 'weekly';

/** One kind of model. Windows are an hour long. */
export interface BudgetSetting {
  readonly variation: Variation;
  /** How far the mean of a feature swings, in standard deviations of its values: sd of the wandering, or amplitude of the season. */
  readonly swing: number;
  readonly features: number;
  /** Rows of a window. */
  readonly rows: number;
  /** Length of the reference. */
  readonly weeks: number;
}

/** Correlation of neighbouring rows or windows. */
export const RHO = 0.9;

const VARIATIONS = [
  { variation: 'iid', swing: 0, rows: 500 },
  { variation: 'iid', swing: 0, rows: 1000 },
  { variation: 'ar_rows', swing: 0, rows: 1000 },
  { variation: 'ar_windows', swing: 0.1, rows: 1000 },
  { variation: 'ar_windows', swing: 0.2, rows: 1000 },
  { variation: 'daily', swing: 0.3, rows: 1000 },
  { variation: 'weekly', swing: 0.3, rows: 1000 },
  // Too much for any threshold under the cap: the build must say so.
  { variation: 'ar_windows', swing: 0.5, rows: 1000 },
] as const;

/** The settings of docs/measurements/false-alarm-budget.md. */
export const BUDGET_SETTINGS: readonly BudgetSetting[] = [
  ...VARIATIONS.map((one) => ({ ...one, features: 5, weeks: 4 })),
  ...VARIATIONS.map((one) => ({ ...one, features: 5, weeks: 8 })),
  ...VARIATIONS.filter(({ rows, swing }) => rows === 1000 && swing < 0.5).map((one) => ({ ...one, features: 50, weeks: 4 })),
];
