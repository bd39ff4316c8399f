import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultModelConfig, modelConfig, type Config } from '../../config/index.js';
import type { Notice, RejectReason, StoredVerdict } from '../../contract/index.js';
import { HotExposition } from '../../metrics/index.js';
import { History, type ClosedWindow, type Pipeline, type ShowMoment, type SnapshotTables } from '../../pipeline/index.js';
import { openStore, type Store } from '../../store/index.js';
import { buildPipeline } from '../serve/build-pipeline.js';
import { pipelineStorage } from '../serve/storage-adapter.js';
import type { BackfillInput } from './backfill-question.js';
import { HistoryClock } from './history-clock.js';
import { OpenMetricsFile } from './openmetrics-file.js';
import { readHistory } from './read-history.js';

export interface BackfillOptions extends BackfillInput {
  /** Null: no samples are written. */
  readonly openmetrics: string | null;
  readonly stepMs: number;
  /** Samples and verdicts at these times come out, [sinceMs, untilMs]. All of the log is read in any case. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Folder of a new store that keeps what was found; null for a temporary one. */
  readonly storeFolder: string | null;
  readonly nowMs: number;
  readonly onProgress: (progress: BackfillProgress) => void;
  /** Takes the samples of each moment, beside the file. */
  readonly show?: ShowMoment;
}

export interface BackfillProgress {
  readonly leftBytes: number;
  readonly windows: number;
  /** End of the window that closed last; null for none. */
  readonly reachedMs: number | null;
}

/** A closed window as it is reported. */
export interface BackfilledWindow {
  readonly model: string;
  readonly version: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly rows: number;
  /** Null where no baseline judged it. */
  readonly verdict: BackfilledVerdict | null;
}

export type BackfilledVerdict = Pick<StoredVerdict, 'id' | 'baseline_sha256'> &
  Pick<StoredVerdict['verdict'], 'drift_rate' | 'drifted' | 'judged' | 'insufficient'> & { readonly driftedFeatures: readonly string[] };

export interface BackfillResult {
  readonly windows: readonly BackfilledWindow[];
  /** Windows whose end, with the allowed lateness, has not come yet: not closed, and their events are in no sample. */
  readonly openWindows: number;
  readonly events: number;
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly samples: number;
  readonly leftOut: readonly string[];
  /** Series that the budget had no room for. */
  readonly droppedSeries: number;
}

/** Snapshots are windows by themselves, and have no course that could be told: their sources are left out. */
const NO_TABLES: SnapshotTables = {
  hash: () => Promise.reject(new Error('no snapshots here')),
  text: () => Promise.reject(new Error('no snapshots here')),
  count: () => Promise.reject(new Error('no snapshots here')),
  build: () => Promise.reject(new Error('no snapshots here')),
};

/**
 * Runs history through the pipeline: same sources, formats, windows and verdicts as the exporter.
 *
 * @throws CodedError CLI_BACKFILL_SOURCE, CLI_BACKFILL_WRITE, BASELINE_*, STORE_*; then no file is written
 */
export async function runBackfill(options: BackfillOptions): Promise<BackfillResult> {
  const { storeFolder } = options;
  const folder = storeFolder ?? mkdtempSync(join(tmpdir(), 'aiops-backfill-'));
  const file = options.openmetrics === null ? null : new OpenMetricsFile(options.openmetrics);
  const clean = (): void => {
    file?.discard();
    if (storeFolder === null) rmSync(folder, { recursive: true, force: true });
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    clean();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const store = openStore({ folder, mode: 'own', nowMs: Date.now });
    try {
      const result = await readAll(options, store, file);
      file?.finish();
      return result;
    } finally {
      store.close();
    }
  } finally {
    process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
    clean();
  }
}

