import type { Measure } from '../../contract/index.js';
import { shortNumber } from '../print-number.js';
import { escapeMarkup } from './escape-markup.js';
import { roundTicks } from './round-ticks.js';

/** A chunk in a plot. */
export interface PlotPoint {
  readonly label: string;
  readonly measured: Measure | null;
  readonly estimated: Measure | null;
  readonly isAlert: { readonly measured: boolean; readonly estimated: boolean };
}

const [WIDTH, HEIGHT] = [900, 240];
const MARGIN = { left: 60, right: 12, top: 10, bottom: 28 };
/** Labels along the axis of time; more would overlap. */
const MOST_LABELS = 8;
/** Numbers along the axis of values. */
const TICKS = 4;

/**
 * A plot of two lines with their intervals as bands, thresholds as dashed lines and a dot at each alert, as SVG.
 *
 * Gaps: a chunk without a value breaks the line. An empty text where no point has one.
 */
export function linePlot(
  title: string,
  points: readonly PlotPoint[],
  limits: { readonly lower: number | null; readonly upper: number | null } | null,
): string {
  const scale = scaleOf(points, limits);
  if (scale === null) return '<p>no value</p>';
  const x = (i: number): number => round(MARGIN.left + ((i + 0.5) * (WIDTH - MARGIN.left - MARGIN.right)) / points.length);
  const y = (value: number): number =>
    round(MARGIN.top + ((HEIGHT - MARGIN.top - MARGIN.bottom) * (scale.high - value)) / (scale.high - scale.low));
  const right = WIDTH - MARGIN.right;
  const threshold = (value: number | null): string =>
    value === null ? '' : `<line class="limit" x1="${MARGIN.left}" x2="${right}" y1="${y(value)}" y2="${y(value)}"/>`;
  const lines = (['estimated', 'measured'] as const).flatMap((which) => {
    const drawn = runsOf(points.map((point) => point[which]));
    const path = (run: readonly (readonly [number, Measure])[]): string =>
      run.map(([i, { value }], k) => `${k === 0 ? 'M' : 'L'}${x(i)} ${y(value as number)}`).join('');
    const dots = points.flatMap((point, i) => {
      const value = point[which]?.value ?? null;
      return value !== null && point.isAlert[which] ? [`<circle class="alert" cx="${x(i)}" cy="${y(value)}" r="5"/>`] : [];
    });
    return [
      ...drawn.map((run) => `<path class="${which}-band" d="${bandOf(run, x, y)}"/>`),
      ...drawn.map((run) => `<path class="${which}" d="${path(run)}"/>`),
      // A value with gaps on both sides is a line of no length.
      ...drawn.flatMap((run) =>
        run.length === 1 ? run.map(([i, { value }]) => `<circle class="${which}" cx="${x(i)}" cy="${y(value as number)}" r="2"/>`) : [],
      ),
      ...dots,
    ];
  });
  const step = Math.ceil(points.length / MOST_LABELS);
  const labels = points.flatMap(({ label }, i) =>
    i % step === 0 ? [`<text x="${x(i)}" y="${HEIGHT - 8}" text-anchor="middle">${escapeMarkup(label)}</text>`] : [],
  );
  const ticks = roundTicks(scale.low, scale.high, TICKS).flatMap((value) => [
    `<line class="grid" x1="${MARGIN.left}" x2="${right}" y1="${y(value)}" y2="${y(value)}"/>`,
    `<text x="${MARGIN.left - 8}" y="${y(value) + 4}" text-anchor="end">${shortNumber(value)}</text>`,
  ]);
  const frame = `<rect class="frame" x="${MARGIN.left}" y="${MARGIN.top}" width="${right - MARGIN.left}" height="${HEIGHT - MARGIN.top - MARGIN.bottom}"/>`;
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeMarkup(title)}">`,
    `<title>${escapeMarkup(title)}</title>`,
    ...ticks,
    frame,
    threshold(limits?.lower ?? null),
    threshold(limits?.upper ?? null),
    ...lines,
    ...labels,
    '</svg>',
  ].join('\n');
}

/** From the smallest to the largest of what is drawn, with a little room; null where nothing is. */
function scaleOf(
  points: readonly PlotPoint[],
  limits: { readonly lower: number | null; readonly upper: number | null } | null,
): { low: number; high: number } | null {
  const values = points.flatMap(({ measured, estimated }) => [measured, estimated]).flatMap((one) => [one?.value, one?.lower, one?.upper]);
  const known = values.filter((value): value is number => typeof value === 'number');
  if (known.length === 0) return null;
  const all = [...known, ...[limits?.lower, limits?.upper].filter((value): value is number => typeof value === 'number')];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1;
  return { low: low - room, high: high + room };
}

/** Stretches of chunks in a row that have a value. */
function runsOf(measures: readonly (Measure | null)[]): (readonly [number, Measure])[][] {
  const runs: (readonly [number, Measure])[][] = [];
  measures.forEach((measure, i) => {
    if (measure === null || measure.value === null) return;
    const last = runs.at(-1);
    if (last && last.at(-1)?.[0] === i - 1) last.push([i, measure]);
    else runs.push([[i, measure]]);
  });
  return runs;
}

function bandOf(run: readonly (readonly [number, Measure])[], x: (i: number) => number, y: (value: number) => number): string {
  const known = run.filter(([, { lower, upper }]) => lower !== null && upper !== null);
  if (known.length === 0) return '';
  const top = known.map(([i, { upper }]) => `${x(i)} ${y(upper as number)}`);
  const bottom = known.toReversed().map(([i, { lower }]) => `${x(i)} ${y(lower as number)}`);
  return `M${[...top, ...bottom].join('L')}Z`;
}

function round(at: number): number {
  return Math.round(at * 10) / 10;
}
