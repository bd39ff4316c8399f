import { createHash } from 'node:crypto';
import { CODE_VERSION, type Notify, type QualityVerdict } from '../../contract/index.js';
import { scoreWindow } from '../../quality/index.js';
import type { ModelState } from '../model-state.js';
import type { StoredLog } from './label-commit.js';
import type { LabelJoins, ModelLabels } from './label-joins.js';
import type { LabelPeriod } from './label-period.js';
import { scoredRows } from './scored-rows.js';
import { segmentsOfWindow } from './segments-of-window.js';

/**
 * Rows that one call scores, the window that fills the measure included.
 * Why 20 000: some 20 ms, a part of the 50 ms between two calls; a month of 5 M predictions is scored again in some 20 s.
 * Too low:    verdicts lag behind their labels. Too high: scrapes and pushes wait.
 * Pinned by:  labels.test.ts
 */
const ROWS_PER_CALL = 20_000;

/** A verdict with the number of rows and labels that it has seen. */
export interface ReachedQuality {
  readonly verdict: QualityVerdict;
  readonly seen: number;
  /** The window was in another state before, or in none. */
  readonly isNews: boolean;
}

/** What `score` looks at. */
export interface ScoringView {
  readonly nowMs: number;
  /** Labels that are there were not read yet: age alone does not make a window mature then, nor is one scored twice. */
  readonly areLabelsUnread: boolean;
}

/** Reaches verdicts of quality on closed windows: when they close, when they are mature, and again when their labels change. */
export class QualityScorer {
  readonly #joins: LabelJoins;
  readonly #predictionBlocks: (model: string, log: Omit<StoredLog, 'endMs'>) => Uint8Array[];
  readonly #onScored: (verdict: QualityVerdict, period: LabelPeriod) => void;
  #uncommitted: ReachedQuality[] = [];

  /** @param onScored follows the verdicts, with the labels that they were reached by */
  constructor(
    joins: LabelJoins,
    predictionBlocks: (model: string, log: Omit<StoredLog, 'endMs'>) => Uint8Array[],
    onScored: (verdict: QualityVerdict, period: LabelPeriod) => void = () => undefined,
  ) {
    this.#joins = joins;
    this.#onScored = onScored;
    this.#predictionBlocks = predictionBlocks;
  }

  /** Verdicts to be committed with the labels that they were reached by. */
  get uncommitted(): readonly ReachedQuality[] {
    return this.#uncommitted;
  }

  /** The verdicts are durable; what is new of them is announced only now. */
  committed(notify: Notify): void {
    for (const { verdict, isNews } of this.#uncommitted) {
      const { model, version, id, state, reason } = verdict;
      if (isNews && state !== 'immature') notify({ kind: 'quality_reached', model, version, id, state, reason });
    }
    this.#uncommitted = [];
  }

  /** Scores windows that are due, oldest first. @returns whether some are left for the next call */
  score(models: ReadonlyMap<string, ModelState>, view: ScoringView): boolean {
    let left = ROWS_PER_CALL;
    for (const [name, labels] of this.#joins.models) {
      const model = models.get(name);
      if (!model) continue;
      for (const period of this.#due(labels, view)) {
        if (left <= 0) return true;
        left -= period.n;
        this.#score(model, labels, period, view);
      }
    }
    return false;
  }

  #due({ join, settings }: ModelLabels, view: ScoringView): LabelPeriod[] {
    const delayMs = settings.quality?.label_delay_ms ?? 0;
    const due = join.allPeriods().filter((period) => {
      if (!period.isClosed || period.n === 0) return false;
      if (period.scoredAt < 0) return true;
      if (view.areLabelsUnread) return false;
      return period.revision !== period.scoredAt || (period.state === 'immature' && view.nowMs - period.endMs >= delayMs);
    });
    return due.sort((a, b) => a.startMs - b.startMs);
  }

  #score(model: ModelState, { join, settings: { quality } }: ModelLabels, period: LabelPeriod, view: ScoringView): void {
    if (!quality) return;
    const { version, startMs, endMs, n, labelled } = period;
    const stored = this.#predictionBlocks(model.name, { version, startMs, kind: 'predictions' });
    const { rows, groupCodes } = scoredRows(join, period, stored, quality);
    const coverage = labelled / n;
    const isOld = view.nowMs - endMs >= quality.label_delay_ms && !view.areLabelsUnread;
    const judging = model.baselineAt(startMs);
    const active = judging?.baseline ?? null;
    const scored = scoreWindow({
      rows,
      settings: quality,
      reference: active?.quality ?? null,
      segments: judging && segmentsOfWindow(judging, join.groups.names, groupCodes, isOld ? 0 : quality.coverage),
      isMature: coverage >= quality.coverage || isOld,
    });
    const [window_start, window_end] = [new Date(startMs).toISOString(), new Date(endMs).toISOString()];
    const identity = JSON.stringify(['quality', model.name, version, window_start, window_end]);
    const verdict: QualityVerdict = {
      // Of the window: the verdict that is reached again replaces the one before.
      id: createHash('sha256').update(identity).digest('hex').slice(0, 16),
      model: model.name,
      version,
      window_start,
      window_end,
      baseline_sha256: active?.sha256 ?? null,
      code_version: CODE_VERSION,
      settings: quality,
      predictions: n,
      labelled,
      coverage,
      ...scored,
    };
    const isNews = verdict.state !== period.state;
    if (isNews) join.countsOf(version).countState(verdict.state);
    period.scoredAt = period.revision;
    period.state = verdict.state;
    join.noteVerdict(verdict);
    this.#onScored(verdict, period);
    this.#uncommitted.push({ verdict, seen: period.revision, isNews });
  }
}
