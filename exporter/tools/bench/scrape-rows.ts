import { Counter, Registry } from 'prom-client';
import { textTable } from '../../src/cli/text-table.js';
import { metricFamily } from '../../src/contract/index.js';
import { HotExposition, plainExposition, type PlainFamily, type SeriesBlock } from '../../src/metrics/index.js';
import { median } from './figures.js';

/** Bins of one feature: ten judged bins, missing, invalid. */
const BINS = 12;
const FEATURES_PER_MODEL = 40;
const NAME = 'aiops_feature_values_total';

export interface ScrapeFigures {
  readonly series: number;
  readonly megabytes: number;
  readonly promClientMs: number;
  readonly plainMs: number;
  /** First scrape: all lines are laid out. */
  readonly firstMs: number;
  /** Every value changed since the last scrape. */
  readonly allChangedMs: number;
  /** One value in ten changed. */
  readonly someChangedMs: number;
}

/** Times one scrape of a counter with four labels: prom-client, our plain serialiser, and the one that keeps its lines. Medians of `runs`. */
export async function scrapeFigures(series: readonly number[], runs: number): Promise<ScrapeFigures[]> {
  const figures: ScrapeFigures[] = [];
  for (const n of series) figures.push(await measure(n, runs));
  return figures;
}

export function scrapeTable(figures: readonly ScrapeFigures[]): string[] {
  const titles = [
    'series',
    'MB',
    'prom-client',
    'plain',
    'kept lines: first',
    'all changed',
    '1 in 10 changed',
    'prom-client / all changed',
  ];
  const ms = (x: number): string => `${x.toFixed(1)} ms`;
  return textTable(
    titles.map((title) => ({ title, align: 'right' as const })),
    figures.map((f) => [
      String(f.series),
      f.megabytes.toFixed(1),
      ms(f.promClientMs),
      ms(f.plainMs),
      ms(f.firstMs),
      ms(f.allChangedMs),
      ms(f.someChangedMs),
      `${(f.promClientMs / f.allChangedMs).toFixed(1)} x`,
    ]),
  );
}

async function measure(n: number, runs: number): Promise<ScrapeFigures> {
  const sets = labelSets(n);
  const registry = new Registry();
  const { help, labels } = metricFamily(NAME);
  const counter = new Counter({ name: NAME, help, labelNames: [...labels], registers: [registry] });
  sets.forEach((set, i) => counter.inc(set, start(i)));
  const promClientMs = await timed(runs, async () => {
    await registry.metrics();
  });

  const exposition = new HotExposition();
  const blocks: SeriesBlock[] = [];
  for (let i = 0; i < n; i += BINS) {
    const block = exposition.series(NAME, sets.slice(i, i + BINS));
    block.values.forEach((_, j) => (block.values[j] = start(i + j)));
    blocks.push(block);
  }
  const firstStart = performance.now();
  const text = exposition.render('text');
  const firstMs = performance.now() - firstStart;
  const grow = (step: number) => (): void =>
    blocks.forEach((block) => block.values.forEach((_, j) => j % step === 0 && (block.values[j] = (block.values[j] as number) + 1 + j)));
  const render = async (): Promise<void> => void exposition.render('text');
  const allChangedMs = await timed(runs, render, grow(1));
  const someChangedMs = await timed(runs, render, grow(10));
  const family: PlainFamily = { family: metricFamily(NAME), samples: sets.map((set, i) => ({ name: NAME, labels: set, value: start(i) })) };
  const plainMs = await timed(runs, async () => void Buffer.from(plainExposition([family], 'text')));
  return { series: n, megabytes: text.length / 1e6, promClientMs, plainMs, firstMs, allChangedMs, someChangedMs };
}

/** Numbers of one to six digits, the same at every run. */
function start(i: number): number {
  return (i * 7919) % 10 ** (1 + (i % 6));
}

function labelSets(n: number): Record<string, string>[] {
  return Array.from({ length: n }, (_, i) => {
    const feature = Math.floor(i / BINS);
    return {
      model: `model-${Math.floor(feature / FEATURES_PER_MODEL)}`,
      version: '2026.11.1',
      feature: `feature_${feature % FEATURES_PER_MODEL}`,
      bin: `b${String(i % BINS).padStart(2, '0')}`,
    };
  });
}

async function timed(runs: number, run: () => Promise<void>, before: () => void = () => undefined): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    before();
    const startedAt = performance.now();
    await run();
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
