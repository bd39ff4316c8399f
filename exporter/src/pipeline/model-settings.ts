import type { DriftPolicy, DriftSettings, QualitySettings, Season } from '../contract/index.js';
import type { FalseAlarmBudget } from '../drift/index.js';
import type { PriceList } from '../profile/index.js';

/** What the user says of one feature. */
export interface FeatureSettings {
  readonly isPrivate: boolean;
  readonly range: readonly [number, number] | null;
  readonly top: number | null;
  readonly importance: number | null;
}

/** By what rows are divided: a feature, or the segment of the record map. */
export interface SegmentSettings {
  readonly by: string;
  /** Segments at most, where none are named. */
  readonly top: number;
  /** The segments by name; empty for the largest of the baseline. */
  readonly names: readonly string[];
}

/** The settings of one model, resolved from the configuration. Durations in milliseconds, latency bounds in seconds. */
export interface ModelSettings {
  /** Of the configuration that they come from; null where there is none. */
  readonly configSha256: string | null;
  readonly windowMs: number;
  readonly latenessMs: number;
  readonly idleMs: number;
  readonly latencyBounds: readonly number[];
  /** Share of answered requests that is to stay below the threshold; null for no objective. */
  readonly latencyObjective: number | null;
  readonly latencyThresholdSeconds: number | null;
  /** Share of requests that is not to fail; null for no objective. */
  readonly errorObjective: number | null;
  readonly bootstrapRows: number | null;
  /** By whose rules windows are judged. */
  readonly policy: DriftPolicy;
  /** By what rows are divided; null for not. */
  readonly segments: SegmentSettings | null;
  readonly drift: DriftSettings;
  /** The budget of false alarms that the thresholds of the baseline must keep; null where thresholds are set by hand. */
  readonly calibration: FalseAlarmBudget | null;
  /** How long predictions and their labels are kept at most, by the wall clock. */
  readonly labelRetentionMs: number;
  /** How quality is judged; null: none are joined. */
  readonly quality: QualitySettings | null;
  /** By what windows are compared with their like; null for the whole baseline. */
  readonly season: Season | null;
  readonly features: ReadonlyMap<string, FeatureSettings>;
  /** For sources that map no cost. Charged when rows are folded, so a changed price holds for later rows only. */
  readonly price: PriceList | null;
}
