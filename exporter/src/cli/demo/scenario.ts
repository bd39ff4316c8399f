import type { HousingRow } from './housing-rows.js';

/** Windows of the demo: one stands for the hour of a real deployment. */
export const DEMO_WINDOW_MS = 10_000;
/** Requests per second and model; 1000 a window, twice what a verdict needs. */
export const DEMO_RATE = 100;
/** After this many windows the story begins again. */
const STORY_WINDOWS = 12;

/** What goes wrong in a window of the story, in words for the terminal; empty when all is well. */
export interface Trouble {
  readonly drift: boolean;
  readonly slow: boolean;
  readonly holes: boolean;
}

/**
 * The story, window by window: quiet; then `house-price` silently gets houses of another region (real rows of later months);
 * then `house-risk` answers slowly; then its income feed breaks and a fifth of the values is missing.
 */
export function troubleAt(window: number): Trouble {
  const act = window % STORY_WINDOWS;
  return { drift: act >= 2 && act < 8, slow: act >= 4 && act < 7, holes: act >= 6 && act < 10 };
}

/** For the line under the live table. */
export function troubleInWords({ drift, slow, holes }: Trouble): string[] {
  return [
    ...(drift ? ['house-price gets houses of another region'] : []),
    ...(slow ? ['house-risk answers slowly'] : []),
    ...(holes ? ['the income feed of house-risk loses a fifth of its values'] : []),
  ];
}

export interface DemoModel {
  readonly name: string;
  readonly version: string;
  readonly baseLatencyMs: number;
}

export const DEMO_MODELS: readonly [DemoModel, DemoModel] = [
  { name: 'house-price', version: '3.1.0', baseLatencyMs: 18 },
  { name: 'house-risk', version: '1.4.2', baseLatencyMs: 35 },
];

/**
 * The log line of one request.
 *
 * @param random uniform numbers in [0, 1)
 */
export function demoLine(
  model: DemoModel,
  trouble: Trouble,
  usual: readonly HousingRow[],
  shifted: readonly HousingRow[],
  timeMs: number,
  random: () => number,
): string {
  const isFirst = model === DEMO_MODELS[0];
  const rows = isFirst && trouble.drift ? shifted : usual;
  const row = rows[Math.floor(random() * rows.length)] as HousingRow;
  const slowness = !isFirst && trouble.slow ? 8 : 1;
  // Lognormal with a heavy tail, as serving latencies are.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const latency = model.baseLatencyMs * slowness * Math.exp(0.4 * normal) * (random() < 0.01 ? 10 : 1);
  const isFailed = random() < (slowness > 1 ? 0.04 : 0.004);
  const features: Record<string, number | null> = { ...row.features };
  if (!isFirst && trouble.holes && random() < 0.2) features['MedInc'] = null;
  return `${JSON.stringify({
    ts: new Date(timeMs).toISOString(),
    model: model.name,
    version: model.version,
    request_id: Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0'),
    latency_ms: Math.round(latency * 1000) / 1000,
    status: isFailed ? 504 : 200,
    features,
    prediction: row.prediction,
    score: row.score,
  })}\n`;
}
