import type { Outcome } from '../contract/index.js';
import type { TimeUnit } from './columns.js';

/** Where a text comes from: a field of the record, or the same for all records of the source. */
export type TextSource = { readonly path: readonly string[] } | { readonly constant: string };

/** A duration in the log and what to divide it by to get seconds; `text` is written with its unit, and comes as seconds. */
export interface DurationField {
  readonly path: readonly string[];
  readonly perSecond: number;
  readonly form?: 'text';
}

/** How status values of the log become outcomes. Values are compared as text, so 200 and "200" are one. */
export interface OutcomeField {
  readonly path: readonly string[];
  readonly words: ReadonlyMap<string, Outcome>;
  /** For every other value, and where the field is absent. */
  readonly fallback: Outcome;
}

export interface NamedField {
  readonly name: string;
  readonly path: readonly string[];
  /** Where the log says it; without it the kind is found by looking at the values. */
  readonly type?: 'numeric' | 'categorical';
}

/** A number that a record is worth to the business, such as an order's amount: a KPI, and the unit in which it is counted. */
export interface ValueField {
  readonly kpi: string;
  readonly unit: string;
  readonly path: readonly string[];
}

/** How the records of one source map to inference events; made by the configuration. */
export interface RecordMap {
  readonly time: { readonly path: readonly string[]; readonly unit: TimeUnit };
  readonly model: TextSource;
  readonly version: TextSource;
  readonly latency: DurationField | null;
  readonly timeToFirstToken: DurationField | null;
  readonly outcome: OutcomeField | null;
  readonly features: FeatureFields | null;
  readonly prediction: readonly string[] | null;
  /** As of a named field. */
  readonly predictionType?: 'numeric' | 'categorical';
  readonly score: readonly string[] | null;
  readonly tokensInput: readonly string[] | null;
  readonly tokensOutput: readonly string[] | null;
  readonly cost: { readonly path: readonly string[]; readonly currency: string } | null;
  /** Id by which labels are joined; read only where they are. */
  readonly requestId?: readonly string[] | null;
  /** What turned out to be true, where the log has it already; null in a record means: not known yet. */
  readonly label?: readonly string[] | null;
  readonly values?: readonly ValueField[];
  /** A word by which verdicts are told apart. */
  readonly segment?: readonly string[] | null;
  /** What each feature contributed to the prediction: by the names of the features, as `features`. */
  readonly attributions?: FeatureFields | null;
}

/** All keys of one object, or a list of fields. */
export type FeatureFields = { readonly at: readonly string[] } | { readonly list: readonly NamedField[] };

/** How the records of a source of labels map: what is known, of which inference of which model. */
export interface LabelMap {
  readonly requestId: readonly string[];
  readonly model: TextSource;
  /** Null where only values are known. */
  readonly label: readonly string[] | null;
  readonly values: readonly ValueField[];
  /** When the label was known; null where the records do not say: then it is when they are read. */
  readonly time: { readonly path: readonly string[]; readonly unit: TimeUnit } | null;
}
