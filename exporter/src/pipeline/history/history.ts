import { metricFamily, type QualityVerdict } from '../../contract/index.js';
import type { ClosedWindow } from '../close-window.js';
import type { LabelPeriod } from '../labels/label-period.js';
import type { ModelState } from '../model-state.js';
import type { OpenWindow } from '../open-window.js';
import { QualityHistory } from './quality-history.js';
import { SourceCourse } from './source-course.js';
import { playSource } from './source-history.js';
import { VersionHistory, type HistoryOptions, type ShowMoment } from './version-history.js';

/** Follows what a pipeline does with a log: the windows that it closes, each with its course in slices, their quality, and the sources. */
export interface WindowObserver {
  /** Length of a slice; windows are counted in slices only where somebody observes them. */
  readonly sliceMs: number;
  /** Called at once when a window was closed, before its baseline can be forgotten. */
  closed(model: ModelState, window: OpenWindow, closed: ClosedWindow): void;
  /** Called at once when a window was scored by its labels, and again when it is scored again. */
  scored(verdict: QualityVerdict, period: LabelPeriod): void;
  /** Where a source of inferences tells how its records came in. */
  courseOf(source: string): SourceCourse;
}

/** The courses of all model versions, played window by window as the pipeline closes them. */
export class History implements WindowObserver {
  readonly sliceMs: number;
  readonly #options: HistoryOptions & { readonly onClosed: (closed: ClosedWindow) => void };
  readonly #versions = new Map<string, VersionHistory>();
  /** The moment at which the series of a model, that are none of one version, were shown last. */
  readonly #modelShownMs = new Map<string, number>();
  readonly #quality = new Map<string, QualityHistory>();
  readonly #sources = new Map<string, SourceCourse>();
  #endMs = -Infinity;

  constructor(options: HistoryOptions & { readonly onClosed: (closed: ClosedWindow) => void }) {
    this.#options = options;
    this.sliceMs = options.stepMs;
  }

  closed(model: ModelState, window: OpenWindow, closed: ClosedWindow): void {
    const key = JSON.stringify([closed.model, closed.version]);
    let version = this.#versions.get(key);
    if (!version) {
      const options = { ...this.#options, show: this.#showFor(closed.model) };
      this.#versions.set(key, (version = new VersionHistory(model, closed.version, options)));
    }
    version.play(model, window);
    this.#endMs = Math.max(this.#endMs, closed.endMs);
    this.#options.onClosed(closed);
  }

  scored(verdict: QualityVerdict, period: LabelPeriod): void {
    const { model, version } = verdict;
    const key = JSON.stringify([model, version]);
    let quality = this.#quality.get(key);
    if (!quality) this.#quality.set(key, (quality = new QualityHistory(model, version, this.sliceMs)));
    quality.scored(verdict, period);
  }

  courseOf(source: string): SourceCourse {
    let course = this.#sources.get(source);
    if (!course) this.#sources.set(source, (course = new SourceCourse(this.sliceMs)));
    return course;
  }

  /** Plays what is known as a whole only when everything was read: sources, and quality by labels. */
  finish(): void {
    const { show } = this.#options;
    for (const [source, course] of this.#sources) playSource(source, course, this.sliceMs, this.#endMs, show);
    for (const quality of this.#quality.values()) quality.play(this.#endMs, show);
  }

  /** Every version shows the series of its model too: the one that comes to a moment first tells them, and none goes back in time. */
  #showFor(model: string): ShowMoment {
    return (timeMs, families) => {
      const isFirst = timeMs > (this.#modelShownMs.get(model) ?? -Infinity);
      if (isFirst) this.#modelShownMs.set(model, timeMs);
      const shown = isFirst ? families : families.filter(({ name }) => metricFamily(name).labels.includes('version'));
      this.#options.show(timeMs, shown);
    };
  }
}
