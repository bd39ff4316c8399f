import type { Notice, Notify } from '../../src/contract/index.js';
import { DEFAULT_DRIFT_SETTINGS } from '../../src/drift/index.js';
import type { HashKey, LabelMap, LabelSink, RecordMap } from '../../src/events/index.js';
import { formats, type DecoderFactory } from '../../src/formats/index.js';
import { HotExposition } from '../../src/metrics/index.js';
import {
  type PairOptions,
  FileReader,
  LabelFold,
  Pipeline,
  PushIntake,
  SourceFold,
  pipelineStatus,
  type SourceFoldOptions,
  type ModelSettings,
  type PipelineOptions,
  type PipelineStatus,
  type PipelineStorage,
  type SnapshotReader,
  type WindowObserver,
} from '../../src/pipeline/index.js';
import { LineSource, type Log } from './line-source.js';
import { MemoryStorage } from './memory-storage.js';

/** 2026-01-01T00:00:00Z: the wall clock of a bed when it starts. */
export const NEW_YEAR_MS = Date.UTC(2026, 0, 1);

/** More than any test needs. */
const MANY_STEPS = 20_000;

export const LOG_MAP: RecordMap = {
  time: { path: ['t'], unit: 'ms' },
  model: { path: ['m'] },
  version: { path: ['v'] },
  latency: { path: ['l'], perSecond: 1000 },
  timeToFirstToken: null,
  outcome: { path: ['s'], words: new Map([['200', 'ok']]), fallback: 'error' },
  features: { at: ['f'] },
  prediction: ['y'],
  score: null,
  tokensInput: ['i'],
  tokensOutput: ['o'],
  cost: null,
};

/** Secret of the hashes of ids, where a source names none. */
export const ID_KEY: HashKey = Uint8Array.from({ length: 16 }, (_, i) => i);

/** A source of one model: there is nothing to look for in its first chunk. */
export const ONE_MODEL_MAP: RecordMap = { ...LOG_MAP, model: { constant: 'churn' } };

export const SETTINGS: ModelSettings = {
  configSha256: null,
  windowMs: 1000,
  latenessMs: 100,
  idleMs: 5000,
  latencyBounds: [0.01, 0.1, 1],
  calibration: null,
  quality: null,
  latencyObjective: null,
  latencyThresholdSeconds: null,
  errorObjective: null,
  labelRetentionMs: 30 * 86_400_000,
  price: null,
  bootstrapRows: null,
  policy: 'default',
  segments: null,
  drift: { ...DEFAULT_DRIFT_SETTINGS, min_samples: 20 },
  season: null,
  features: new Map(),
};

/** A line of the log of a bed. `t` counts from NEW_YEAR_MS. */
export interface LogRecord {
  readonly t: number;
  readonly m?: string;
  readonly v?: string;
  readonly l?: number | null;
  readonly s?: number;
  readonly f?: Readonly<Record<string, unknown>>;
  readonly y?: unknown;
  readonly i?: number;
  readonly o?: number;
  readonly cost?: number;
  readonly [other: string]: unknown;
}

export const lineOf = ({ t, ...rest }: LogRecord): string =>
  `${JSON.stringify({ t: NEW_YEAR_MS + t, m: 'churn', v: '1', l: 10, s: 200, ...rest })}\n`;
export const linesOf = (records: readonly LogRecord[]): string => records.map(lineOf).join('');

export interface SourceOptions {
  readonly map?: RecordMap;
  readonly type?: 'file' | 'http';
  readonly log?: Log;
  readonly clockSkewMs?: number;
  readonly format?: DecoderFactory;
  readonly pairs?: PairOptions;
  readonly idKey?: HashKey;
  readonly course?: SourceFoldOptions['course'];
  /** Makes it a source of labels. */
  readonly labelMap?: LabelMap;
}

/** What a bed gives to a source of snapshots. */
export interface SnapshotHouse {
  readonly storage: PipelineStorage;
  readonly notify: Notify;
  readonly nowMs: () => number;
}

export interface BedOptions {
  readonly settings?: Partial<ModelSettings>;
  readonly settingsOf?: PipelineOptions['settingsOf'];
  readonly limits?: Partial<PipelineOptions['limits']>;
  readonly feed?: Partial<PipelineOptions['feed']>;
  readonly storage?: PipelineStorage;
  readonly labels?: LabelSink;
  readonly sources?: Readonly<Record<string, SourceOptions>>;
  readonly snapshots?: (house: SnapshotHouse) => SnapshotReader;
  readonly expected?: readonly string[];
  readonly nowMs?: number;
  readonly observer?: WindowObserver;
}

