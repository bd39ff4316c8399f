import { normals, type Random } from '../simulation/seeded-random.js';
import type { Trouble } from './demo-incidents.js';
import {
  CATEGORY,
  DAY_SWING,
  ERROR_RATE,
  LABELLED_SHARE,
  LABEL_DELAY_MS,
  LATENCY_MS,
  LATENCY_SPREAD,
  MINOR,
  NUMBERS,
  REQUESTS_PER_MINUTE,
  WEEKEND_SHIFT,
  type DemoModel,
} from './demo-models.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Values of the features of one request, what the model says of it, and what is true. */
export interface DemoRow {
  readonly numbers: Readonly<Record<string, number>>;
  readonly category: string;
  readonly score: number;
  readonly isPositive: boolean;
}

/** One request as it is logged, and its label where it becomes known. */
export interface DemoRequest {
  readonly timeMs: number;
  readonly line: string;
  readonly label: { readonly knownMs: number; readonly line: string } | null;
}

/** The requests of one model, minute by minute. The same random numbers give the same requests. */
export class DemoRequests {
  readonly #model: DemoModel;
  readonly #random: Random;
  readonly #normal: Random;
  #count = 0;

  constructor(model: DemoModel, random: Random) {
    this.#model = model;
    this.#random = random;
    this.#normal = normals(random);
  }

  /** A row of what the model is asked at a time. */
  row(timeMs: number, { shift = {} }: Trouble): DemoRow {
    const isWeekend = this.#model.isSeasonal && [0, 6].includes(new Date(timeMs).getUTCDay());
    const numbers = Object.fromEntries(
      NUMBERS.map(({ name }) => {
        const usual = isWeekend && MINOR.includes(name) ? WEEKEND_SHIFT : 0;
        return [name, round(this.#normal() + usual + (shift[name] ?? 0))];
      }),
    );
    const odds = NUMBERS.reduce((sum, { name, weight }) => sum + weight * (numbers[name] ?? 0), 0);
    const score = round(1 / (1 + Math.exp(-odds)));
    return { numbers, category: this.#category(), score, isPositive: this.#random() < score };
  }

  /** @param minuteMs where the minute begins */
  minute(minuteMs: number, trouble: Trouble): DemoRequest[] {
    const day = Math.sin((2 * Math.PI * ((minuteMs % DAY_MS) - DAY_MS / 4)) / DAY_MS);
    const rate = REQUESTS_PER_MINUTE * (1 + DAY_SWING * day) * (trouble.traffic ?? 1);
    const times = Array.from({ length: this.#poisson(rate) }, () => minuteMs + Math.floor(this.#random() * MINUTE_MS));
    return times.sort((a, b) => a - b).map((timeMs) => this.#request(timeMs, trouble));
  }

  #request(timeMs: number, trouble: Trouble): DemoRequest {
    const { name: model, version, isLabelled } = this.#model;
    const row = this.row(timeMs, trouble);
    const id = `${model}-${this.#count++}`;
    const isOk = this.#random() >= (trouble.errorRate ?? ERROR_RATE);
    const latency = round(LATENCY_MS * (trouble.slowness ?? 1) * Math.exp(LATENCY_SPREAD * this.#normal()));
    const record = {
      ts: new Date(timeMs).toISOString(),
      id,
      model,
      version: trouble.version ?? version,
      latency_ms: latency,
      status: isOk ? 200 : 500,
      features: this.#written(row, trouble),
      ...(isOk && { said: row.score >= 0.5 ? 'yes' : 'no', score: row.score }),
    };
    const whole = JSON.stringify(record);
    const line = this.#random() < (trouble.brokenLines ?? 0) ? whole.slice(0, whole.length / 2) : whole;
    const knownMs = timeMs + LABEL_DELAY_MS.least + Math.floor(this.#random() * (LABEL_DELAY_MS.most - LABEL_DELAY_MS.least));
    const isKnown = this.#random() < LABELLED_SHARE;
    if (!isLabelled || !isOk || !isKnown) return { timeMs, line, label: null };
    const label = row.isPositive !== (trouble.areLabelsFlipped ?? false) ? 'yes' : 'no';
    return { timeMs, line, label: { knownMs, line: JSON.stringify({ known_at: new Date(knownMs).toISOString(), id, model, label }) } };
  }

  /** The features as they stand in the record. */
  #written({ numbers, category }: DemoRow, { missing, written }: Trouble): Record<string, unknown> {
    const features: Record<string, unknown> = { ...numbers, [CATEGORY.name]: category };
    if (missing && this.#random() < missing.share) delete features[missing.feature];
    if (!written) return features;
    const { feature, as } = written;
    const value = features[feature];
    if (as === 'text') return { ...features, [feature]: `v${String(value)}` };
    delete features[feature];
    return { ...features, [`${feature}_v2`]: value };
  }

  #category(): string {
    let left = this.#random();
    const found = CATEGORY.shares.findIndex((share) => (left -= share) < 0);
    return CATEGORY.values[found < 0 ? 0 : found] as string;
  }

  /** Knuth's method: exact, and quick for a mean of some tens. */
  #poisson(mean: number): number {
    if (mean <= 0) return 0;
    const limit = Math.exp(-mean);
    let n = 0;
    for (let product = this.#random(); product > limit; product *= this.#random()) n++;
    return n;
  }
}

/** Logs print few digits. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
