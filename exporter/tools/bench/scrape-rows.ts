import { Command, InvalidArgumentError } from 'commander';
import { Counter, Registry } from 'prom-client';
import { HotExposition, plainExposition, type PlainFamily, type SeriesBlock } from '../src/metrics/index.js';
import { metricFamily } from '../src/contract/index.js';

/** Bins of one feature: ten judged bins, missing, invalid. */
const BINS = 12;
const FEATURES_PER_MODEL = 40;
const NAME = 'aiops_feature_values_total';

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('must be a whole number of at least 1.');
  return value;
};
const counts = (text: string): number[] => text.split(',').map(count);

const program = new Command()
  .name('bench-scrape')
  .description(
    'Times one scrape of a counter with the labels model, version, feature and bin: prom-client, our plain serialiser, and the one that\n' +
      'keeps its lines. Every counter is between 0 and 1e6 and grows between two scrapes.',
  )
  .option('--series <list>', 'numbers of series', counts, [10_000, 50_000, 100_000])
  .option('--runs <n>', 'scrapes per figure; the median is shown', count, 7)
  .option('--json', 'print the figures as JSON')
  .addHelpText('after', '\nExit codes: 0 done, 1 bad option.');

const { series, runs, json } = program.parse().opts<{ series: number[]; runs: number; json?: boolean }>();

interface Figure {
  readonly series: number;
  readonly megabytes: number;
  readonly promClientMs: number;
  readonly plainMs: number;
  /** Every value changed since the last scrape. */
  readonly allChangedMs: number;
  /** One value in ten changed. */
  readonly someChangedMs: number;
  /** First scrape: all lines are laid out. */
  readonly firstMs: number;
}

const figures: Figure[] = [];
for (const n of series) figures.push(await measure(n));
if (json) console.log(JSON.stringify(figures, null, 2));
else {
  console.log('series    MB   prom-client   plain   kept lines: first   all changed   1 in 10 changed   prom-client / all changed');
  for (const f of figures) {
    const cells: readonly [string | number, number][] = [
      [f.series, 7],
      [f.megabytes.toFixed(1), 5],
      [`${f.promClientMs.toFixed(1)} ms`, 13],
      [`${f.plainMs.toFixed(1)} ms`, 9],
      [`${f.firstMs.toFixed(1)} ms`, 18],
      [`${f.allChangedMs.toFixed(1)} ms`, 13],
      [`${f.someChangedMs.toFixed(1)} ms`, 17],
      [`${(f.promClientMs / f.allChangedMs).toFixed(0)} x`, 13],
    ];
    console.log(cells.map(([text, width]) => String(text).padStart(width)).join(' '));
  }
}

async function measure(n: number): Promise<Figure> {
  const sets = labelSets(n);
  const registry = new Registry();
  const { help, labels } = metricFamily(NAME);
  const counter = new Counter({ name: NAME, help, labelNames: [...labels], registers: [registry] });
  sets.forEach((set, i) => counter.inc(set, start(i)));
  const promClientMs = await median(async () => {
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
  const allChangedMs = await median(render, grow(1));
  const someChangedMs = await median(render, grow(10));
  const family: PlainFamily = { family: metricFamily(NAME), samples: sets.map((set, i) => ({ name: NAME, labels: set, value: start(i) })) };
  const plainMs = await median(async () => void Buffer.from(plainExposition([family], 'text')));
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

async function median(run: () => Promise<void>, before: () => void = () => undefined): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    before();
    const startedAt = performance.now();
    await run();
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] as number;
}
