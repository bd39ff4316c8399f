import {
  LABEL_OUTCOMES,
  type AttributionEvidence,
  type DriftPolicy,
  type Measure,
  type QualityVerdict,
  type SeasonBucket,
  type SegmentQuality,
} from '../contract/index.js';
import { calibrationGap } from './calibrated-drift.js';
import { segmentsGap } from './active-segments.js';
import type { Pipeline } from './pipeline.js';
import { seasonGap } from './season-gap.js';
import { whyNoDrift } from './why-no-drift.js';

/** What the pipeline knows of itself, for the status page and the API. */
export interface PipelineStatus {
  readonly sources: readonly {
    readonly name: string;
    readonly type: 'file' | 'http' | 'snapshot';
    readonly isUp: boolean;
    readonly problem: string | null;
    readonly backlogBytes: number;
    readonly newestMs: number | null;
    readonly events: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly streams: readonly { readonly path: string; readonly offset: number; readonly size: number; readonly isDrained: boolean }[];
  }[];
  readonly models: readonly {
    readonly model: string;
    readonly version: string;
    readonly baseline: { readonly sha256: string; readonly source: string; readonly rows: number } | null;
    readonly whyNoDrift: string | null;
    readonly calibrationGap: string | null;
    readonly policy: DriftPolicy | null;
    readonly driftRate: number | null;
    readonly p95Seconds: number | null;
    readonly requests: number;
    readonly violations: number;
    readonly verdictId: string | null;
    readonly driftedFeatures: readonly string[];
    readonly segments: readonly {
      readonly segment: string;
      /** Whether it was compared with its own part of the reference, or with all of it. */
      readonly reference: 'own' | 'pooled';
      readonly rows: number;
      readonly drifted: number;
      readonly judged: number;
      readonly driftedFeatures: readonly string[];
    }[];
    readonly whyNoSegments: string | null;
    readonly lastWindow: {
      readonly endMs: number;
      readonly rows: number;
      readonly drifted: number;
      readonly judged: number;
      readonly insufficient: number;
    } | null;
    /** What the last window was compared with, where that is a part of the baseline. */
    readonly seasonBucket: SeasonBucket | null;
    readonly seasonGap: string | null;
    readonly openWindows: number;
    readonly attributions: AttributionEvidence | null;
  }[];
  readonly quality: readonly {
    readonly model: string;
    readonly version: string;
    readonly state: QualityVerdict['state'];
    readonly reason: string;
    readonly metric: string;
    readonly value: number | null;
    readonly coverage: number;
    readonly windowEnd: string;
    readonly labels: number;
    readonly segments: readonly SegmentStatus[];
  }[];
  readonly commitProblem: string | null;
  readonly lastCommitMs: number;
  readonly droppedSeries: number;
}

/** The quality of one segment in a window. */
type SegmentStatus = Pick<SegmentQuality, 'segment' | 'state' | 'expected' | 'reference' | 'labelled'> & { readonly value: number | null };

/** Reads the state; changes nothing. */
export function pipelineStatus(pipeline: Pipeline): PipelineStatus {
  const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);
  const rejectedOf = (rejected: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(rejected).filter(([, n]) => n > 0));
  const files = pipeline.readers.map((reader) => {
    const health = reader.source.health();
    const { counters } = reader.fold;
    return {
      name: reader.fold.name,
      type: 'file' as const,
      isUp: health.isUp && reader.problem === null,
      problem: reader.problem,
      backlogBytes: health.backlogBytes,
      newestMs: finite(counters.newestMs),
      events: counters.events,
      rejected: rejectedOf(counters.rejected),
      streams: health.streams,
    };
  });
  const pushes = [...pipeline.intakes.values()].map(({ fold: { name, counters } }) => ({
    name,
    type: 'http' as const,
    isUp: pipeline.commitProblem === null,
    problem: pipeline.commitProblem?.message ?? null,
    backlogBytes: 0,
    newestMs: finite(counters.newestMs),
    events: counters.events,
    rejected: rejectedOf(counters.rejected),
    streams: [],
  }));
  const snapshots = pipeline.snapshots.map(({ name, counters, problem, folder }) => {
    const { isUp, backlogBytes, streams } = folder.health();
    return {
      name,
      type: 'snapshot' as const,
      isUp,
      problem,
      backlogBytes,
      newestMs: finite(counters.newestMs),
      events: counters.events,
      rejected: rejectedOf(counters.rejected),
      streams,
    };
  });
  return {
    sources: [...files, ...pushes, ...snapshots],
    models: [...pipeline.directory.models.values()].flatMap((model) =>
      [...model.versions.values()].map((version) => {
        const active = model.baselines[model.baselines.length - 1] ?? null;
        const verdict = version.lastVerdict?.verdict ?? null;
        return {
          model: model.name,
          version: version.version,
          baseline: active ? { sha256: active.baseline.sha256, source: active.baseline.source, rows: active.baseline.rows } : null,
          whyNoDrift: whyNoDrift(model, version),
          calibrationGap: active ? calibrationGap(model.settings, active.baseline) : null,
          policy: verdict?.policy ?? null,
          driftRate: verdict?.drift_rate ?? null,
          p95Seconds: version.lastWindow?.latency?.p95 ?? null,
          requests: version.trafficNow().outcomes.reduce((sum, count) => sum + count, 0),
          violations: version.violationsNow(active),
          verdictId: version.lastVerdict?.id ?? null,
          driftedFeatures: verdict?.features.filter((feature) => feature.verdict === 'drifted').map((feature) => feature.feature) ?? [],
          segments: (verdict?.segments ?? []).map(({ segment, reference = 'own', rows, drifted, judged, features }) => ({
            segment,
            reference,
            rows,
            drifted,
            judged,
            driftedFeatures: features.filter((feature) => feature.verdict === 'drifted').map((feature) => feature.feature),
          })),
          whyNoSegments: active && segmentsGap(active.baseline, model.settings),
          lastWindow: version.lastWindow
            ? {
                endMs: version.lastWindow.endMs,
                rows: version.lastWindow.rows,
                drifted: verdict?.drifted ?? 0,
                judged: verdict?.judged ?? 0,
                insufficient: verdict?.insufficient ?? 0,
              }
            : null,
          seasonBucket: version.lastVerdict?.season_bucket ?? null,
          seasonGap: active ? seasonGap(model.settings, active.baseline) : null,
          openWindows: version.windows.size,
          attributions: version.lastVerdict?.attributions ?? null,
        };
      }),
    ),
    quality: qualityStatus(pipeline),
    commitProblem: pipeline.commitProblem?.message ?? null,
    lastCommitMs: pipeline.lastCommitMs,
    droppedSeries: pipeline.droppedSeries,
  };
}

function qualityStatus(pipeline: Pipeline): PipelineStatus['quality'] {
  return [...pipeline.labelJoins.models].flatMap(([model, { join }]) =>
    [...join.quality].map(([version, { mature, newest }]) => {
      const { state, reason, coverage, window_end, settings, measures, segments = [] } = mature ?? newest;
      const { metric } = settings;
      const valueOf = (all: readonly Measure[]): number | null => all.find((measure) => measure.metric === metric)?.value ?? null;
      const labels = join.countsOf(version).outcomes[LABEL_OUTCOMES.indexOf('joined')] ?? 0;
      const parts = segments.map(({ segment, state: own, expected, reference, labelled, measures: measured }) => ({
        segment,
        state: own,
        value: valueOf(measured),
        expected,
        reference,
        labelled,
      }));
      return { model, version, state, reason, metric, value: valueOf(measures), coverage, windowEnd: window_end, labels, segments: parts };
    }),
  );
}
