import { mulberry32, normals } from '../simulation/seeded-random.js';

/** How the features of a made-up inference log are printed, and how many there are. */
export interface LogShape {
  /** Numeric features beside the ten named ones. */
  readonly moreFeatures: number;
  /** `short`: as people round; `full`: sixteen or seventeen digits, as most languages print what was computed. */
  readonly digits: 'short' | 'full';
  /** `fixed`: one order, as one service prints them; `any`: another in each record. */
  readonly keys: 'fixed' | 'any' | 'one in twenty lacks one';
}

type Value = number | string | null;
export interface LogRecord {
  readonly [key: string]: Value | { readonly [key: string]: Value };
}

const MODELS = ['fraud-xgb', 'churn-lgbm', 'ranker-tf', 'credit-lr'] as const;
const VERSIONS = {
  'fraud-xgb': ['3.2.1', '3.3.0'],
  'churn-lgbm': ['1.8.0', '1.9.0'],
  'ranker-tf': ['2026.10.2', '2026.11.0'],
  'credit-lr': ['7.0.4', '7.0.5'],
} as const;
const ANSWERS = ['approve', 'review', 'deny'] as const;

export const NUMERIC = ['age', 'income', 'amount', 'tenure_days', 'n_tx_30d', 'util', 'balance', 'ratio', 'lat_deg', 'velocity'] as const;
export const CATEGORICAL = ['country', 'device', 'channel', 'plan', 'segment'] as const;

/**
 * Records of a log of four models: time, model, version, request id, latency, status, answer and score, and a features object with
 * ten numbers and five categories (nulls, heavy tails, whole numbers and bounded ones among them). 444 bytes a record in JSON
 * with `short` digits. The same seed makes the same log.
 */
export function* inferenceLog(records: number, shape: LogShape, seed = 12_345): Generator<LogRecord> {
  const random = mulberry32(seed);
  const normal = normals(random);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const rounded = (x: number, digits: number): number => (shape.digits === 'full' ? x : Math.round(x * 10 ** digits) / 10 ** digits);
  const hex = (n: number): string => Array.from({ length: n }, () => Math.floor(random() * 16).toString(16)).join('');
  let time = Date.UTC(2026, 10, 23, 8);
  for (let i = 0; i < records; i++) {
    time += random() * 2;
    const model = one(MODELS);
    const isOk = random() < 0.985;
    const features: Record<string, Value> = {
      age: rounded(Math.min(95, Math.max(18, 40 + 14 * normal())), 0),
      income: random() < 0.03 ? null : rounded(Math.exp(10.4 + 0.6 * normal()), 2),
      amount: rounded(Math.exp(3.5 + 1.2 * normal()), 2),
      tenure_days: Math.floor(-600 * Math.log(1 - random())),
      n_tx_30d: Math.floor(Math.exp(2 + normal())),
      util: rounded(Math.min(1, Math.max(0, 0.4 + 0.25 * normal())), 4),
      balance: rounded(1500 + 4000 * normal(), 2),
      ratio: random() < 0.02 ? null : rounded(normal() / Math.max(0.1, Math.abs(normal())), 5),
      lat_deg: rounded(48 + 6 * normal(), 4),
      velocity: rounded(Math.exp(normal()), 4),
      country: one(['DE', 'FR', 'US', 'GB', 'PL', 'ES', 'IT', 'NL', 'SE', 'BR']),
      device: one(['ios', 'android', 'web', 'pos']),
      channel: one(['app', 'browser', 'branch', 'partner', 'call']),
      plan: one(['free', 'basic', 'pro', 'enterprise']),
      segment: random() < 0.01 ? null : one(['new', 'regular', 'vip', 'dormant', 'staff', 'test']),
    };
    for (let k = 0; k < shape.moreFeatures; k++) features[`feature_${k}`] = rounded(normal() * 10 ** (k % 5), 4 - (k % 5));
    if (shape.keys === 'one in twenty lacks one' && random() < 0.05) delete features[one([...NUMERIC, ...CATEGORICAL])];
    const record = {
      ts: new Date(time).toISOString(),
      model,
      version: one(VERSIONS[model]),
      request_id: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
      latency_ms: rounded(25 * Math.exp(0.5 * normal()), 3),
      status: isOk ? 200 : one([400, 500, 504]),
      prediction: isOk ? one(ANSWERS) : null,
      score: isOk ? rounded(1 / (1 + Math.exp(-normal() * 1.5)), 4) : null,
      features: shape.keys === 'any' ? shuffled(features, random) : features,
    };
    yield shape.keys === 'any' ? shuffled(record, random) : record;
  }
}

function shuffled<T extends object>(object: T, random: () => number): T {
  const entries = Object.entries(object).map((entry) => [random(), entry] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, entry]) => entry)) as T;
}
