import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mulberry32, normals } from '../../tools/simulation/seeded-random.js';
import { CodedError } from '../contract/index.js';
import { attributionNdcg, type Attributions } from './attribution-ndcg.js';
import { chiSquareHomogeneity, type ChiSquareResult } from './chi-square-homogeneity.js';
import { chiSquareUpperTail } from './chi-square-upper-tail.js';
import { clopperPearsonInterval } from './clopper-pearson-interval.js';
import { evidentlyShares } from './evidently-shares.js';
import { adjustForManyTests } from './false-discovery.js';
import { hellingerDistance } from './hellinger.js';
import { jensenShannonDistance } from './jensen-shannon.js';
import { ksBinned } from './ks-binned.js';
import { ksTwoSample } from './ks-two-sample.js';
import { kullbackLeibler } from './kullback-leibler.js';
import { lInfinityDistance } from './l-infinity.js';
import { newcombeInterval } from './newcombe-interval.js';
import { poolRareBins } from './pool-rare-bins.js';
import { psiEvidently } from './psi-evidently.js';
import { psiOfShares } from './psi-of-shares.js';
import { psi } from './psi.js';
import { quantiles } from './quantiles.js';
import { totalVariation } from './total-variation.js';
import { twoProportionTest } from './two-proportion-test.js';
import { wassersteinBinned } from './wasserstein-binned.js';
import { wassersteinDistance } from './wasserstein.js';
import { wilsonInterval } from './wilson-interval.js';

const GOLDEN = new URL('../../fixtures/golden/', import.meta.url);
const INSUFFICIENT = { status: 'insufficient' };

interface Bound {
  readonly abs: number;
  readonly rel: number;
}
interface Case {
  readonly name: string;
  readonly fn: string;
  readonly input: Record<string, unknown>;
  readonly expected: Record<string, unknown>;
  readonly tolerance: Bound & { readonly fields?: Readonly<Record<string, Bound>> };
}
interface SampleSpec {
  readonly seed: number;
  readonly n: number;
  readonly dist: string;
  readonly lo: number;
  readonly hi: number;
  readonly mean: number;
  readonly sd: number;
  readonly scale: number;
  readonly k: number;
  readonly decimals?: number;
}

/** "Infinity", "-Infinity" and "NaN" stand for the numbers that JSON cannot say. */
function numberOf(value: unknown): number {
  if (typeof value !== 'number' && !['Infinity', '-Infinity', 'NaN'].includes(String(value)))
    throw new TypeError('not a number of the vectors');
  return Number(value);
}

/** A sample that is listed, or that a seed stands for (README.md of the vectors). */
function sampleOf(value: unknown): number[] {
  if (Array.isArray(value)) return value.map(numberOf);
  const spec = value as SampleSpec;
  const random = mulberry32(spec.seed);
  const normal = normals(random);
  const draw: Record<string, () => number> = {
    uniform: () => spec.lo + (spec.hi - spec.lo) * random(),
    normal: () => spec.mean + spec.sd * normal(),
    exponential: () => -spec.scale * Math.log(1 - random()),
    integer: () => Math.floor(spec.k * random()),
  };
  const scale = 10 ** (spec.decimals ?? 0);
  const rounded = (x: number): number => (spec.decimals === undefined ? x : Math.floor(x * scale + 0.5) / scale);
  return Array.from({ length: spec.n }, () => rounded((draw[spec.dist] as () => number)()));
}

const sides = ({ input }: Case): [number[], number[]] => [sampleOf(input['ref']), sampleOf(input['cur'])];
const chiSquare = (result: ChiSquareResult): Record<string, unknown> =>
  result.status === 'ok'
    ? { status: 'ok', statistic: result.statistic, df: result.df, p_value: result.pValue, expected_counts: result.expected }
    : INSUFFICIENT;
const proportion = (value: unknown): { successes: number; n: number } => {
  const { x, n } = value as { x: number; n: number };
  return { successes: x, n };
};