async function readAll(options: BackfillOptions, store: Store, file: OpenMetricsFile | null): Promise<BackfillResult> {
  const { stepMs, sinceMs, untilMs, nowMs, storeFolder, onProgress } = options;
  const config = withOldLabels(options.config);
  const clock = new HistoryClock(nowMs);
  const windows: BackfilledWindow[] = [];
  let droppedSeries = 0;
  const notify = (notice: Notice): void => {
    if (notice.kind === 'series_dropped') droppedSeries = Math.max(droppedSeries, notice.count);
  };
  const isAsked = (timeMs: number): boolean => timeMs >= sinceMs && timeMs <= untilMs;
  let closed = 0;
  let reachedMs: number | null = null;
  const history = new History({
    stepMs,
    feed: { seriesBudget: config.budget.series, retireAfterMs: config.retireAfterMs },
    notify,
    show: (timeMs, families) => {
      if (!isAsked(timeMs)) return;
      file?.add(timeMs, families);
      options.show?.(timeMs, families);
    },
    onClosed: (window) => {
      closed++;
      reachedMs = window.endMs;
      if (isAsked(window.endMs)) windows.push(reported(window));
    },
  });
  const own = pipelineStorage(store);
  // What is only there for this run need not keep windows that nobody will ask for.
  const storage =
    storeFolder === null ? { ...own, commit: (commit: Parameters<typeof own.commit>[0]) => own.commit({ ...commit, windows: [] }) } : own;
  const pipeline = buildPipeline({
    config,
    store,
    storage,
    exposition: new HotExposition(),
    tables: NO_TABLES,
    notify,
    nowMs: clock.nowMs,
    observer: history,
    areFilesFinished: storeFolder === null,
  });
  try {
    const pause = async (): Promise<void> => {
      onProgress({
        leftBytes: pipeline.readers.reduce((sum, { source }) => sum + source.health().backlogBytes, 0),
        windows: closed,
        reachedMs,
      });
      await new Promise((resolve) => setImmediate(resolve));
    };
    await readHistory(pipeline, { clock, idleMs: idleMsOf(options, pipeline), pause });
    history.finish();
  } finally {
    for (const { source } of pipeline.readers) await source.close();
  }
  return { ...countsOf(pipeline), windows, samples: file?.samples ?? 0, leftOut: options.leftOut, droppedSeries };
}

/** Labels of last year were young when they were scored: by the wall clock of today they would all have gone before. */
function withOldLabels(config: Config): Config {
  const { store } = config;
  return { ...config, store: { ...store, retention: { ...store.retention, labelsMs: Infinity } } };
}

/** Longer than every wait of the run: the windows of each model, and the halves of inferences. */
function idleMsOf({ config }: BackfillOptions, pipeline: Pipeline): number {
  const defaults = defaultModelConfig();
  const names = [...config.models.keys(), ...pipeline.directory.models.keys(), '*'];
  const waits = names.map((name) => modelConfig(config, name, defaults)?.idleMs ?? 0);
  const joins = config.sources.map((source) => (source.type === 'snapshot' ? 0 : source.join.withinMs));
  return Math.max(...waits, ...joins);
}

function reported({ model, version, startMs, endMs, rows, verdict }: ClosedWindow): BackfilledWindow {
  if (!verdict) return { model, version, startMs, endMs, rows, verdict: null };
  const { id, baseline_sha256 } = verdict;
  const { drift_rate, drifted, judged, insufficient, features } = verdict.verdict;
  const driftedFeatures = features.filter((feature) => feature.verdict === 'drifted').map(({ feature }) => feature);
  const short = { id, baseline_sha256, drift_rate, drifted, judged, insufficient, driftedFeatures };
  return { model, version, startMs, endMs, rows, verdict: short };
}

function countsOf({ readers, directory }: Pipeline): Pick<BackfillResult, 'events' | 'rejected' | 'openWindows'> {
  const rejected: Partial<Record<RejectReason, number>> = {};
  let events = 0;
  for (const { fold } of readers) {
    events += fold.counters.events;
    for (const [reason, count] of Object.entries(fold.counters.rejected) as [RejectReason, number][])
      if (count > 0) rejected[reason] = (rejected[reason] ?? 0) + count;
  }
  let openWindows = 0;
  for (const model of directory.models.values()) for (const version of model.versions.values()) openWindows += version.windows.size;
  return { events, rejected, openWindows };
}