/** A pipeline on a test bed: a clock that is set by hand, logs in memory, storage that can fail. */
export class PipelineBed {
  readonly options: BedOptions;
  /** Wall clock, as milliseconds after NEW_YEAR_MS. */
  now: number;
  readonly notices: Notice[] = [];
  readonly exposition = new HotExposition();
  readonly storage: PipelineStorage;
  readonly pipeline: Pipeline;
  readonly sources = new Map<string, LineSource>();
  readonly logs = new Map<string, Log>();

  constructor(options: BedOptions = {}) {
    this.options = options;
    this.now = options.nowMs ?? 0;
    this.storage = options.storage ?? new MemoryStorage();
    const { storage, exposition } = this;
    const nowMs = (): number => NEW_YEAR_MS + this.now;
    const notify = (notice: Notice): number => this.notices.push(notice);
    const settings = { ...SETTINGS, ...options.settings };
    this.pipeline = new Pipeline({
      settingsOf: options.settingsOf ?? (() => settings),
      limits: { models: 10, versionsPerModel: 5, featuresPerSource: 100, ...options.limits },
      feed: { seriesBudget: 20_000, retireAfterMs: 7 * 86_400_000, ...options.feed },
      storage,
      ...(options.labels && { labels: options.labels }),
      exposition,
      notify,
      nowMs,
      observer: options.observer ?? null,
    });
    for (const [
      name,
      { map = LOG_MAP, type = 'file', log = new Map<string, string>(), clockSkewMs = 300_000, format, pairs, idKey, course, labelMap },
    ] of Object.entries(options.sources ?? { log: {} })) {
      const inferences = new SourceFold(
        {
          name,
          map,
          format: format ?? formats.jsonl,
          maxRecordBytes: 1 << 20,
          maxDepth: 20,
          clockSkewMs,
          pairs: pairs ?? null,
          idKey: idKey ?? null,
          course: course ?? null,
        },
        this.pipeline.directory,
        notify,
        nowMs,
      );
      const truth = labelMap && {
        name,
        map: labelMap,
        format: format ?? formats.jsonl,
        maxRecordBytes: 1 << 20,
        maxDepth: 20,
        clockSkewMs,
        idKey: idKey ?? ID_KEY,
      };
      const fold = truth ? new LabelFold(truth, this.pipeline.directory, this.pipeline.labels, notify, nowMs) : inferences;
      if (type === 'http') {
        this.pipeline.intakes.set(name, new PushIntake(fold, storage.findKey));
        continue;
      }
      const source = new LineSource(name, log, storage.positions(name));
      this.logs.set(name, log);
      this.sources.set(name, source);
      this.pipeline.readers.push(new FileReader(source, fold, notify));
    }
    const reader = options.snapshots?.({ storage, notify, nowMs });
    if (reader) this.pipeline.addSnapshots(reader);
    this.pipeline.restore(options.expected ?? []);
  }

  get memory(): MemoryStorage {
    if (!(this.storage instanceof MemoryStorage)) throw new Error('this bed has another storage');
    return this.storage;
  }

  /** Appends records to a stream of a log. */
  write(records: readonly LogRecord[], stream = 'a', source = 'log'): void {
    this.append(linesOf(records), stream, source);
  }

  append(text: string, stream = 'a', source = 'log'): void {
    const log = this.logs.get(source) as Log;
    log.set(stream, (log.get(stream) ?? '') + text);
  }

  /** Reads until nothing is left. */
  async readAll(): Promise<void> {
    for (let steps = 0; await this.pipeline.step(); steps++) if (steps > MANY_STEPS) throw new Error('reading does not come to an end');
  }

  /** Closes all that is due. */
  close(): void {
    for (let calls = 0; this.pipeline.closeDueWindows(); calls++)
      if (calls > MANY_STEPS) throw new Error('closing does not come to an end');
  }

  /** Reads, closes, commits and shows. */
  async settle(): Promise<void> {
    await this.readAll();
    this.close();
    this.pipeline.refreshExposition();
  }

  /** A new process on the same storage and the same logs; the old one is gone as after kill -9. */
  restart(changes: BedOptions = {}): PipelineBed {
    const sources = Object.fromEntries(
      Object.entries(this.options.sources ?? { log: {} }).map(([name, own]) => {
        const log = this.logs.get(name);
        return [name, log ? { ...own, log } : own];
      }),
    );
    return new PipelineBed({ ...this.options, sources, storage: this.storage, nowMs: this.now, ...changes });
  }

  status(): PipelineStatus {
    return pipelineStatus(this.pipeline);
  }

  /** Samples of the exposition: value by family and labels, as in `family{label="value"}`. */
  samples(): Map<string, number> {
    const lines = this.exposition.render('text').toString().split('\n');
    const samples = lines.filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
  }

  sample(name: string): number | undefined {
    return this.samples().get(name);
  }

  /** Notices of one kind. */
  told<K extends Notice['kind']>(kind: K): Extract<Notice, { kind: K }>[] {
    return this.notices.filter((notice): notice is Extract<Notice, { kind: K }> => notice.kind === kind);
  }
}
