/** The numbers of Evidently 0.7's default choice of test. They are its own, and not configurable: another number is another policy. */

/** Values of the reference up to which a test of significance is taken; beyond, a distance. */
export const LARGE_REFERENCE = 1000;
/** Distinct values up to which numbers are taken for categories. */
export const FEW_VALUES = 5;
export const P_THRESHOLD = 0.05;
export const DISTANCE_THRESHOLD = 0.1;
/** Share of drifted columns from which the data set counts as drifted. */
export const EVIDENTLY_DRIFT_SHARE = 0.5;
