import { LABEL_OUTCOMES, type QualityVerdict } from '../../contract/index.js';
import { HotExposition } from '../../metrics/index.js';
import { QualityFamilies } from '../families/quality-families.js';
import { LabelJoin } from '../labels/label-join.js';
import type { LabelPeriod } from '../labels/label-period.js';
import type { ShowMoment } from './version-history.js';

/** The verdict on one window, and when its labels came. */
interface ScoredWindow {
  readonly verdict: QualityVerdict;
  readonly startMs: number;
  readonly endMs: number;
  /** When its last label was known and its window could be scored: not before it could be said. Infinity where it never could. */
  readonly knownMs: number;
  /** Labels that joined, by step since 1970. */
  readonly joined: ReadonlyMap<number, number>;
}

/**
 * The course of the quality of one model version. A verdict is shown from the moment on at which the last of its labels was known: rather
 * late than with a label that nobody had. Estimates need no label and are shown from the end of their window on.
 */
export class QualityHistory {
  readonly #model: string;
  readonly #version: string;
  readonly #stepMs: number;
  /** By the id of the verdict: one that is reached again replaces the one before. */
  readonly #windows = new Map<string, ScoredWindow>();

  constructor(model: string, version: string, stepMs: number) {
    this.#model = model;
    this.#version = version;
    this.#stepMs = stepMs;
  }

  scored(verdict: QualityVerdict, { startMs, endMs, chunks }: LabelPeriod): void {
    const joined = new Map<number, number>();
    let lastMs = endMs;
    for (const chunk of chunks) {
      for (let row = 0; row < chunk.n; row++) {
        const timeMs = chunk.labelTime(row);
        if (Number.isNaN(timeMs)) continue;
        lastMs = Math.max(lastMs, timeMs);
        const step = Math.floor(timeMs / this.#stepMs);
        joined.set(step, (joined.get(step) ?? 0) + 1);
      }
    }
    const { state, coverage, settings } = verdict;
    const ripeMs = coverage >= settings.coverage ? lastMs : Math.max(lastMs, endMs + settings.label_delay_ms);
    this.#windows.set(verdict.id, { verdict, startMs, endMs, knownMs: state === 'immature' ? Infinity : ripeMs, joined });
  }

  /** @param untilMs where the whole history ends */
  play(untilMs: number, show: ShowMoment): void {
    const windows = [...this.#windows.values()].sort((a, b) => a.endMs - b.endMs);
    const [first] = windows;
    if (!first) return;
    const exposition = new HotExposition();
    const join = new LabelJoin({ horizonMs: 0, sample: 1, waitMs: 0, isOfClasses: true });
    const counts = join.countsOf(this.#version);
    // What became of labels that did not join, and of predictions, is not told by the time; absent is not 0.
    counts.outcomes.fill(NaN);
    counts.predictions.fill(NaN);
    counts.lagSeconds = NaN;
    const families = new QualityFamilies(exposition, this.#model, this.#version, join);
    const joined = totals(windows);
    const byEnd = [...windows];
    const byKnown = [...windows].sort((a, b) => a.knownMs - b.knownMs);
    counts.outcomes[JOINED] = 0;
    for (let number = Math.ceil(first.endMs / this.#stepMs); number * this.#stepMs <= untilMs; number++) {
      const timeMs = number * this.#stepMs;
      counts.outcomes[JOINED] = joined.before(number);
      counts.revision++;
      for (let next = byEnd[0]; next && next.endMs <= timeMs; next = byEnd[0]) {
        join.noteVerdict({ ...next.verdict, state: 'immature' });
        byEnd.shift();
      }
      for (let next = byKnown[0]; next && next.knownMs <= timeMs; next = byKnown[0]) {
        counts.countState(next.verdict.state);
        join.periodOf(this.#version, next.startMs, next.endMs).state = next.verdict.state;
        join.noteVerdict(next.verdict);
        byKnown.shift();
      }
      families.refresh();
      show(timeMs, exposition.families('openmetrics'));
    }
  }
}

const JOINED = LABEL_OUTCOMES.indexOf('joined');

/** Labels of all windows that came before a step; asked for in ascending order. */
function totals(windows: readonly ScoredWindow[]): { before(step: number): number } {
  const all = new Map<number, number>();
  for (const { joined } of windows) for (const [step, n] of joined) all.set(step, (all.get(step) ?? 0) + n);
  const steps = [...all].sort(([a], [b]) => a - b);
  let total = 0;
  let next = 0;
  return {
    before: (step) => {
      for (; next < steps.length && (steps[next] as [number, number])[0] < step; next++) total += (steps[next] as [number, number])[1];
      return total;
    },
  };
}
