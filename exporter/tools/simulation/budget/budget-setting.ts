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

/** The settings of docs/measurements/false-alarm-budget.md. */
export const BUDGET_SETTINGS: readonly BudgetSetting[] = [5, 50].flatMap((features) =>
  [4, 8].flatMap((weeks): BudgetSetting[] => [
    { variation: 'iid', swing: 0, features, rows: 500, weeks },
    { variation: 'iid', swing: 0, features, rows: 1000, weeks },
    { variation: 'ar_rows', swing: 0, features, rows: 1000, weeks },
    { variation: 'ar_windows', swing: 0.1, features, rows: 1000, weeks },
    { variation: 'ar_windows', swing: 0.2, features, rows: 1000, weeks },
    { variation: 'daily', swing: 0.3, features, rows: 1000, weeks },
    { variation: 'weekly', swing: 0.3, features, rows: 1000, weeks },
    { variation: 'ar_windows', swing: 0.5, features, rows: 1000, weeks },
  ]),
);
