import type { AttributionEvidence, ModelStatus, StatusReport } from '../../contract/index.js';
import type { PipelineStatus } from '../../pipeline/index.js';

export interface ReportFrame {
  readonly version: string;
  readonly startedMs: number;
  readonly isReady: boolean;
  readonly config: StatusReport['config'];
  /** Why nothing can be committed, with what to do. */
  readonly commitProblem: string | null;
  /** What is wrong with the configuration that was refused last; empty when the running one is the newest. */
  readonly reloadFaults: readonly string[];
  /** What is wrong with tokens and certificate, one sentence each. */
  readonly accessProblems: readonly string[];
  readonly nowMs: number;
}

/** A source without news for this long is worth a word. */
const SILENT_MS = 10 * 60_000;

/** The report of the status page and the API. */
export function statusReport(frame: ReportFrame, status: PipelineStatus): StatusReport {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const problems: string[] = [];
  if (status.commitProblem)
    problems.push(
      `Position and state cannot be committed since ${iso(status.lastCommitMs)}: ${frame.commitProblem ?? status.commitProblem}. Reading is paused; nothing is lost while the logs stay.`,
    );
  if (frame.config.last_reload?.is_taken_over === false)
    problems.push(`The last reload of the configuration was refused; the running one stays: ${frame.reloadFaults.join(' | ')}`);
  problems.push(...frame.accessProblems);
  for (const source of status.sources) {
    // Snapshots come once an hour or a day: that none came for a while is no news.
    if (source.type !== 'snapshot' && source.newestMs !== null && frame.nowMs - source.newestMs > SILENT_MS && source.backlogBytes === 0)
      problems.push(`Source ${source.name}: the newest event is from ${iso(source.newestMs)}.`);
  }
  for (const { model, version, calibrationGap } of status.models)
    if (calibrationGap !== null) problems.push(`Model ${model} ${version}: ${calibrationGap}.`);
  for (const { model, version, seasonGap } of status.models)
    if (seasonGap !== null) problems.push(`Model ${model} ${version}: ${seasonGap}.`);
  if (status.droppedSeries > 0) problems.push(`${status.droppedSeries} series are not exported: the budget (budget.series) is spent.`);
  return {
    version: frame.version,
    started: iso(frame.startedMs),
    is_ready: frame.isReady,
    config: frame.config,
    sources: status.sources.map((source) => ({
      name: source.name,
      type: source.type,
      is_up: source.isUp,
      problem: source.problem,
      backlog_bytes: source.backlogBytes,
      last_event_time: source.newestMs === null ? null : iso(source.newestMs),
      events: source.events,
      rejected: { ...source.rejected },
      streams: source.streams.map(({ path, offset, size, isDrained }) => ({ path, offset, size, is_drained: isDrained })),
    })),
    models: status.models.map((model) => ({
      model: model.model,
      version: model.version,
      baseline: model.baseline,
      why_no_drift: model.whyNoDrift,
      policy: model.policy,
      drift_rate: model.driftRate,
      drifted_features: [...model.driftedFeatures],
      segments: model.segments.map(({ driftedFeatures, ...segment }) => ({ ...segment, drifted_features: [...driftedFeatures] })),
      why_no_segments: model.whyNoSegments,
      p95_seconds: model.p95Seconds,
      requests: model.requests,
      violations: model.violations,
      verdict_id: model.verdictId,
      last_window: model.lastWindow
        ? {
            end: iso(model.lastWindow.endMs),
            rows: model.lastWindow.rows,
            drifted: model.lastWindow.drifted,
            judged: model.lastWindow.judged,
            insufficient: model.lastWindow.insufficient,
          }
        : null,
      season_bucket: model.seasonBucket,
      open_windows: model.openWindows,
      attributions: reasonsOf(model.attributions),
    })),
    quality: status.quality.map(({ windowEnd, segments, ...quality }) => ({ ...quality, window_end: windowEnd, segments: [...segments] })),
    dropped_series: status.droppedSeries,
    problems,
  };
}

/** The features that led most often; the others of a wide model would fill the answer. */
const REASONS_SHOWN = 10;

function reasonsOf(attributions: AttributionEvidence | null): ModelStatus['attributions'] {
  if (!attributions) return null;
  const { rows, ndcg, reasons, means } = attributions;
  return { rows, ndcg, reasons: reasons.slice(0, REASONS_SHOWN).map((reason) => ({ ...reason, mean: means[reason.feature] ?? 0 })) };
}
