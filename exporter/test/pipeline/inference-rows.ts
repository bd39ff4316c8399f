import fc from 'fast-check';
import { ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER, planColumns, type Batch, type RecordMap } from '../../src/events/index.js';

/** One row of a batch: a numeric feature `x`, a categorical one `c`, latency, tokens, cost. */
export interface InferenceRow {
  readonly x: number;
  /** Why x is absent, where it is NaN. */
  readonly why: number;
  readonly code: number;
  readonly latencyMs: number;
  readonly firstTokenMs: number;
  readonly outcome: number;
  readonly tokens: number;
  readonly cost: number;
}

export const ROW_MAP: RecordMap = {
  time: { path: ['t'], unit: 'ms' },
  model: { constant: 'm' },
  version: { constant: '1' },
  latency: { path: ['l'], perSecond: 1000 },
  timeToFirstToken: { path: ['tt'], perSecond: 1000 },
  outcome: null,
  features: { at: ['f'] },
  prediction: null,
  score: null,
  tokensInput: ['i'],
  tokensOutput: ['o'],
  cost: { path: ['cost'], currency: 'EUR' },
};
export const CATEGORIES = ['a', 'b', 'rare'];

const FEATURES = [
  { name: 'x', type: 'numeric', known: [], growth: 'closed' },
  { name: 'c', type: 'categorical', known: CATEGORIES, growth: 'closed' },
] as const;

/** Negative, zero, -0, repeated, NaN, infinite and extreme values among the ordinary ones. */
export const inferenceRow: fc.Arbitrary<InferenceRow> = fc.record({
  x: fc.oneof(
    fc.constantFrom(-1, 0, -0, 1, 10, NaN, Infinity, -Infinity, -5, 1e300, -1e300, 5e-324),
    fc.double(),
    fc.integer({ min: -3, max: 3 }),
  ),
  why: fc.constantFrom(ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER),
  code: fc.constantFrom(0, 1, 2, 3, -1, -2, -3),
  latencyMs: fc.oneof(fc.constantFrom(NaN, 0, -0, 1, 10, 10.5, 100, 5000, 1e10), fc.double({ min: 0, max: 1e4, noNaN: true })),
  firstTokenMs: fc.constantFrom(NaN, 3, 7.25, -1, Infinity),
  outcome: fc.constantFrom(0, 0, 0, 1, 2, 3),
  tokens: fc.constantFrom(NaN, 0, -0, 1, 7, 1e6, -4, Infinity, 1e300),
  cost: fc.oneof(fc.constantFrom(NaN, 0, -1, 0.1, 1e-6, Infinity), fc.double({ min: 0, max: 10, noNaN: true })),
});

export interface BatchOptions {
  readonly map?: RecordMap;
  /** Columns of the features; default: both. */
  readonly carries?: readonly ('x' | 'c')[];
}

/** The rows as a decoder would deliver them. */
export function batchOf(rows: readonly InferenceRow[], { map = ROW_MAP, carries = ['x', 'c'] }: BatchOptions = {}): Batch {
  const plan = planColumns(
    map,
    FEATURES.filter(({ name }) => carries.includes(name)),
    null,
  );
  const { roles, featureColumns } = plan;
  const values = plan.fields.map((field) => (field.kind === 'category' ? new Int32Array(rows.length) : new Float64Array(rows.length)));
  const absent = plan.fields.map((field) => (field.kind === 'category' ? null : new Uint8Array(rows.length)));
  const write = (column: number, of: (row: InferenceRow, r: number) => number): void =>
    rows.forEach((row, r) => column >= 0 && ((values[column] as Float64Array)[r] = of(row, r)));
  write(roles.time, (_, r) => r);
  write(roles.latency, (row) => row.latencyMs);
  write(roles.timeToFirstToken, (row) => row.firstTokenMs);
  write(roles.tokensInput, (row) => row.tokens);
  write(roles.tokensOutput, (row) => row.tokens);
  write(roles.cost, (row) => row.cost);
  const x = featureColumns.get('x') ?? -1;
  write(x, (row) => row.x);
  rows.forEach((row, r) => x >= 0 && ((absent[x] as Uint8Array)[r] = row.why));
  write(featureColumns.get('c') ?? -1, (row) => row.code);
  return {
    columns: {
      values,
      absent,
      dictionaries: plan.fields.map((field) => (field.kind === 'category' ? field.known : null)),
      offsets: new Float64Array(rows.length),
      extras: new Uint16Array(rows.length).fill(1),
    },
    plan,
    outcomes: Uint8Array.from(rows, (row) => row.outcome),
    units: { latencyPerSecond: 1000, firstTokenPerSecond: 1000 },
    costCurrency: map.cost?.currency ?? null,
  };
}

/** Row numbers in order. */
export const inOrder = (rows: readonly unknown[]): Int32Array => Int32Array.from(rows, (_, r) => r);
