import type { DriftPolicy, DriftSettings, QualitySettings, Season } from '../contract/index.js';
import type { FalseAlarmBudget } from '../drift/index.js';
import type { LabelMap, RecordMap } from '../events/index.js';
import type { SCOPES } from './server-schema.js';
import type { DialectName } from './source-schema.js';

export type Scope = (typeof SCOPES)[number];

export interface TokenConfig {
  readonly scopes: readonly Scope[];
  readonly token: string;
  /** Absolute path of the file that holds it; null when it stands in the configuration or the environment. */
  readonly file: string | null;
}

/** A certificate with its key, in PEM, and the absolute paths of their files. */
export interface TlsConfig {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly tokens: readonly TokenConfig[];
  /** null: plain HTTP. */
  readonly tls: TlsConfig | null;
}

/** What every source has. */
interface CommonSourceConfig {
  readonly name: string;
  /** Names of payload values that come without names, in their order. */
  readonly columns: readonly string[];
  /** How halves of inferences are joined, for formats that log requests and responses apart. */
  readonly join: { readonly withinMs: number; readonly capacity: number };
  /** What becomes of records whose format has no time. */
  readonly undated: 'reject' | 'arrival';
  readonly maxRecordBytes: number;
  readonly maxDepth: number;
  readonly clockSkewMs: number;
}

interface FileOptions extends CommonSourceConfig {
  readonly type: 'file';
  /** Absolute paths and patterns. */
  readonly patterns: readonly string[];
  readonly format: 'jsonl' | 'csv' | 'bentoml' | DialectName;
  readonly csv: { readonly delimiter: string; readonly decimal: '.' | ',' | 'auto' };
}

interface HttpOptions extends CommonSourceConfig {
  readonly type: 'http';
  readonly format: 'jsonl' | 'bentoml' | DialectName;
  readonly bodyBytes: number;
  readonly decompressionRatio: number;
  readonly queueBytes: number;
}

/** Where a text of a snapshot comes from: the same for all, a column, or the name of the file. */
export type SnapshotTextConfig = { readonly constant: string } | { readonly column: string } | 'name';

export interface SnapshotSourceConfig {
  readonly name: string;
  readonly type: 'snapshot';
  /** Absolute folders and patterns. */
  readonly patterns: readonly string[];
  /** What the names of files say (see namePattern); null for nothing. */
  readonly named: string | null;
  readonly settleMs: number;
  readonly marker: string | null;
  /** Pattern for the names of references; null for none. */
  readonly reference: string | null;
  readonly model: SnapshotTextConfig;
  readonly version: SnapshotTextConfig;
  readonly time: string | null;
  readonly features: readonly string[] | null;
  readonly prediction: string | null;
  readonly clockSkewMs: number;
}

interface Inferences {
  readonly kind: 'inference';
  readonly map: RecordMap;
}

interface Labels {
  readonly kind: 'labels';
  readonly map: LabelMap;
}

/** Sources of records, by what a record is. */
export type InferenceSourceConfig = (FileOptions | HttpOptions) & Inferences;
export type LabelSourceConfig = (FileOptions | HttpOptions) & Labels;
export type FileSourceConfig = FileOptions & (Inferences | Labels);
export type HttpSourceConfig = HttpOptions & (Inferences | Labels);
export type RecordSourceConfig = FileSourceConfig | HttpSourceConfig;
export type SourceConfig = RecordSourceConfig | SnapshotSourceConfig;

export interface FeatureConfig {
  readonly isPrivate: boolean;
  readonly range: readonly [number, number] | null;
  readonly top: number | null;
  readonly importance: number | null;
}

/** Prices in units of the currency. */
export interface PriceConfig {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  readonly perRequest: number;
  readonly currency: string;
}

export interface ModelConfig {
  /** Absolute path of the baseline file; null for none. */
  readonly baselinePath: string | null;
  readonly bootstrapRows: number | null;
  readonly windowMs: number;
  readonly latenessMs: number;
  readonly idleMs: number;
  /** Seconds, ascending. */
  readonly latencyBounds: readonly number[];
  readonly latencyObjective: number | null;
  readonly latencyThresholdSeconds: number | null;
  readonly policy: DriftPolicy;
  readonly errorObjective: number | null;
  readonly segments: { readonly by: string; readonly top: number; readonly names: readonly string[] } | null;
  readonly drift: DriftSettings;
  /** The budget of false alarms that the thresholds of the baseline must keep; null where thresholds are set by hand. */
  readonly calibration: FalseAlarmBudget | null;
  /** null: quality is not measured. */
  readonly quality: QualitySettings | null;
  /** By what windows are compared with their like; null for the whole baseline. */
  readonly season: Season | null;
  /** For sources whose log holds no costs. */
  readonly price: PriceConfig | null;
  readonly features: ReadonlyMap<string, FeatureConfig>;
}

/** How the body of a notification is signed. */
export interface HmacConfig {
  readonly secret: string;
  readonly file: string;
  /** Lower case. */
  readonly header: string;
  readonly timestampHeader: string | null;
  readonly maxAgeMs: number;
}

export interface IncidentsConfig {
  readonly reopenMs: number;
  readonly groupWithinMs: number;
  readonly exclude: readonly string[];
  readonly heartbeat: string;
  /** Alertmanager that is asked what fires; null for none. */
  readonly alertmanager: string | null;
  readonly pollMs: number;
  readonly hmac: HmacConfig | null;
}

/** The validated configuration. Frozen; durations in milliseconds, sizes in bytes, paths absolute. */
export interface Config {
  readonly path: string;
  /** Of the text of the file, as `sha256sum` prints it: dates a change in the numbers. Secrets in files of their own are not in it. */
  readonly sha256: string;
  readonly server: ServerConfig;
  readonly store: {
    readonly folder: string;
    readonly commitIntervalMs: number;
    readonly retention: {
      readonly windowsMs: number;
      readonly verdictsMs: number;
      readonly labelsMs: number;
      readonly incidentsMs: number;
    };
  };
  readonly incidents: IncidentsConfig;
  readonly sources: readonly SourceConfig[];
  readonly models: ReadonlyMap<string, ModelConfig>;
  readonly budget: { readonly series: number; readonly models: number; readonly versions: number };
  readonly retireAfterMs: number;
}

/** Settings of a model: its own, else those of "*"; null when the configuration does not know it. */
export function modelConfig(config: Config, model: string, defaults: ModelConfig): ModelConfig | null {
  if (config.models.size === 0) return defaults;
  return config.models.get(model) ?? config.models.get('*') ?? null;
}