/** One adapter per function of the vectors. */
const ADAPTERS: Record<string, (c: Case) => Record<string, unknown>> = {
  attribution_ndcg: ({ input }) => ({
    ...(attributionNdcg(input['baseline'] as Attributions, input['live'] as Attributions) ?? INSUFFICIENT),
  }),
  chi2_sf: ({ input }) => ({ sf: chiSquareUpperTail(numberOf(input['x']), numberOf(input['df'])) }),
  chi2_homogeneity: ({ input }) => {
    const [ref, cur] = input['table'] as [number[], number[]];
    return chiSquare(chiSquareHomogeneity(ref, cur, input['correction'] ? 'yates' : 'none'));
  },
  chi2_pooled: (c) => {
    const { reference, current, ...parts } = poolRareBins(...sides(c), numberOf(c.input['min_expected']));
    return { ...parts, table: [reference, current], ...chiSquare(chiSquareHomogeneity(reference, current)) };
  },
  distances: (c) => {
    const [p, q] = 'p' in c.input ? [sampleOf(c.input['p']), sampleOf(c.input['q'])] : sides(c);
    if (hellingerDistance(p, q) === null) return INSUFFICIENT;
    return {
      js_e: jensenShannonDistance(p, q, 'e'),
      js_2: jensenShannonDistance(p, q, '2'),
      hellinger: hellingerDistance(p, q),
      total_variation: totalVariation(p, q),
      l_infinity: lInfinityDistance(p, q),
      kl_pq: kullbackLeibler(p, q),
      kl_qp: kullbackLeibler(q, p),
    };
  },
  fdr_adjust: ({ input }) => ({
    q: adjustForManyTests(sampleOf(input['p']), input['method'] === 'bh' ? 'benjamini-hochberg' : 'benjamini-yekutieli'),
  }),
  ks_binned: (c) => {
    const statistic = ksBinned(...sides(c));
    return statistic === null ? INSUFFICIENT : { statistic };
  },
  ks_2samp: (c) => {
    const { statistic, pValue, method } = ksTwoSample(...sides(c), c.input['method'] as 'auto' | 'exact' | 'asymp');
    return { statistic, p_value: pValue, method };
  },
  prng: ({ input }) => {
    const n = numberOf(input['n']);
    const seed = numberOf(input['seed']);
    const draw = (random: () => number): number[] => Array.from({ length: n }, random);
    const uniform = draw(mulberry32(seed));
    return { uint32: uniform.map((u) => u * 2 ** 32), uniform, normal: draw(normals(mulberry32(seed))) };
  },
  sample: ({ input }) => {
    const values = sampleOf(input['sample']);
    const bytes = new DataView(new ArrayBuffer(8 * values.length));
    values.forEach((value, i) => bytes.setFloat64(8 * i, value));
    const sha256_be_doubles = createHash('sha256').update(bytes).digest('hex');
    return { first: values.slice(0, 5), last: values.slice(-3), sum: values.reduce((a, b) => a + b, 0), sha256_be_doubles };
  },
  psi_additive: (c) => ({ psi: psi(...sides(c)) }),
  psi_evidently: (c) => {
    const shares = evidentlyShares(...sides(c));
    return { psi: psiEvidently(...sides(c)), kl_renormalised: shares && kullbackLeibler(shares.reference, shares.current) };
  },
  psi_epsilon: ({ input }) => {
    const [p, q] = [sampleOf(input['p']), sampleOf(input['q'])];
    const epsilon = numberOf(input['epsilon']);
    const fill = (shares: number[]): number[] => shares.map((share) => share || epsilon);
    // The vectors' KL is not renormalised; ours always is, so the sum over p and the scales are put back.
    const [total, other] = [fill(p), fill(q)].map((shares) => shares.reduce((a, b) => a + b, 0)) as [number, number];
    const kl = total * ((kullbackLeibler(fill(p), fill(q)) ?? NaN) + Math.log(total / other));
    return { psi: psiOfShares(p, q, epsilon), kl };
  },
  quantiles: ({ input }) => ({
    quantiles: quantiles(sampleOf(input['x']), input['q'] as number[], input['method'] as 'linear' | 'inverted_cdf'),
  }),
  wasserstein_samples: (c) => {
    const { distance, referenceSd, normalised } = wassersteinDistance(...sides(c));
    return { distance, ref_std: referenceSd, normalised };
  },
  wasserstein_binned: (c) => {
    const { edges, min, max, ref_std } = c.input as { edges: number[]; min: number; max: number; ref_std: number };
    return { ...(wassersteinBinned(...sides(c), { edges, min, max, sd: ref_std }) ?? INSUFFICIENT) };
  },
  wilson: ({ input }) => ({
    ...(wilsonInterval({ successes: numberOf(input['successes']), n: numberOf(input['n']) }, numberOf(input['confidence'])) ??
      INSUFFICIENT),
  }),
  clopper_pearson: ({ input }) => ({
    ...(clopperPearsonInterval({ successes: numberOf(input['successes']), n: numberOf(input['n']) }, numberOf(input['confidence'])) ??
      INSUFFICIENT),
  }),
  two_proportion_z: ({ input }) => {
    const result = twoProportionTest(proportion(input['a']), proportion(input['b']));
    return result ? { statistic: result.z, p_value: result.pValue } : INSUFFICIENT;
  },
  newcombe: ({ input }) => ({
    ...(newcombeInterval(proportion(input['a']), proportion(input['b']), numberOf(input['confidence'])) ?? INSUFFICIENT),
  }),
};

