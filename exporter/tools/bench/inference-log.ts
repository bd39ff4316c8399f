import { closeSync, openSync, writeSync } from 'node:fs';

/** standard: 15 features, short decimals. precise: the same with 16-digit floats, as Python prints them. wide: 200 numeric features. */
export type LogShape = 'standard' | 'precise' | 'wide';

export const LOG_MODELS = ['fraud-xgb', 'churn-lgbm', 'ranker-tf', 'credit-lr'] as const;

const VERSIONS = {
  'fraud-xgb': ['3.2.1', '3.3.0'],
  'churn-lgbm': ['1.8.0', '1.9.0'],
  'ranker-tf': ['2026.10.2', '2026.11.0'],
  'credit-lr': ['7.0.4', '7.0.5'],
};
const BASE_MS = { 'fraud-xgb': 12, 'churn-lgbm': 25, 'ranker-tf': 60, 'credit-lr': 4 };
const CLASSES = {
  'fraud-xgb': ['approve', 'review', 'deny'],
  'churn-lgbm': ['stay', 'leave'],
  'ranker-tf': ['a', 'b', 'c', 'd'],
  'credit-lr': ['good', 'bad'],
};
const COUNTRIES = ['DE', 'FR', 'US', 'GB', 'PL', 'ES', 'IT', 'NL', 'SE', 'BR'];
const WIDE_FEATURES = 200;
const FLUSH_BYTES = 4_000_000;

/**
 * Writes a synthetic inference log: models of 2 versions each, every next one half as busy, heavy-tailed latencies, nulls, bounded, integer and categorical features. The
 * same seed gives the same bytes.
 *
 * @returns bytes written
 */
export function writeInferenceLog(
  path: string,
  { records, shape, seed, models = LOG_MODELS }: { records: number; shape: LogShape; seed: number; models?: readonly string[] },
): number {
  const source = new Draws(seed);
  const file = openSync(path, 'w');
  let pending: string[] = [];
  let size = 0;
  let total = 0;
  let timeMs = Date.UTC(2026, 10, 23, 8, 0, 0);
  const flush = (): void => {
    writeSync(file, pending.join(''));
    total += size;
    pending = [];
    size = 0;
  };
  for (let i = 0; i < records; i++) {
    timeMs += source.uniform() * 2;
    const line = `${JSON.stringify(record(source, timeMs, shape, models))}\n`;
    pending.push(line);
    size += line.length;
    if (size > FLUSH_BYTES) flush();
  }
  flush();
  closeSync(file);
  return total;
}

function record(draw: Draws, timeMs: number, shape: LogShape, models: readonly string[]): object {
  const weights = models.map((_, i) => 2 ** -(i + 1));
  const name = draw.pick(models, weights);
  const model = LOG_MODELS[models.indexOf(name) % LOG_MODELS.length] as (typeof LOG_MODELS)[number];
  const latency = BASE_MS[model] * Math.exp(0.5 * draw.normal()) * (draw.uniform() < 0.01 ? 20 : 1);
  const u = draw.uniform();
  const status = u < 0.985 ? 200 : u < 0.99 ? 400 : u < 0.996 ? 500 : 504;
  const isOk = status === 200;
  return {
    ts: new Date(timeMs).toISOString(),
    model: name,
    version: VERSIONS[model][draw.uniform() < 0.8 ? 0 : 1],
    request_id: `${draw.hex(8)}-${draw.hex(4)}-4${draw.hex(3)}-a${draw.hex(3)}-${draw.hex(12)}`,
    latency_ms: rounded(latency, 3),
    status,
    prediction: isOk ? draw.pick(CLASSES[model], [0.7, 0.2, 0.07, 0.03]) : null,
    score: isOk ? rounded(1 / (1 + Math.exp(-draw.normal() * 1.5)), 4) : null,
    features: shape === 'wide' ? wideFeatures(draw) : usualFeatures(draw, shape === 'precise' ? (x) => x : rounded),
  };
}

function usualFeatures(draw: Draws, digits: (x: number, places: number) => number): object {
  return {
    age: Math.min(95, Math.max(18, Math.round(40 + 14 * draw.normal()))),
    income: draw.uniform() < 0.03 ? null : digits(Math.exp(10.4 + 0.6 * draw.normal()), 2),
    amount: digits(Math.exp(3.5 + 1.2 * draw.normal()), 2),
    tenure_days: Math.floor(-600 * Math.log(1 - draw.uniform())),
    n_tx_30d: Math.floor(Math.exp(2 + draw.normal())),
    util: digits(Math.min(1, Math.max(0, 0.4 + 0.25 * draw.normal())), 4),
    balance: digits(1500 + 4000 * draw.normal(), 2),
    ratio: draw.uniform() < 0.02 ? null : digits(draw.normal() / Math.max(0.1, Math.abs(draw.normal())), 5),
    lat_deg: digits(48 + 6 * draw.normal(), 4),
    velocity: digits(Math.exp(draw.normal()), 4),
    country: draw.pick(COUNTRIES, [0.25, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05, 0.03, 0.02]),
    device: draw.pick(['ios', 'android', 'web', 'pos'], [0.4, 0.35, 0.2, 0.05]),
    channel: draw.pick(['app', 'browser', 'branch', 'partner', 'call'], [0.5, 0.3, 0.1, 0.07, 0.03]),
    plan: draw.pick(['free', 'basic', 'pro', 'enterprise'], [0.5, 0.3, 0.15, 0.05]),
    segment:
      draw.uniform() < 0.01 ? null : draw.pick(['new', 'regular', 'vip', 'dormant', 'staff', 'test'], [0.2, 0.5, 0.1, 0.15, 0.03, 0.02]),
  };
}

function wideFeatures(draw: Draws): object {
  const features: Record<string, number> = {};
  for (let f = 0; f < WIDE_FEATURES; f++) features[`feature_${String(f).padStart(3, '0')}`] = rounded(10 * draw.normal(), 4);
  return features;
}

function rounded(x: number, places: number): number {
  const power = 10 ** places;
  return Math.round(x * power) / power;
}

/** Mulberry32 with normal and weighted draws. */
class Draws {
  #state: number;
  #spare: number | null = null;

  constructor(seed: number) {
    this.#state = seed;
  }

  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  pick<T>(values: readonly T[], weights: readonly number[]): T {
    let x = this.uniform();
    let i = 0;
    while (i < values.length - 1 && x > (weights[i] ?? 1)) x -= weights[i++] ?? 1;
    return values[i] as T;
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += ((this.uniform() * 4294967296) >>> 0).toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }
}
