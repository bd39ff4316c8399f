export { valueViolations, type RangeBins, type ValueViolations } from './value-checks.js';
export { MIN_ROWS_FOR_STILLNESS, isConstant, isStale } from './window-checks.js';