const ERROR_CODES: Record<string, string> = {
  empty: 'DRIFT_EMPTY_SAMPLE',
  non_finite: 'DRIFT_NOT_FINITE',
  length_mismatch: 'DRIFT_LENGTH_MISMATCH',
  out_of_range: 'DRIFT_OUT_OF_RANGE',
  negative: 'DRIFT_BAD_COUNT',
};

/** Compares as the vectors' README says; `insufficient` of a measure that returns a number is null. */
function compare(got: unknown, want: unknown, tolerance: Case['tolerance'], key: string): void {
  if (Array.isArray(want)) {
    expect(Array.isArray(got) ? got.length : got, `${key}.length`).toBe(want.length);
    want.forEach((item, i) => compare((got as unknown[])[i], item, tolerance, key));
  } else if (typeof want === 'number' || ['Infinity', '-Infinity', 'NaN'].includes(String(want))) {
    const expected = numberOf(want);
    if (Object.is(got, expected)) return;
    const { abs, rel } = tolerance.fields?.[key] ?? tolerance;
    expect(typeof got, key).toBe('number');
    const error = Math.abs((got as number) - expected);
    expect(error, `${key}: got ${String(got)}, want ${expected}`).toBeLessThanOrEqual(abs + rel * Math.abs(expected));
  } else {
    expect(got, key).toEqual(want);
  }
}

function check(c: Case): void {
  const adapter = ADAPTERS[c.fn];
  if (!adapter) throw new Error(`no adapter for ${c.fn}`);
  const { error } = c.expected;
  if (typeof error === 'string') {
    let thrown: unknown = null;
    try {
      adapter(c);
    } catch (cause) {
      thrown = cause;
    }
    expect(thrown).toBeInstanceOf(CodedError);
    expect((thrown as CodedError).code).toBe(ERROR_CODES[error]);
    return;
  }
  const got = adapter(c);
  if (c.expected['status'] === 'insufficient' && !('status' in got)) expect(Object.values(got)).toEqual(Object.values(got).map(() => null));
  else for (const [key, want] of Object.entries(c.expected)) compare(got[key], want, c.tolerance, key);
}

describe('agrees with scipy and numpy on the golden vectors', () => {
  for (const file of readdirSync(GOLDEN)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const { family, cases } = JSON.parse(readFileSync(new URL(file, GOLDEN), 'utf8')) as { family: string; cases: Case[] };
    describe(family, () => {
      it.each(cases.map((c) => [`${c.fn} ${c.name}`, c] as const))('%s', (_, c) => check(c));
    });
  }
});
