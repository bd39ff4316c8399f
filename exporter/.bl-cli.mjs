// ../../tmp/bl/cli.ts
import { Command } from "commander";

// exporter/src/baseline/artefact.ts
import { z } from "zod";
var count = z.number().int().nonnegative();
var finite = z.number();
var numericFeature = z.strictObject({
  name: z.string().min(1),
  type: z.literal("numeric"),
  /** Inner edges of the fine bins, ascending; the bin of x is the number of edges <= x. */
  edges: z.array(finite).max(4096),
  /** First fine bin of each judged bin. */
  judged: z.array(count).min(1),
  /** Counts of the fine bins. */
  counts: z.array(count),
  missing: count,
  invalid: count,
  min: finite.nullable(),
  max: finite.nullable(),
  mean: finite.nullable(),
  sd: finite.nullable(),
  /** Exact quantiles by probability: p01, p05, p25, p50, p75, p95, p99. */
  quantiles: z.record(z.string(), finite),
  /** Distinct values, where at most 20; else null. */
  distinct: count.nullable()
});
var categoricalFeature = z.strictObject({
  name: z.string().min(1),
  type: z.literal("categorical"),
  /** The top categories by reference count, largest first, ties by name. */
  categories: z.array(z.string()),
  counts: z.array(count),
  /** Rows with any other value. */
  other: count,
  /** Further values with at least `min_category_count` rows, by name. */
  tail: z.array(z.string()),
  tail_complete: z.boolean(),
  missing: count,
  invalid: count
});
var baselineFeatureSchema = z.discriminatedUnion("type", [numericFeature, categoricalFeature]);
var BASELINE_FORMAT_VERSION = 1;
var baselineSchema = z.strictObject({
  format: z.literal("aiops-baseline"),
  format_version: z.literal(BASELINE_FORMAT_VERSION),
  model: z.string().min(1),
  model_version: z.string().min(1),
  source: z.enum(["built", "bootstrap"]),
  /** exact: counted from all rows; sketched: edges from a sketch with 1 % relative error (bootstrap). */
  precision: z.enum(["exact", "sketched"]),
  rows: count,
  /** Period that the rows cover, where they carry time. */
  period: z.strictObject({ start: z.string(), end: z.string() }).nullable(),
  features: z.array(baselineFeatureSchema),
  /** Distribution of the prediction, where the reference holds it. */
  prediction: baselineFeatureSchema.nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/)
});

// exporter/src/baseline/next-double.ts
var DOUBLE = new DataView(new ArrayBuffer(8));
var MINUS_ZERO = 1n << 63n;
function nextUp(x) {
  DOUBLE.setFloat64(0, x + 0);
  const bits = DOUBLE.getBigUint64(0);
  DOUBLE.setBigUint64(0, bits < MINUS_ZERO ? bits + 1n : bits - 1n);
  return DOUBLE.getFloat64(0) + 0;
}
function nextDown(x) {
  return -nextUp(-x) + 0;
}

// exporter/src/baseline/bin-edges.ts
var JUDGED_BINS = 10;
var FINE_PER_JUDGED = 6;
var DISTINCT_LIMIT = 20;
function binEdges(sorted) {
  const values = firstDistinct(sorted, DISTINCT_LIMIT + 1);
  if (values.length > DISTINCT_LIMIT) return quantileEdges(sorted);
  const edges = values.length === 1 ? aroundConstant(values[0]) : values.slice(1);
  return { edges, judged: [0, ...edges.map((_, i) => i + 1)], distinct: values.length };
}
function countBelow(sorted, x) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = low + high >>> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
function quantileEdges(sorted) {
  const n = sorted.length;
  const min = sorted[0];
  const atRank = (k, of) => sorted[Math.floor(n * k / of)];
  const judgedEdges = /* @__PURE__ */ new Set();
  for (let k = 1; k < JUDGED_BINS; k++) {
    const edge = atRank(k, JUDGED_BINS);
    if (edge > min) judgedEdges.add(edge);
    const above = edge === atRank(k - 1, JUDGED_BINS) ? sorted[countBelow(sorted, nextUp(edge))] : void 0;
    if (above !== void 0) judgedEdges.add(above);
  }
  const all = new Set(judgedEdges);
  const fine = JUDGED_BINS * FINE_PER_JUDGED;
  for (let k = 1; k < fine; k++) {
    const edge = atRank(k, fine);
    if (edge > min) all.add(edge);
  }
  const edges = ascending(all);
  return { edges, judged: [0, ...ascending(judgedEdges).map((edge) => edges.indexOf(edge) + 1)], distinct: null };
}
function ascending(values) {
  return [...values].sort((a, b) => a - b);
}
function firstDistinct(sorted, limit) {
  const found = [];
  for (let at = 0; at < sorted.length && found.length < limit; ) {
    const value = sorted[at];
    found.push(value);
    at = countBelow(sorted, nextUp(value));
  }
  return found;
}
function aroundConstant(value) {
  return [value, nextUp(value)].filter(Number.isFinite);
}

// exporter/src/contract/coded-error.ts
var CodedError = class extends Error {
  code;
  status;
  advice;
  constructor(code2, kind, details = {}, cause) {
    const text = kind.message.replace(/\{(\w+)\}/g, (_, name) => String(details[name] ?? `{${name}}`));
    super(text, cause === void 0 ? void 0 : { cause });
    this.name = "CodedError";
    this.code = code2;
    this.status = kind.status;
    this.advice = kind.advice;
  }
};
function errorsOf(table) {
  return (code2, details, cause) => new CodedError(code2, table[code2], details, cause);
}

// exporter/src/contract/inference-event.ts
import { z as z2 } from "zod";

// exporter/src/contract/reject-reason.ts
var OUTCOMES = ["ok", "error", "timeout", "rejected"];

// exporter/src/contract/inference-event.ts
var inferenceEventSchema = z2.strictObject({
  kind: z2.literal("inference"),
  time: z2.iso.datetime({ offset: true }),
  model: z2.string().min(1).max(200),
  version: z2.string().min(1).max(200),
  outcome: z2.enum(OUTCOMES),
  latency_seconds: z2.number().nonnegative().nullable(),
  time_to_first_token_seconds: z2.number().nonnegative().nullable(),
  tokens_input: z2.number().nonnegative().nullable(),
  tokens_output: z2.number().nonnegative().nullable(),
  cost: z2.number().nonnegative().nullable(),
  prediction: z2.union([z2.string(), z2.number(), z2.boolean()]).nullable(),
  score: z2.number().nullable(),
  features: z2.record(z2.string(), z2.union([z2.string(), z2.number(), z2.boolean(), z2.null()]))
});

// exporter/src/contract/metric-family.ts
var declare = (type, kind) => (d) => Object.freeze({ type, unit: "", kind, stability: "stable", since: "0.1.0", ...d });
var counter = declare("counter", "additive");
var histogram = declare("histogram", "additive");
var verdictGauge = declare("gauge", "verdict");
var factGauge = declare("gauge", "fact");

// exporter/src/contract/metrics/data-quality.ts
var MODEL = "configured models x versions in use";
var DATA_QUALITY_FAMILIES = [
  counter({
    name: "aiops_data_quality_violations_total",
    help: "Feature values that break a data quality check.",
    labels: ["model", "version", "feature", "check"],
    bound: `${MODEL} x features within the series budget x 6 checks`
  }),
  factGauge({
    name: "aiops_schema_info",
    help: "The schema that the baseline implies.",
    labels: ["model", "version", "schema_version", "sha256"],
    bound: MODEL
  }),
  counter({
    name: "aiops_schema_mismatch_total",
    help: "Records whose features do not fit the schema, by kind.",
    labels: ["model", "version", "kind"],
    bound: `${MODEL} x 3 kinds`
  })
];

// exporter/src/contract/metrics/drift.ts
var MODEL2 = "configured models x versions in use";
var FEATURE = `${MODEL2} x features within the series budget`;
var BIN = `${FEATURE} x (bins or categories + other, missing, invalid)`;
var DRIFT_FAMILIES = [
  counter({
    name: "aiops_feature_values_total",
    help: "Feature values by baseline bin; bin is b00..bNN, a category, other, missing or invalid.",
    labels: ["model", "version", "feature", "bin"],
    bound: BIN
  }),
  factGauge({
    name: "aiops_baseline_bin_ratio",
    unit: "ratio",
    help: "Share of the baseline rows in each bin. The bins of a feature, missing and invalid included, sum to 1.",
    labels: ["model", "version", "feature", "bin"],
    bound: BIN
  }),
  verdictGauge({
    name: "aiops_feature_drift_score",
    help: "Effect size of the feature in the last closed window, in the unit of the method.",
    labels: ["model", "version", "feature", "method"],
    bound: FEATURE
  }),
  factGauge({
    name: "aiops_feature_drift_threshold",
    help: "Effect size from which the feature can count as drifted.",
    labels: ["model", "version", "feature", "method"],
    bound: FEATURE
  }),
  verdictGauge({
    name: "aiops_feature_drift_p_value",
    help: "P-value of the feature in the last closed window, adjusted for the number of tests (Benjamini-Hochberg).",
    labels: ["model", "version", "feature"],
    bound: FEATURE
  }),
  verdictGauge({
    name: "aiops_feature_drifted",
    help: "1 if the feature drifted in the last closed window, 0 if not; absent when the data are insufficient.",
    labels: ["model", "version", "feature"],
    bound: FEATURE
  }),
  verdictGauge({
    name: "aiops_drift_rate",
    unit: "ratio",
    help: "Share of judged features whose distribution shifted significantly against the training baseline.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  verdictGauge({
    name: "aiops_drift_rate_weighted",
    unit: "ratio",
    help: "Drift rate weighted by feature importance, where importance is known.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  verdictGauge({
    name: "aiops_drifted_features",
    help: "Features that drifted in the last closed window.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  verdictGauge({
    name: "aiops_judged_features",
    help: "Features with a verdict in the last closed window.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  verdictGauge({
    name: "aiops_insufficient_features",
    help: "Features without a verdict in the last closed window, for want of data.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  verdictGauge({
    name: "aiops_prediction_drift_score",
    help: "Effect size (PSI) of the prediction in the last closed window.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  factGauge({
    name: "aiops_prediction_drift_threshold",
    help: "Effect size from which the prediction counts as drifted.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  verdictGauge({
    name: "aiops_prediction_drift_p_value",
    help: "P-value of the prediction in the last closed window.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  verdictGauge({
    name: "aiops_prediction_drifted",
    help: "1 if the prediction drifted in the last closed window; absent when insufficient.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  verdictGauge({ name: "aiops_drift_window_samples", help: "Rows in the last closed window.", labels: ["model", "version"], bound: MODEL2 }),
  verdictGauge({
    name: "aiops_drift_window_end_timestamp_seconds",
    unit: "seconds",
    help: "End of the last closed window, in event time.",
    labels: ["model", "version"],
    bound: MODEL2
  }),
  counter({
    name: "aiops_drift_verdicts_total",
    help: "Feature verdicts reached, by word.",
    labels: ["model", "version", "verdict"],
    bound: `${MODEL2} x 3 words`
  }),
  factGauge({
    name: "aiops_baseline_info",
    help: "The active baseline; source is built or bootstrap.",
    labels: ["model", "version", "sha256", "policy", "source"],
    bound: MODEL2
  }),
  factGauge({ name: "aiops_baseline_rows", help: "Rows of the active baseline.", labels: ["model", "version"], bound: MODEL2 }),
  factGauge({
    name: "aiops_baseline_built_timestamp_seconds",
    unit: "seconds",
    help: "End of the period that the baseline describes, or the time it was activated where its rows carry no time.",
    labels: ["model", "version"],
    bound: MODEL2
  })
];

// exporter/src/contract/metrics/pipeline.ts
var SOURCE = "configured sources";
var PIPELINE_FAMILIES = [
  counter({ name: "aiops_ingest_events_total", help: "Records accepted, by kind of event.", labels: ["source", "kind"], bound: SOURCE }),
  counter({
    name: "aiops_ingest_rejected_total",
    help: "Records not accepted, by reason. A rejected record moves no other counter.",
    labels: ["source", "reason"],
    bound: `${SOURCE} x 11 reasons`
  }),
  counter({ name: "aiops_ingest_bytes_total", unit: "bytes", help: "Bytes of whole records read.", labels: ["source"], bound: SOURCE }),
  factGauge({
    name: "aiops_ingest_lag_seconds",
    unit: "seconds",
    help: "Age of the newest event read, while there is a backlog; 0 when everything was read.",
    labels: ["source"],
    bound: SOURCE
  }),
  factGauge({
    name: "aiops_ingest_backlog_bytes",
    unit: "bytes",
    help: "Bytes known to the source and not yet read.",
    labels: ["source"],
    bound: SOURCE
  }),
  factGauge({
    name: "aiops_ingest_last_event_timestamp_seconds",
    unit: "seconds",
    help: "Newest event time accepted.",
    labels: ["source"],
    bound: SOURCE
  }),
  factGauge({ name: "aiops_source_up", help: "1 while the source can be read.", labels: ["source"], bound: SOURCE }),
  factGauge({
    name: "aiops_checkpoint_age_seconds",
    unit: "seconds",
    help: "Time since position and state were last committed.",
    labels: [],
    bound: "1"
  }),
  factGauge({
    name: "aiops_store_bytes",
    unit: "bytes",
    help: "Size of the store by kind of record.",
    labels: ["record"],
    bound: "kinds of record"
  }),
  factGauge({
    name: "aiops_config_last_reload_successful",
    help: "1 if the last reload of the configuration was taken over, 0 if it was refused.",
    labels: [],
    bound: "1"
  }),
  factGauge({ name: "aiops_series", help: "Series exported, by family.", labels: ["family"], bound: "families" }),
  counter({
    name: "aiops_series_dropped_total",
    help: "Series not exported because of the budget, counted at each change of the selection.",
    labels: ["family", "reason"],
    bound: "families x reasons",
    kind: "fact"
  }),
  counter({
    name: "aiops_notices_total",
    help: "Things the exporter had to say, by kind; each is also a rate-limited log line.",
    labels: ["kind"],
    bound: "kinds of notice",
    kind: "fact"
  }),
  counter({
    name: "aiops_http_requests_refused_total",
    help: "HTTP requests answered with 4xx or 5xx.",
    labels: ["route", "status"],
    bound: "routes x statuses",
    kind: "fact"
  }),
  factGauge({ name: "aiops_build_info", help: "The running exporter.", labels: ["version", "node"], bound: "1" })
];

// exporter/src/contract/metrics/traffic.ts
var MODEL_BOUND = "configured models x versions in use";
var TRAFFIC_FAMILIES = [
  counter({
    name: "aiops_inference_requests_total",
    help: "Inference requests by outcome.",
    labels: ["model", "version", "outcome"],
    bound: `${MODEL_BOUND} x 4 outcomes`
  }),
  histogram({
    name: "aiops_inference_latency_seconds",
    unit: "seconds",
    help: "Latency of inferences with outcome ok. Sum the buckets, then take the quantile: quantiles must not be averaged.",
    labels: ["model", "version"],
    bound: `${MODEL_BOUND} x configured buckets`
  }),
  histogram({
    name: "aiops_inference_time_to_first_token_seconds",
    unit: "seconds",
    help: "Time to the first token of generative models.",
    labels: ["model", "version"],
    bound: `${MODEL_BOUND} x configured buckets`
  }),
  counter({
    name: "aiops_inference_tokens_total",
    help: "Tokens read and written by generative models.",
    labels: ["model", "version", "direction"],
    bound: `${MODEL_BOUND} x 2 directions`
  }),
  counter({
    name: "aiops_inference_cost_total",
    unit: "currency",
    help: "Cost of inferences, from the log.",
    labels: ["model", "version", "currency"],
    bound: `${MODEL_BOUND} x 1 currency`
  }),
  counter({
    name: "aiops_predictions_total",
    help: 'Predictions by class, or by bin for a numeric output. Classes are those of the baseline, the rest is "other".',
    labels: ["model", "version", "class"],
    bound: `${MODEL_BOUND} x (20 classes + other, missing, invalid)`
  }),
  verdictGauge({
    name: "aiops_window_latency_seconds",
    unit: "seconds",
    help: "Latency quantile of the last closed window, relative error at most 1 %. Not for aggregation.",
    labels: ["model", "version", "quantile"],
    bound: `${MODEL_BOUND} x 3 quantiles`
  })
];

// exporter/src/contract/metrics.ts
var METRIC_FAMILIES = [...TRAFFIC_FAMILIES, ...DRIFT_FAMILIES, ...DATA_QUALITY_FAMILIES, ...PIPELINE_FAMILIES];
var BY_NAME = new Map(METRIC_FAMILIES.map((family) => [family.name, family]));

// exporter/src/contract/verdict.ts
import { z as z3 } from "zod";
var VERDICT_STATES = ["drifted", "stable", "insufficient"];
var effectSchema = z3.strictObject({
  method: z3.enum([
    "psi",
    "missing_rate_difference",
    "jensen_shannon",
    "wasserstein",
    "ks",
    "p_value",
    "hellinger",
    "total_variation",
    "l_infinity"
  ]),
  value: z3.number().nullable(),
  threshold: z3.number()
});
var featureVerdictSchema = z3.strictObject({
  feature: z3.string(),
  type: z3.enum(["numeric", "categorical"]),
  n: z3.number().int(),
  statistic: z3.number().nullable(),
  degrees_of_freedom: z3.number().int().nullable(),
  p_value: z3.number().nullable(),
  q_value: z3.number().nullable(),
  effect: effectSchema,
  missing: z3.strictObject({
    reference_ratio: z3.number().nullable(),
    current_ratio: z3.number().nullable(),
    p_value: z3.number().nullable(),
    q_value: z3.number().nullable(),
    drifted: z3.boolean()
  }),
  /** What this window alone says, before `consecutive` is applied. */
  window_verdict: z3.enum(VERDICT_STATES),
  verdict: z3.enum(VERDICT_STATES),
  reason: z3.string(),
  /** The evidence: counts over the judged bins, in bin order; with them every number above can be recomputed. */
  table: z3.strictObject({
    bins: z3.array(z3.string()),
    reference: z3.array(z3.number()),
    current: z3.array(z3.number()),
    reference_missing: z3.number(),
    current_missing: z3.number(),
    reference_invalid: z3.number(),
    current_invalid: z3.number()
  })
});
var modelVerdictSchema = z3.strictObject({
  policy: z3.enum(["default", "evidently", "nannyml"]),
  drift_rate: z3.number().nullable(),
  drift_rate_weighted: z3.number().nullable(),
  drifted: z3.number().int(),
  judged: z3.number().int(),
  insufficient: z3.number().int(),
  rows: z3.number().int(),
  features: z3.array(featureVerdictSchema),
  prediction: featureVerdictSchema.nullable()
});
var storedVerdictSchema = z3.strictObject({
  id: z3.string(),
  model: z3.string(),
  version: z3.string(),
  window_start: z3.string(),
  window_end: z3.string(),
  baseline_sha256: z3.string(),
  code_version: z3.string(),
  settings: z3.strictObject({
    min_samples: z3.number(),
    fdr: z3.number(),
    threshold: z3.number(),
    missing_threshold: z3.number(),
    consecutive: z3.number(),
    thresholds: z3.record(z3.string(), z3.number()),
    weights: z3.record(z3.string(), z3.number())
  }),
  /** Windows in a row, before this one, in which each feature was drifted by itself (only those above 0). */
  streaks: z3.record(z3.string(), z3.number().int()),
  verdict: modelVerdictSchema
});

// exporter/src/baseline/errors.ts
var BASELINE_ERRORS = {
  BASELINE_NOT_CANONICAL: {
    status: 0,
    message: "canonical JSON holds finite numbers, whole Unicode text, booleans, null, arrays and objects (found {found} at {at})",
    advice: "leave the value out, or write it as null"
  },
  BASELINE_SYNTAX: {
    status: 400,
    message: "{where}: a baseline is one JSON object (found {found})",
    advice: "pass the file that `aiops baseline build` wrote"
  },
  BASELINE_VERSION: {
    status: 400,
    message: "{where}: format_version {found} is not known, this version reads {supported}",
    advice: "update the exporter, or build the baseline again with this version"
  },
  BASELINE_SCHEMA: {
    status: 400,
    message: "{where}: {key}: {problem}",
    advice: "do not edit a baseline by hand: build it again with `aiops baseline build`"
  },
  BASELINE_HASH: {
    status: 400,
    message: "{where}: sha256 must be {computed} for this content (found {found})",
    advice: "the file was changed after it was built: restore it, or build it again with `aiops baseline build`"
  },
  BASELINE_RANGE: {
    status: 0,
    message: "range of feature {feature} needs two finite numbers, the smaller one first (found {min} and {max})",
    advice: "correct models.<name>.features.{feature}.range"
  },
  BASELINE_FILE_MISSING: {
    status: 0,
    message: "{path} does not exist or cannot be read ({reason})",
    advice: "check the path and the permissions of the file"
  },
  BASELINE_NOT_A_FILE: {
    status: 0,
    message: "{path} must be one file (found a directory)",
    advice: "name one CSV, Parquet or JSONL file"
  },
  BASELINE_FILE_EMPTY: {
    status: 0,
    message: "{path} must hold at least one row of data (found {found})",
    advice: "check how the file was written, then run the command again"
  },
  BASELINE_FILE_TYPE: {
    status: 0,
    message: "{path} must end in {known}",
    advice: "rename the file after what it holds, or convert it"
  },
  BASELINE_FILE_BROKEN: {
    status: 0,
    message: "{path} cannot be read as {format}: {problem}",
    advice: "correct the file, or export it again"
  },
  BASELINE_COLUMN_MISSING: {
    status: 0,
    message: "{path} has no column {column} (columns found: {found})",
    advice: "correct the name; names are case-sensitive, nested fields are written with dots"
  },
  BASELINE_COLUMN_TYPE: {
    status: 0,
    message: "column {column} of {path} holds {found}: {required}",
    advice: "name another column, or leave this one out"
  },
  BASELINE_NO_FEATURES: {
    status: 0,
    message: "{path} leaves no column to use as a feature (columns found: {found})",
    advice: "name the features with --features, or take names out of --ignore"
  },
  BASELINE_FILE_EXISTS: {
    status: 0,
    message: "{path} exists already",
    advice: "choose another name, or pass --force to replace it"
  },
  BASELINE_NOT_WRITTEN: {
    status: 0,
    message: "{path} could not be written ({reason})",
    advice: "check that the folder exists, is writable and has space left"
  },
  BASELINE_CHUNK: {
    status: 0,
    message: "a chunk is a number of rows or one of {known} (found {found})",
    advice: "pass for example 5000, or M for months; periods also need the time column"
  }
};
var baselineError = errorsOf(BASELINE_ERRORS);

// exporter/src/baseline/canonical-json.ts
function canonicalJson(value) {
  return write(value, "$");
}
function write(value, at) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return writeNumber(value, at);
  if (typeof value === "string") return writeText(value, at);
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${at}[${i}]`)).join(",")}]`;
  if (typeof value !== "object") throw baselineError("BASELINE_NOT_CANONICAL", { found: typeof value, at });
  const entries = Object.entries(value).filter(([, member]) => member !== void 0);
  entries.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  return `{${entries.map(([key, member]) => `${writeText(key, at)}:${write(member, `${at}.${key}`)}`).join(",")}}`;
}
function writeNumber(value, at) {
  if (!Number.isFinite(value)) throw baselineError("BASELINE_NOT_CANONICAL", { found: "a number that is not finite", at });
  return JSON.stringify(value);
}
var LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
function writeText(text, at) {
  if (LONE_SURROGATE.test(text)) throw baselineError("BASELINE_NOT_CANONICAL", { found: "half a surrogate pair", at });
  return JSON.stringify(text);
}

// exporter/src/baseline/categorical-feature.ts
var TOP_CATEGORIES = 20;
var TAIL_CATEGORIES = 1e3;
var MIN_CATEGORY_COUNT = 10;
function categoricalFeature2(name, counts, rows, limits = {}) {
  const { top = TOP_CATEGORIES, minCategoryCount = MIN_CATEGORY_COUNT } = limits;
  const ranked = [...counts].sort(([a, na], [b, nb]) => nb - na || compareText(a, b));
  const named = ranked.length <= top ? ranked : ranked.filter(([, count3]) => count3 >= minCategoryCount);
  const categories = named.slice(0, top);
  const tail = named.slice(top, top + TAIL_CATEGORIES);
  const other = rows.present - total(categories);
  return {
    name,
    type: "categorical",
    categories: categories.map(([value]) => value),
    counts: categories.map(([, count3]) => count3),
    other,
    tail: tail.map(([value]) => value).sort(compareText),
    tail_complete: other === total(tail),
    missing: rows.missing,
    invalid: rows.invalid
  };
}
function total(counts) {
  return counts.reduce((sum2, [, count3]) => sum2 + count3, 0);
}
function compareText(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

// exporter/src/baseline/feature-layout.ts
function layoutOf(feature, options) {
  if (feature.type === "categorical") return { layout: categoricalLayout(topOf(feature, options.top), options.isPrivate), range: null };
  const { name, edges, judged } = feature;
  if (!options.range) return { layout: { name, type: "numeric", edges, judged, isPrivate: options.isPrivate }, range: null };
  return withRange(feature, options.range, options.isPrivate);
}
function topOf(feature, top) {
  if (top === null || top === void 0 || top >= feature.categories.length) return feature;
  const cut = feature.counts.slice(top).reduce((sum2, count3) => sum2 + count3, 0);
  return {
    ...feature,
    categories: feature.categories.slice(0, top),
    counts: feature.counts.slice(0, top),
    other: feature.other + cut,
    tail: [...feature.tail, ...feature.categories.slice(top)].sort(compareText)
  };
}
function categoricalLayout({ name, categories, tail, tail_complete }, isPrivate) {
  return { name, type: "categorical", categories, tail, isTailComplete: tail_complete, isPrivate };
}
function withRange(feature, [min, max], isPrivate) {
  const { name } = feature;
  if (!(Number.isFinite(min) && Number.isFinite(max) && min <= max)) throw baselineError("BASELINE_RANGE", { feature: name, min, max });
  const lowest = min + 0;
  const beyond = nextUp(max);
  const added = Number.isFinite(beyond) ? [lowest, beyond] : [lowest];
  const edges = [.../* @__PURE__ */ new Set([...feature.edges, ...added])].sort((a, b) => a - b);
  const binFrom = (edge) => edges.indexOf(edge) + 1;
  const judged = [0, ...feature.judged.slice(1).map((fine) => binFrom(feature.edges[fine - 1]))];
  const to = Number.isFinite(beyond) ? binFrom(beyond) : edges.length + 1;
  return { layout: { name, type: "numeric", edges, judged, isPrivate }, range: { from: binFrom(lowest), to } };
}

// exporter/src/baseline/moments.ts
function momentsOf(sorted) {
  const n = sorted.length;
  const mean = sumOf(sorted, 0, 1) / n;
  if (!Number.isFinite(mean)) return { mean: null, sd: null };
  const variance = sumOf(sorted, mean, 2) / n;
  return { mean: mean + 0, sd: Number.isFinite(variance) ? Math.sqrt(variance) : null };
}
function sumOf(values, centre, power) {
  let sum2 = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = values[i] - centre;
    const x = power === 1 ? distance : distance * distance;
    const next = sum2 + x;
    lost += Math.abs(sum2) >= Math.abs(x) ? sum2 - next + x : x - next + sum2;
    sum2 = next;
  }
  return sum2 + lost;
}

// exporter/src/baseline/numeric-feature.ts
var QUANTILE_PERCENTS = [1, 5, 25, 50, 75, 95, 99];
function numericFeature2(name, sorted, absent) {
  const { edges, judged, distinct } = binEdges(sorted);
  const n = sorted.length;
  const below = [0, ...edges.map((edge) => countBelow(sorted, edge)), n];
  return {
    name,
    type: "numeric",
    edges: [...edges],
    judged: [...judged],
    counts: below.slice(1).map((count3, i) => count3 - below[i]),
    ...absent,
    min: sorted[0] ?? null,
    max: sorted[n - 1] ?? null,
    ...momentsOf(sorted),
    quantiles: n > 0 ? quantilesOf(sorted) : {},
    distinct
  };
}
function quantilesOf(sorted) {
  const at = (percent3) => sorted[Math.ceil(sorted.length * percent3 / 100) - 1];
  return Object.fromEntries(QUANTILE_PERCENTS.map((percent3) => [`p${String(percent3).padStart(2, "0")}`, at(percent3)]));
}

// exporter/src/baseline/feature-problem.ts
function featureProblem(baseline) {
  const names = /* @__PURE__ */ new Set();
  for (const [i, feature] of baseline.features.entries()) {
    if (names.has(feature.name)) return { key: `features[${i}].name`, problem: `names must be unique (found ${feature.name} again)` };
    names.add(feature.name);
    const found = problemOf(feature, baseline, `features[${i}]`);
    if (found) return found;
  }
  return baseline.prediction ? problemOf(baseline.prediction, baseline, "prediction") : null;
}
function problemOf(feature, baseline, at) {
  const found = feature.type === "numeric" ? numericProblem(feature, at) : categoricalProblem(feature, at);
  if (found) return found;
  const counted = feature.counts.reduce((sum2, count3) => sum2 + count3, 0) + (feature.type === "categorical" ? feature.other : 0);
  const rows = counted + feature.missing + feature.invalid;
  if (rows !== baseline.rows) return { key: `${at}.counts`, problem: `counts must add up to ${baseline.rows} rows (found ${rows})` };
  return null;
}
function numericProblem(feature, at) {
  const { edges, counts, judged } = feature;
  if (!isAscending(edges)) return { key: `${at}.edges`, problem: "edges must be strictly ascending" };
  if (counts.length !== edges.length + 1) {
    return { key: `${at}.counts`, problem: `needs one count per bin (${edges.length + 1} bins, ${counts.length} counts)` };
  }
  if (judged[0] !== 0 || !isAscending(judged) || (judged.at(-1) ?? 0) >= counts.length) {
    return { key: `${at}.judged`, problem: `must start at 0 and ascend within the ${counts.length} bins` };
  }
  return null;
}
function categoricalProblem(feature, at) {
  const { categories, counts, tail } = feature;
  if (counts.length !== categories.length) {
    return { key: `${at}.counts`, problem: `needs one count per category (${categories.length} categories, ${counts.length} counts)` };
  }
  if ((/* @__PURE__ */ new Set([...categories, ...tail])).size !== categories.length + tail.length) {
    return { key: `${at}.categories`, problem: "values of categories and tail must be unique" };
  }
  return null;
}
function isAscending(values) {
  return values.every((value, i) => i === 0 || values[i - 1] < value);
}

// exporter/src/baseline/seal.ts
import { createHash } from "node:crypto";
function sealBaseline(content) {
  const unsealed = { format: "aiops-baseline", format_version: BASELINE_FORMAT_VERSION, ...content };
  const found = featureProblem(unsealed);
  if (found) throw baselineError("BASELINE_SCHEMA", { where: `baseline of ${content.model}`, key: found.key, problem: found.problem });
  return { ...unsealed, sha256: hashOf(unsealed) };
}
function hashOf(baseline) {
  const content = { ...baseline };
  delete content["sha256"];
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}
function formatBaseline(baseline) {
  const { features, prediction, sha256, ...head } = baseline;
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${canonicalJson(value)},`);
  const featureLines3 = features.map((feature) => `    ${canonicalJson(feature)}`).join(",\n");
  lines.push(features.length > 0 ? `  "features": [
${featureLines3}
  ],` : '  "features": [],');
  lines.push(`  "prediction": ${canonicalJson(prediction)},`, `  "sha256": ${JSON.stringify(sha256)}`);
  return `{
${lines.join("\n")}
}
`;
}

// exporter/src/baseline/parse-baseline.ts
function parseBaseline(text, where) {
  const data = parseObject(text, where);
  const version = data["format_version"];
  if (data["format"] === "aiops-baseline" && typeof version === "number" && version !== BASELINE_FORMAT_VERSION) {
    throw baselineError("BASELINE_VERSION", { where, found: version, supported: BASELINE_FORMAT_VERSION });
  }
  const result = baselineSchema.safeParse(data);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw baselineError("BASELINE_SCHEMA", { where, key: keyOf(issue?.path ?? []), problem: issue?.message ?? "does not fit the schema" });
  }
  const found = featureProblem(result.data);
  if (found) throw baselineError("BASELINE_SCHEMA", { where, key: found.key, problem: found.problem });
  const computed = hashOf(result.data);
  if (computed !== result.data.sha256) throw baselineError("BASELINE_HASH", { where, computed, found: result.data.sha256 });
  return result.data;
}
function parseObject(text, where) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw baselineError("BASELINE_SYNTAX", { where, found: text.trim() === "" ? "nothing" : "text that is not JSON" });
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw baselineError("BASELINE_SYNTAX", {
      where,
      found: Array.isArray(data) ? "an array" : data === null ? "null" : `a ${typeof data}`
    });
  }
  return data;
}
function keyOf(path) {
  const key = path.map((part) => typeof part === "number" ? `[${part}]` : `.${String(part)}`).join("");
  return key.replace(/^\./, "") || "the file";
}

// exporter/src/profile/bin-layout.ts
function slotCount(layout) {
  return fineBinCount(layout) + 2;
}
function fineBinCount(layout) {
  return layout.type === "numeric" ? layout.edges.length + 1 : layout.categories.length + 2;
}
function judgedBinLabels(layout) {
  if (layout.type === "categorical") return [...layout.categories, "other"];
  return layout.judged.map((_, i) => `b${String(i).padStart(2, "0")}`);
}
function judgedCounts(layout, counts, offset = 0) {
  if (layout.type === "categorical") {
    const k = layout.categories.length;
    const judged = Array.from({ length: k + 1 }, (_, i) => counts[offset + i] ?? 0);
    judged[k] = (judged[k] ?? 0) + (counts[offset + k + 1] ?? 0);
    return judged;
  }
  const bins = fineBinCount(layout);
  return layout.judged.map((from, j) => {
    const to = layout.judged[j + 1] ?? bins;
    let sum2 = 0;
    for (let i = from; i < to; i++) sum2 += counts[offset + i] ?? 0;
    return sum2;
  });
}

// exporter/src/events/errors.ts
var EVENTS_ERRORS = {
  EVENTS_KIND_CONFLICT: {
    status: 0,
    message: "the field {path} is read as {first} and as {second} in one source",
    advice: "give the models that read it differently a source of their own, or set models.<name>.features.<feature>.type so that they agree"
  }
};
var eventsError = errorsOf(EVENTS_ERRORS);

// exporter/src/events/column-plan.ts
var VERSION_CAPACITY = 2048;

// exporter/src/events/row-router.ts
var STRIDE = VERSION_CAPACITY + 1;

// exporter/src/profile/log-sketch.ts
var SUB_BUCKETS = 64;
var KEEP_SHIFT = 20 - Math.log2(SUB_BUCKETS);
var LEAST_EXPONENT = -33;
var GREATEST_EXPONENT = 41;
var FIRST_INDEX = (LEAST_EXPONENT + 1023) * SUB_BUCKETS;
var LAST_INDEX = (GREATEST_EXPONENT + 1023) * SUB_BUCKETS - 1;
var WORD = new DataView(new ArrayBuffer(8));

// exporter/src/profile/numeric-binner.ts
var GRID_CELLS = 512;
var LAST_CELL = GRID_CELLS + 1;

// exporter/src/profile/latency-buckets.ts
var OK = OUTCOMES.indexOf("ok");

// exporter/src/baseline/reference-table.ts
function referenceTable(feature, options = {}) {
  const used = feature.type === "categorical" ? topOf(feature, options.top) : feature;
  const { layout } = layoutOf(used, { isPrivate: false });
  const counts = used.type === "categorical" ? [...used.counts, used.other, 0] : used.counts;
  return {
    feature: feature.name,
    type: feature.type,
    bins: judgedBinLabels(layout),
    reference: judgedCounts(layout, counts),
    referenceMissing: feature.missing,
    referenceInvalid: feature.invalid
  };
}

// exporter/src/baseline/table/baseline-file.ts
import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { stat } from "node:fs/promises";
async function loadBaseline(path) {
  const text = await readFile(path, "utf8").catch((cause) => {
    if (cause.code === "EISDIR") throw baselineError("BASELINE_NOT_A_FILE", { path }, cause);
    throw baselineError("BASELINE_FILE_MISSING", { path, reason: cause.code ?? "unknown" }, cause);
  });
  return parseBaseline(text, path);
}
async function saveBaseline(path, baseline, existing) {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, formatBaseline(baseline), { flag: "wx" });
    if (existing === "replace") await rename(temporary, path);
    else await link(temporary, path);
  } catch (cause) {
    const { code: code2 = "unknown" } = cause;
    if (code2 === "EEXIST") throw baselineError("BASELINE_FILE_EXISTS", { path }, cause);
    throw baselineError("BASELINE_NOT_WRITTEN", { path, reason: code2 }, cause);
  } finally {
    await rm(temporary, { force: true });
  }
}
async function refuseExisting(path) {
  const found = await stat(path).catch(() => null);
  if (found) throw baselineError("BASELINE_FILE_EXISTS", { path });
}

// exporter/src/baseline/table/choose-columns.ts
var NAMES_SHOWN = 20;
function chooseFeatures(table, choice, roles) {
  const pool = choice.featuresAt === void 0 ? table.columns : fieldsOf(table, choice.featuresAt);
  const forced = [...choice.categorical ?? [], ...choice.numeric ?? []];
  for (const name of [...choice.ignore ?? [], ...forced]) findColumn(table, name, pool);
  const left = /* @__PURE__ */ new Set([...choice.ignore ?? [], ...roles]);
  const named = choice.features ? choice.features.map((name) => ({ name, column: findColumn(table, name, pool) })) : null;
  const candidates = named ?? pool.filter(({ name }) => !left.has(name)).map((column) => ({ name: column.name, column }));
  const features = [];
  const skipped = [];
  for (const { name, column } of candidates) {
    const type = typeOf(name, column, choice);
    if (type !== null && column.kind !== "nested") features.push({ name, type, column });
    else if (named === null && !forced.includes(name)) skipped.push(column);
    else throw unusable(table, name, column);
  }
  if (features.length === 0) throw baselineError("BASELINE_NO_FEATURES", { path: table.file.path, found: namesOf(pool) });
  return { features, skipped };
}
function findColumn(table, name, pool = table.columns) {
  const found = byPath(pool, name) ?? byPath(table.columns, name);
  if (found) return found;
  throw baselineError("BASELINE_COLUMN_MISSING", { path: table.file.path, column: name, found: namesOf(pool) });
}
function typeOf(name, column, choice) {
  if (choice.categorical?.includes(name)) return "categorical";
  return choice.numeric?.includes(name) ? "numeric" : column.guess;
}
function fieldsOf(table, name) {
  const column = findColumn(table, name);
  if (column.fields.length > 0) return column.fields;
  throw baselineError("BASELINE_COLUMN_TYPE", {
    column: name,
    path: table.file.path,
    found: column.found,
    required: "an object with one field per feature is required"
  });
}
function byPath(columns, path) {
  const exact = columns.find(({ name }) => name === path);
  if (exact) return exact;
  for (const column of columns) {
    const inner = path.startsWith(`${column.name}.`) ? byPath(column.fields, path.slice(column.name.length + 1)) : null;
    if (inner) return inner;
  }
  return null;
}
function namesOf(columns) {
  const names = columns.slice(0, NAMES_SHOWN).map(({ name }) => name);
  return names.join(", ") + (columns.length > NAMES_SHOWN ? `, and ${columns.length - NAMES_SHOWN} more` : "");
}
function unusable(table, column, { found }) {
  const required = "a feature holds numbers, words or booleans";
  return baselineError("BASELINE_COLUMN_TYPE", { column, path: table.file.path, found, required });
}

// exporter/src/baseline/table/column.ts
import { DuckDBStructType, DuckDBTypeId } from "@duckdb/node-api";

// exporter/src/baseline/table/sql.ts
function literal(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
function identifier(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
function pathLiteral(path) {
  return literal(path.replace(/[*?[]/g, "[$&]"));
}
function doubleList(values) {
  return `[${values.map((value) => literal(String(value))).join(",")}]::DOUBLE[]`;
}

// exporter/src/baseline/table/column.ts
function typedColumn(name, type, sql = identifier(name)) {
  const fields = type instanceof DuckDBStructType ? type.entryTypes.map((entry, i) => {
    const field = type.entryNames[i];
    return typedColumn(field, entry, `${sql}.${identifier(field)}`);
  }) : [];
  const kind = kindOf(type);
  return { name, kind, found: type.alias ?? type.toString().replace(/\(.*/s, ""), guess: GUESSES[kind], sql, fields };
}
var GUESSES = {
  number: "numeric",
  empty: "numeric",
  boolean: "categorical",
  text: "categorical",
  words: "categorical",
  mixed: "categorical",
  time: null,
  nested: null
};
var NUMBERS = /* @__PURE__ */ new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL
]);
var TIMES = /* @__PURE__ */ new Set([
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
  DuckDBTypeId.DATE
]);
var TEXTS = /* @__PURE__ */ new Set([DuckDBTypeId.VARCHAR, DuckDBTypeId.ENUM, DuckDBTypeId.UUID, DuckDBTypeId.TIME]);
function kindOf(type) {
  if (type.alias === "JSON") return "mixed";
  if (NUMBERS.has(type.typeId)) return "number";
  if (type.typeId === DuckDBTypeId.BOOLEAN) return "boolean";
  if (TEXTS.has(type.typeId)) return "text";
  if (TIMES.has(type.typeId)) return "time";
  return type.typeId === DuckDBTypeId.SQLNULL ? "empty" : "nested";
}
function numberSql({ kind, sql }) {
  const isNull = `${sql} IS NULL`;
  if (kind === "number" || kind === "empty") return `CAST(${sql} AS DOUBLE)`;
  if (kind === "words") return `CASE WHEN ${isNull} THEN NULL ELSE coalesce(TRY_CAST(${sql} AS DOUBLE), ${NAN}) END`;
  if (kind === "mixed") {
    const type = `json_type(${sql})`;
    const isNumber = `${type} IN ('UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT')`;
    return `CASE WHEN ${isNull} OR ${type} = 'NULL' THEN NULL WHEN ${isNumber} THEN CAST(${sql} ->> '$' AS DOUBLE) ELSE ${NAN} END`;
  }
  return `CASE WHEN ${isNull} THEN NULL ELSE ${NAN} END`;
}
var NAN = "CAST('nan' AS DOUBLE)";
var LARGEST_WHOLE = 1e15;
function textSql({ kind, found, sql }) {
  if (kind === "words") return `CASE WHEN lower(${sql}) IN ('true', 'false') THEN lower(${sql}) ELSE ${sql} END`;
  if (kind === "mixed") return `${sql} ->> '$'`;
  if (kind !== "number" || !/^(FLOAT|DOUBLE|DECIMAL)/.test(found)) return `CAST(${sql} AS VARCHAR)`;
  const value = `CAST(${sql} AS DOUBLE)`;
  const isWhole = `${value} = trunc(${value}) AND abs(${value}) < ${LARGEST_WHOLE}`;
  return `CASE WHEN ${isWhole} THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR) ELSE CAST(${value} AS VARCHAR) END`;
}
function timeSql({ kind, sql }) {
  if (kind === "time") return `epoch_ms(${sql})`;
  if (kind === "number") return epochSql(`CAST(${sql} AS DOUBLE)`);
  const text = kind === "mixed" ? `(${sql} ->> '$')` : `CAST(${sql} AS VARCHAR)`;
  return `coalesce(${epochSql(`TRY_CAST(${text} AS DOUBLE)`)}, epoch_ms(TRY_CAST(${text} AS TIMESTAMP)))`;
}
function epochSql(value) {
  const size = `abs(${value})`;
  return `CAST(CASE WHEN ${size} < 1e11 THEN ${value} * 1e3 WHEN ${size} < 1e14 THEN ${value} WHEN ${size} < 1e17 THEN ${value} / 1e3 ELSE ${value} / 1e6 END AS BIGINT)`;
}

// exporter/src/baseline/table/csv-header.ts
var DELIMITERS = [",", ";", "	", "|"];
function csvHeader(head) {
  const text = head.replace(/^\uFEFF/, "");
  const counts = /* @__PURE__ */ new Map();
  let isQuoted = false;
  let end = 0;
  for (; end < text.length; end++) {
    const c = text[end];
    if (c === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (c === "\n" || c === "\r")) break;
    else if (!isQuoted) counts.set(c, (counts.get(c) ?? 0) + 1);
  }
  const line = text.slice(0, end);
  if (line.trim() === "") return null;
  const delimiter = DELIMITERS.reduce((best, c) => (counts.get(c) ?? 0) > (counts.get(best) ?? 0) ? c : best, DELIMITERS[0]);
  return { names: splitLine(line, delimiter), delimiter };
}
function splitLine(line, delimiter) {
  const names = [];
  let name = "";
  let isQuoted = false;
  for (const c of line) {
    if (c === '"') isQuoted = !isQuoted;
    else if (c === delimiter && !isQuoted) {
      names.push(name.trim());
      name = "";
    } else name += c;
  }
  return [...names, name.trim()];
}

// exporter/src/baseline/table/data-file.ts
import { createReadStream } from "node:fs";
import { stat as stat2 } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";
var FORMATS = {
  ".csv": "csv",
  ".csv.gz": "csv",
  ".parquet": "parquet",
  ".jsonl": "jsonl",
  ".jsonl.gz": "jsonl",
  ".ndjson": "jsonl",
  ".ndjson.gz": "jsonl"
};
var HEAD_BYTES = 64 * 1024;
async function findDataFile(path) {
  const found = await stat2(path).catch((cause) => {
    throw baselineError("BASELINE_FILE_MISSING", { path, reason: cause.code ?? "unknown" }, cause);
  });
  if (found.isDirectory()) throw baselineError("BASELINE_NOT_A_FILE", { path });
  const lower = path.toLowerCase();
  const extension = Object.keys(FORMATS).find((candidate) => lower.endsWith(candidate));
  if (extension === void 0) throw baselineError("BASELINE_FILE_TYPE", { path, known: Object.keys(FORMATS).join(", ") });
  if (found.size === 0) throw baselineError("BASELINE_FILE_EMPTY", { path, found: "0 bytes" });
  return { path, format: FORMATS[extension], bytes: found.size };
}
async function readHead(path) {
  const pieces = [];
  for await (const piece of createReadStream(path, { end: HEAD_BYTES - 1 })) pieces.push(piece);
  const raw = Buffer.concat(pieces);
  const isPacked = path.toLowerCase().endsWith(".gz");
  return (isPacked ? unpackStart(raw, path) : raw).toString("utf8");
}
function unpackStart(raw, path) {
  try {
    return gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (cause) {
    throw baselineError("BASELINE_FILE_BROKEN", { path, format: "gzip", problem: "it is not a gzip stream" }, cause);
  }
}

// exporter/src/baseline/table/reader.ts
import { mkdtemp, rm as rm2 } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
var MEMORY_LIMIT = "400MB";
var STAGE_IN_MEMORY_BYTES = 32 * 1024 * 1024;
var Reader = class {
  #instance;
  #connection;
  #folder;
  #stageAt;
  constructor(instance, connection, folder, stageAt) {
    this.#instance = instance;
    this.#connection = connection;
    this.#folder = folder;
    this.#stageAt = stageAt;
  }
  async query(sql) {
    return (await this.#connection.runAndReadAll(sql)).getRowsJS();
  }
  async columnsOf(relation) {
    const result = await this.#connection.run(`SELECT * FROM ${relation} LIMIT 0`);
    const types = result.columnTypes();
    return result.columnNames().map((name, i) => typedColumn(name, types[i]));
  }
  async stage(source) {
    await this.#connection.run(`ATTACH ${literal(this.#stageAt)} AS staged`);
    await this.#connection.run(`CREATE TABLE staged.data AS SELECT * FROM ${source}`);
  }
  /**
   * Starts a query for one column of doubles. Once this resolves, DuckDB's threads work on it, also while JavaScript is busy:
   * with `run(sql)` they would wait for the event loop between parsing and execution (measured: 4 of 16 s lost on 5 M x 20).
   */
  async startNumbers(sql) {
    const prepared = await this.#connection.prepare(sql);
    const running = prepared.run();
    running.catch(() => void 0);
    return {
      forEach: async (take) => {
        try {
          const result = await running;
          for (let i = 0; i < result.chunkCount; i++) takeNumbers(result.getChunk(i), take);
        } finally {
          prepared.destroySync();
        }
      }
    };
  }
  async close() {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm2(this.#folder, { recursive: true, force: true });
  }
};
function takeNumbers(chunk, take) {
  const vector = chunk.getColumnVector(0);
  const rows = chunk.rowCount;
  for (let i = 0; i < rows; i++) take(vector.getItem(i));
}
async function openReader(file, threads) {
  const folder = await mkdtemp(join(tmpdir(), "aiops-data-"));
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: MEMORY_LIMIT,
    temp_directory: folder,
    autoinstall_known_extensions: "false",
    ...threads === void 0 ? {} : { threads: String(threads) }
  });
  const stageAt = file.bytes > STAGE_IN_MEMORY_BYTES ? join(folder, "staged.duckdb") : ":memory:";
  return new Reader(instance, await instance.connect(), folder, stageAt);
}

// exporter/src/baseline/table/reader-problem.ts
var NAMES = { csv: "CSV", parquet: "Parquet", jsonl: "JSON lines" };
var PROBLEMS = [
  [
    /CSV Error on Line: (\d+)[\s\S]*?Expected Number of Columns: (\d+) Found: (\d+)/,
    ([, line, expected, found]) => `line ${line} has ${found} fields, the header has ${expected}`
  ],
  [/CSV Error on Line: (\d+)[\s\S]*?unterminated quote/, ([, line]) => `line ${line} opens a quote that is not closed`],
  [/CSV Error on Line: (\d+)[\s\S]*?unicode/, ([, line]) => `line ${line} is not UTF-8`],
  [/CSV Error on Line: (\d+)[\s\S]*?Maximum line size/, ([, line]) => `line ${line} is longer than 2 MB`],
  [/CSV Error on Line: (\d+)/, ([, line]) => `line ${line} is not valid CSV`],
  [/Malformed JSON .*?in (?:line|record\/value) (\d+)/, ([, line]) => `it is not JSON near line ${line}`],
  [/maximum_object_size/, () => "a line is longer than 16 MB"],
  [/Parquet|parquet|magic bytes/, () => "it has no Parquet footer (cut off while it was written, or another kind of file)"],
  [/Out of Memory|out of memory|max_temp_directory_size/i, () => "it needs more memory or temporary disk space than there is"],
  [/gzip|GZIP/, () => "its gzip stream is damaged"]
];
function readerProblem(file, cause) {
  if (cause instanceof CodedError) return cause;
  const message = cause instanceof Error ? cause.message : "";
  for (const [pattern, say] of PROBLEMS) {
    const match = pattern.exec(message);
    if (match) return broken(file, say(match), cause);
  }
  return broken(file, "the reader gave up", cause);
}
function broken(file, problem, cause) {
  return baselineError("BASELINE_FILE_BROKEN", { path: file.path, format: NAMES[file.format], problem }, cause);
}

// exporter/src/baseline/table/data-table.ts
var DataTable = class _DataTable {
  file;
  rows;
  columns;
  /** SQL of the table to select from. */
  relation;
  /** SQL of the position of a row in the file, from 0. */
  rowNumber;
  #reader;
  constructor(reader, file, relation, rowNumber, columns, rows) {
    this.#reader = reader;
    this.file = file;
    this.relation = relation;
    this.rowNumber = rowNumber;
    this.columns = columns;
    this.rows = rows;
  }
  /**
   * Opens a CSV, Parquet or JSONL file. CSV and JSONL are read once, into a temporary table; Parquet is read column by column.
   *
   * Errors: those of findDataFile; BASELINE_FILE_BROKEN with the line; BASELINE_FILE_EMPTY for a file without rows.
   */
  static async open(path, options = {}) {
    const file = await findDataFile(path);
    const reader = await openReader(file, options.threads);
    try {
      const { relation, rowNumber, columns } = await RELATIONS[file.format](reader, file);
      const [[rows] = []] = await reader.query(`SELECT count(*) FROM ${relation}`);
      if (Number(rows) === 0) throw baselineError("BASELINE_FILE_EMPTY", { path, found: "no rows" });
      return new _DataTable(reader, file, relation, rowNumber, columns, Number(rows));
    } catch (cause) {
      await reader.close();
      throw readerProblem(file, cause);
    }
  }
  /** All rows of a query as JavaScript values. @throws CodedError BASELINE_FILE_BROKEN */
  async query(sql) {
    return this.#reader.query(sql).catch((cause) => {
      throw readerProblem(this.file, cause);
    });
  }
  /** Starts to read the one column of doubles of a query (see Reader). Errors, of both steps: BASELINE_FILE_BROKEN. */
  async startNumbers(sql) {
    const translate = (cause) => {
      throw readerProblem(this.file, cause);
    };
    const running = await this.#reader.startNumbers(sql).catch(translate);
    return { forEach: (take) => running.forEach(take).catch(translate) };
  }
  close() {
    return this.#reader.close();
  }
};
var RELATIONS = {
  parquet: async (reader, { path }) => {
    const relation = `read_parquet(${pathLiteral(path)}, binary_as_string = true)`;
    const rowNumber = "file_row_number";
    return { relation, rowNumber, columns: await reader.columnsOf(relation) };
  },
  csv: async (reader, file) => {
    const header = csvHeader(await readHead(file.path));
    if (!header) throw baselineError("BASELINE_FILE_EMPTY", { path: file.path, found: "no header line" });
    const types = header.names.map((_, i) => `'c${i}': 'VARCHAR'`).join(", ");
    const dialect = `delim = ${literal(header.delimiter)}, quote = '"', escape = '"', header = true, strict_mode = true`;
    await reader.stage(`read_csv(${pathLiteral(file.path)}, auto_detect = false, ${dialect}, columns = {${types}})`);
    const columns = header.names.map((name, i) => ({
      name,
      kind: "words",
      found: "text",
      guess: "categorical",
      sql: `c${i}`,
      fields: []
    }));
    return { relation: "staged.data", rowNumber: "rowid", columns: await classifyWords(reader, columns) };
  },
  jsonl: async (reader, { path }) => {
    const guess = "sample_size = -1, map_inference_threshold = -1, field_appearance_threshold = 0";
    await reader.stage(`read_json(${pathLiteral(path)}, format = 'newline_delimited', ${guess})`);
    const columns = await reader.columnsOf("staged.data");
    const [first] = columns;
    if (columns.length === 1 && first?.name === "json" && first.kind === "mixed") {
      throw baselineError("BASELINE_FILE_BROKEN", { path, format: "JSON lines", problem: "every line must hold one JSON object" });
    }
    return { relation: "staged.data", rowNumber: "rowid", columns: byName(columns) };
  }
};
function byName(columns) {
  const sorted = columns.map((column) => ({ ...column, fields: byName(column.fields) }));
  return sorted.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
async function classifyWords(reader, columns) {
  const counts = columns.flatMap(({ sql }) => [`count(${sql})`, `count(TRY_CAST(${sql} AS DOUBLE))`]);
  const [row = []] = await reader.query(`SELECT ${counts.join(", ")} FROM staged.data`);
  const numbered = columns.map((column, i) => {
    const filled = Number(row[2 * i]);
    if (filled === 0) return { ...column, found: "no values", guess: "numeric" };
    return Number(row[2 * i + 1]) === filled ? { ...column, found: "numbers", guess: "numeric" } : column;
  });
  const texts = numbered.filter(({ guess }) => guess === "categorical");
  if (texts.length === 0) return numbered;
  const times = texts.map(({ sql }) => `count(${sql}) = count(TRY_CAST(${sql} AS TIMESTAMP))`);
  const [isTime = []] = await reader.query(`SELECT ${times.join(", ")} FROM staged.data`);
  const timed = new Set(texts.filter((_, i) => isTime[i] === true));
  return numbered.map((column) => timed.has(column) ? { ...column, found: "times", guess: null } : column);
}

// exporter/src/baseline/table/build-baseline.ts
async function buildBaseline(options) {
  const table = await DataTable.open(options.from, options);
  try {
    return await profileReference(table, options);
  } finally {
    await table.close();
  }
}
async function profileReference(table, options) {
  const roles = [options.time, options.prediction, options.score].filter((name) => name !== void 0);
  const { features: chosen, skipped } = chooseFeatures(table, options, roles);
  const prediction = options.prediction === void 0 ? null : predictionOf(table, options.prediction, options);
  const period = options.time === void 0 ? null : await periodOf(table, options.time);
  options.onProgress?.({ kind: "opened", rows: table.rows, columns: chosen.length });
  for (const { name, found } of skipped) options.onProgress?.({ kind: "skipped", name, found });
  const profiled = await profileAll(table, prediction ? [...chosen, prediction] : chosen, options);
  return sealBaseline({
    model: options.model,
    model_version: options.modelVersion,
    source: "built",
    precision: "exact",
    rows: table.rows,
    period,
    features: profiled.slice(0, chosen.length),
    prediction: profiled[chosen.length] ?? null
  });
}
async function profileAll(table, chosen, options) {
  const profiled = [];
  let started = await start(table, chosen[0], options);
  for (const [i, { name }] of chosen.entries()) {
    const profile = await started?.collect();
    started = await start(table, chosen[i + 1], options);
    if (profile) profiled.push(profile());
    options.onProgress?.({ kind: "column", name, done: i + 1, total: chosen.length });
  }
  return profiled;
}
async function start(table, feature, options) {
  if (!feature) return null;
  if (feature.type === "numeric") return startNumeric(table, feature);
  const limits = { top: options.top?.[feature.name] ?? TOP_CATEGORIES, minCategoryCount: options.minCategoryCount ?? MIN_CATEGORY_COUNT };
  return { collect: () => collectCategories(table, feature, limits) };
}
async function startNumeric(table, { name, column }) {
  const running = await table.startNumbers(`SELECT ${numberSql(column)} FROM ${table.relation} WHERE ${numberSql(column)} IS NOT NULL`);
  return {
    collect: async () => {
      const values = new Float64Array(table.rows);
      let finite2 = 0;
      let invalid = 0;
      await running.forEach((value) => {
        if (value !== null && Number.isFinite(value)) values[finite2++] = value + 0;
        else invalid++;
      });
      return () => numericFeature2(name, values.subarray(0, finite2).sort(), { missing: table.rows - finite2 - invalid, invalid });
    }
  };
}
async function collectCategories(table, { name, column }, limits) {
  const text = textSql(column);
  const [[present] = []] = await table.query(`SELECT count(${text}) FROM ${table.relation}`);
  const counted = await table.query(
    `SELECT value, n FROM (SELECT ${text} AS value, count(*) AS n FROM ${table.relation} GROUP BY 1) WHERE value IS NOT NULL ORDER BY n DESC, value LIMIT ${limits.top + TAIL_CATEGORIES + 1}`
  );
  const counts = counted.map(([value, n]) => [String(value), Number(n)]);
  const rows = { present: Number(present), missing: table.rows - Number(present), invalid: 0 };
  return () => categoricalFeature2(name, counts, rows, limits);
}
function predictionOf(table, name, options) {
  const column = findColumn(table, name);
  const type = typeOf(name, column, options);
  if (type !== null && column.kind !== "nested") return { name, type, column };
  const required = "a prediction is a number, a word or a boolean";
  throw baselineError("BASELINE_COLUMN_TYPE", { column: name, path: table.file.path, found: column.found, required });
}
async function periodOf(table, name) {
  const column = findColumn(table, name);
  const time = column.kind === "nested" || column.kind === "boolean" ? "CAST(NULL AS BIGINT)" : timeSql(column);
  const [[start2, end] = []] = await table.query(`SELECT min(${time}), max(${time}) FROM ${table.relation}`);
  if (start2 === null || start2 === void 0) {
    const required = "the time column holds ISO 8601 text, timestamps or epoch numbers";
    throw baselineError("BASELINE_COLUMN_TYPE", { column: name, path: table.file.path, found: column.found, required });
  }
  return { start: new Date(Number(start2)).toISOString(), end: new Date(Number(end)).toISOString() };
}

// exporter/src/baseline/table/chunk.ts
var CHUNK_PERIODS = { H: "hour", D: "day", W: "week", M: "month", Q: "quarter", Y: "year" };
function parseChunk(text) {
  if (text in CHUNK_PERIODS) return { kind: "period", period: text };
  if (/^[1-9]\d{0,14}$/.test(text)) return { kind: "rows", rows: Number(text) };
  throw baselineError("BASELINE_CHUNK", { known: Object.keys(CHUNK_PERIODS).join(", "), found: text });
}
function periodEnd(startMs, period) {
  const start2 = new Date(startMs);
  const step = { H: 0, D: 1, W: 7, M: 0, Q: 0, Y: 0 }[period];
  const months = { H: 0, D: 0, W: 0, M: 1, Q: 3, Y: 12 }[period];
  const hours = period === "H" ? 1 : 0;
  return Date.UTC(start2.getUTCFullYear(), start2.getUTCMonth() + months, start2.getUTCDate() + step, start2.getUTCHours() + hours);
}

// exporter/src/baseline/table/column-profile.ts
var CHUNK = "_aiops_chunk";
var TIME = "_aiops_time";
var ROW = "_aiops_row";
async function profileColumns(table, layouts, options) {
  const pool = options.featuresAt === void 0 ? table.columns : fieldsOf(table, options.featuresAt);
  const columns = layouts.map(({ name }) => findColumn(table, name, pool));
  const relation = await chunkedRelation(table, columns, options);
  const found = await table.query(
    `SELECT ${CHUNK}, count(*), min(${TIME}), max(${TIME}), min(${ROW}), max(${ROW}) FROM ${relation} GROUP BY 1 ORDER BY 1`
  );
  const chunks = /* @__PURE__ */ new Map();
  for (const [chunk, rows, ...bounds] of found) {
    const at = boundsOf(
      Number(chunk),
      bounds.map((bound) => bound === null ? null : Number(bound)),
      options
    );
    chunks.set(Number(chunk), { ...at, rows: Number(rows), counts: layouts.map((layout) => new Float64Array(slotCount(layout))) });
  }
  for (const [i, layout] of layouts.entries()) {
    const into = (chunk) => chunks.get(Number(chunk))?.counts[i];
    const column = columns[i];
    if (layout.type === "numeric") await countNumeric2(table, relation, column, layout, into);
    else await countCategorical(table, relation, column, layout, into);
    options.onProgress?.({ name: layout.name, done: i + 1, total: layouts.length });
  }
  const counted = [...chunks.values()];
  return { rows: table.rows, chunks: counted, rowsWithoutTime: table.rows - counted.reduce((sum2, { rows }) => sum2 + rows, 0) };
}
async function chunkedRelation(table, columns, options) {
  const { chunk } = options;
  if (chunk === void 0) return `(SELECT *, 0 AS ${CHUNK}, CAST(NULL AS BIGINT) AS ${TIME}, 0 AS ${ROW} FROM ${table.relation})`;
  if (chunk.kind === "period" && options.time === void 0) {
    throw baselineError("BASELINE_CHUNK", { known: "H, D, W, M, Q, Y with a time column", found: `${chunk.period} without --time` });
  }
  const time = options.time === void 0 ? "CAST(NULL AS BIGINT)" : timeSql(await timeColumn(table, options.time));
  const roots = new Set(columns.map(({ sql }) => rootOf(sql)));
  const wanted = `SELECT ${[...roots].join(", ")}, ${time} AS ${TIME}, ${table.rowNumber} AS ${ROW} FROM ${table.relation}`;
  const number = chunk.kind === "rows" ? `(row_number() OVER (ORDER BY ${TIME}, ${ROW}) - 1) // ${chunk.rows}` : `epoch_ms(date_trunc(${literal(CHUNK_PERIODS[chunk.period])}, make_timestamp_ms(${TIME})))`;
  const order = options.time === void 0 ? "" : `WHERE ${TIME} IS NOT NULL`;
  await table.query(`CREATE TEMPORARY TABLE chunked AS SELECT *, ${number} AS ${CHUNK} FROM (${wanted}) ${order}`);
  return "chunked";
}
function rootOf(sql) {
  return /^"(?:[^"]|"")*"|^\w+/.exec(sql)?.[0] ?? sql;
}
async function timeColumn(table, name) {
  const column = findColumn(table, name);
  const isPossible = column.kind !== "nested" && column.kind !== "boolean";
  const [[times] = []] = isPossible ? await table.query(`SELECT count(${timeSql(column)}) FROM ${table.relation}`) : [[0]];
  if (Number(times) > 0) return column;
  const required = "the time column holds ISO 8601 text, timestamps or epoch numbers";
  throw baselineError("BASELINE_COLUMN_TYPE", { column: name, path: table.file.path, found: column.found, required });
}
function boundsOf(chunk, found, { chunk: how }) {
  const [first = null, last = null, firstRow, lastRow] = found;
  if (how?.kind === "period") return { start: iso(chunk), end: iso(periodEnd(chunk, how.period)) };
  if (first !== null && last !== null) return { start: iso(first), end: iso(last) };
  return { start: firstRow ?? 0, end: (lastRow ?? 0) + 1 };
}
function iso(ms) {
  return new Date(ms).toISOString();
}
async function countNumeric2(table, relation, column, layout, into) {
  const bins = layout.edges.length + 1;
  const bounds = doubleList([...layout.edges.map(nextDown), Number.MAX_VALUE]);
  const counted = await table.query(
    `SELECT ${CHUNK}, count(*) FILTER (v IS NULL), count(*) FILTER (NOT isfinite(v)), map_values(histogram(v, ${bounds}) FILTER (isfinite(v))) FROM (SELECT ${CHUNK}, ${numberSql(column)} AS v FROM ${relation}) GROUP BY 1`
  );
  for (const [chunk, missing, invalid, histogram2] of counted) {
    const counts = into(chunk);
    (histogram2 ?? []).slice(0, bins).forEach((n, bin) => counts[bin] = Number(n));
    counts[bins] = Number(missing);
    counts[bins + 1] = Number(invalid);
  }
}
async function countCategorical(table, relation, column, layout, into) {
  const other = layout.categories.length;
  const unseen = layout.isTailComplete ? other + 1 : other;
  const slots = [...layout.tail.map((value) => [value, other]), ...layout.categories.map((value, slot) => [value, slot])];
  const known = [...slots, [null, -1]].map(([value, slot]) => `(${value === null ? "NULL" : literal(value)}, ${slot})`);
  const counted = await table.query(
    `SELECT d.${CHUNK}, CASE WHEN d.v IS NULL THEN ${other + 2} ELSE coalesce(k.slot, ${unseen}) END AS slot, sum(d.n) FROM (SELECT ${CHUNK}, ${textSql(column)} AS v, count(*) AS n FROM ${relation} GROUP BY ALL) d LEFT JOIN (VALUES ${known.join(", ")}) AS k(v, slot) ON k.v = d.v GROUP BY ALL`
  );
  for (const [chunk, slot, rows] of counted) into(chunk)[Number(slot)] = Number(rows);
}

// exporter/src/cli/print-number.ts
function shortNumber(x) {
  if (x === null) return "-";
  return String(Number(x.toPrecision(4)));
}
function percent(part, whole) {
  if (whole === 0) return "-";
  const share = 100 * part / whole;
  return part > 0 && share < 0.05 ? "<0.1 %" : `${share.toFixed(1)} %`;
}
function count2(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, " ");
}
function probability(p) {
  if (p === null) return "-";
  return p < 1e-3 ? "<0.001" : p.toFixed(3);
}

// exporter/src/cli/sparkline.ts
var BLOCKS = [..."\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"];
function sparkline(values, max = Math.max(...values)) {
  return values.map((value) => blockOf(value, max)).join("");
}
function blockOf(value, max) {
  if (!(value > 0) || !(max > 0)) return " ";
  return BLOCKS[Math.min(BLOCKS.length, Math.max(1, Math.round(value / max * BLOCKS.length))) - 1];
}
function equalWidthCells(edges, counts, low, high, cells) {
  const width = (high - low) / cells;
  const spread = new Array(cells).fill(0);
  counts.forEach((count3, i) => {
    const from = Math.max(low, edges[i - 1] ?? low);
    const to = Math.min(high, edges[i] ?? high);
    for (let cell = 0; cell < cells && to > from; cell++) {
      const shared = Math.min(to, low + (cell + 1) * width) - Math.max(from, low + cell * width);
      if (shared > 0) spread[cell] = spread[cell] + count3 * shared / (to - from);
    }
  });
  return spread;
}

// exporter/src/cli/text-table.ts
function textTable(columns, rows) {
  const textOf = (cell) => typeof cell === "object" ? cell.text : cell ?? "";
  const widths = columns.map(({ title }, i) => Math.max(widthOf(title), ...rows.map((row) => widthOf(textOf(row[i])))));
  const line = (cells) => columns.map(({ align }, i) => {
    const cell = cells[i];
    const text = textOf(cell);
    const isLast = i === columns.length - 1;
    const gap = " ".repeat(widths[i] - widthOf(text));
    const painted = typeof cell === "object" ? cell.paint(text) : text;
    if (align === "right") return gap + painted;
    return isLast ? painted : painted + gap;
  }).join("  ").trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}
function widthOf(text) {
  return [...text].length;
}

// exporter/src/cli/baseline-report.ts
var CELLS = 24;
var CATEGORIES_SHOWN = 5;
var SHA_SHOWN = 12;
var NUMERIC_COLUMNS = [
  { title: "numeric", align: "left" },
  { title: "missing", align: "right" },
  { title: "invalid", align: "right" },
  { title: "min", align: "right" },
  { title: "p05", align: "right" },
  { title: "p50", align: "right" },
  { title: "p95", align: "right" },
  { title: "max", align: "right" },
  { title: "bins", align: "right" },
  { title: "distribution", align: "left" }
];
var CATEGORICAL_COLUMNS = [
  { title: "categorical", align: "left" },
  { title: "missing", align: "right" },
  { title: "invalid", align: "right" },
  { title: "categories", align: "left" }
];
function baselineReport(baseline, style) {
  const { model, model_version, rows, period, source, precision, sha256 } = baseline;
  const lines = [
    style.bold(`${model} ${model_version}`),
    `${count2(rows)} rows${period ? `, ${period.start} to ${period.end}` : ""}`,
    `${source === "built" ? "built from data" : "learned from the first rows served"}, ${precision === "exact" ? "exact counts" : "edges within 1 %"}`,
    `sha256 ${sha256.slice(0, SHA_SHOWN)}`
  ];
  lines.push(...featureLines(baseline.features, rows));
  if (baseline.prediction) lines.push("", style.bold("prediction"), ...featureLines([baseline.prediction], rows).slice(1));
  if (baseline.features.some(({ type }) => type === "numeric")) lines.push("", style.dim(LEGEND));
  return lines.join("\n");
}
var LEGEND = "distribution: one bar per value where there are few, else from p01 to p99 in equal steps";
function featureLines(features, rows) {
  const numeric = features.filter((feature) => feature.type === "numeric");
  const categorical = features.filter((feature) => feature.type === "categorical");
  const lines = [];
  if (numeric.length > 0)
    lines.push(
      "",
      ...textTable(
        NUMERIC_COLUMNS,
        numeric.map((feature) => numericRow(feature, rows))
      )
    );
  if (categorical.length > 0)
    lines.push(
      "",
      ...textTable(
        CATEGORICAL_COLUMNS,
        categorical.map((feature) => categoricalRow(feature, rows))
      )
    );
  return lines;
}
function numericRow(feature, rows) {
  const { quantiles: quantiles2 } = feature;
  const numbers = [feature.min, quantiles2["p05"], quantiles2["p50"], quantiles2["p95"], feature.max].map((x) => shortNumber(x ?? null));
  return [
    feature.name,
    percent(feature.missing, rows),
    percent(feature.invalid, rows),
    ...numbers,
    String(feature.judged.length),
    sparkline(drawnCounts(feature))
  ];
}
function drawnCounts({ distinct, counts, edges, quantiles: quantiles2 }) {
  const low = quantiles2["p01"];
  const high = quantiles2["p99"];
  if (distinct !== null || low === void 0 || high === void 0 || !(low < high)) return counts;
  return equalWidthCells(edges, counts, low, high, CELLS);
}
function categoricalRow(feature, rows) {
  const present = rows - feature.missing - feature.invalid;
  const shown = feature.categories.slice(0, CATEGORIES_SHOWN).map((name, i) => `${printable(name)} ${percent(feature.counts[i] ?? 0, present)}`);
  const hidden = feature.categories.length - CATEGORIES_SHOWN;
  const rest = hidden > 0 ? [`${hidden} more ${percent(sum(feature.counts.slice(CATEGORIES_SHOWN)), present)}`] : [];
  const other = feature.other > 0 ? [`other ${percent(feature.other, present)}`] : [];
  const bars = sparkline(feature.counts);
  return [
    feature.name,
    percent(feature.missing, rows),
    percent(feature.invalid, rows),
    [bars, ...shown, ...rest, ...other].join("  ").trim()
  ];
}
function sum(counts) {
  return counts.reduce((total2, n) => total2 + n, 0);
}
function printable(name) {
  return JSON.stringify(name).slice(1, -1).replace(/[\u0080-\u009f]/g, "?").slice(0, 40);
}

// exporter/src/cli/option-values.ts
import { InvalidArgumentError } from "commander";
function nameList(text) {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("names are separated by single commas, for example income,age");
  return names;
}
function positiveInteger(text) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value))
    throw new InvalidArgumentError("a whole number of at least 1 is required");
  return value;
}
function openRatio(text) {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value < 1)) throw new InvalidArgumentError("a number above 0 and below 1 is required");
  return value;
}
function atLeastZero(text) {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && Number.isFinite(value))) throw new InvalidArgumentError("a number of at least 0 is required");
  return value;
}

// exporter/src/cli/progress-line.ts
var QUIET_MS = 2e3;
var CLEAR_LINE = "\r\x1B[K";
function progressLine(io2, nowMs = Date.now) {
  let lastMs = nowMs();
  return {
    show: (text) => {
      if (io2.isTty) return void io2.stderr.write(`${CLEAR_LINE}${text}`);
      if (nowMs() - lastMs < QUIET_MS) return;
      lastMs = nowMs();
      io2.stderr.write(`${text}
`);
    },
    end: () => {
      if (io2.isTty) io2.stderr.write(CLEAR_LINE);
    }
  };
}

// exporter/src/cli/run-command.ts
var EXIT_BAD_USE = 2;
async function runCommand(io2, command) {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    io2.stderr.write(`aiops: ${error.message} [${error.code}]
  ${error.advice}
`);
    io2.setExitCode(EXIT_BAD_USE);
  }
}

// exporter/src/cli/text-style.ts
var plain = (text) => text;
var code = (on, off) => (text) => `\x1B[${on}m${text}\x1B[${off}m`;
function textStyle(io2, env = process.env) {
  const isPlain = !io2.isTty || env["TERM"] === "dumb" || (env["NO_COLOR"] ?? "") !== "";
  if (isPlain) return { bold: plain, dim: plain, red: plain, green: plain };
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), green: code(32, 39) };
}

// exporter/src/cli/baseline.ts
var EXIT_CODES = "\nExit codes: 0 done, 2 bad use or a file that cannot be read.";
function registerBaselineCommand(program2, io2, { activate }) {
  const baseline = program2.command("baseline").description("what the training data looked like: build it, look at it, judge by it");
  registerBuild(baseline, io2);
  baseline.command("show").description("print a baseline as a profile: one line per feature").argument("<file>", "baseline file").option("--json", "print the artefact itself").addHelpText("after", EXIT_CODES).action(
    (file, flags) => runCommand(io2, async () => {
      const loaded = await loadBaseline(file);
      io2.stdout.write(flags.json ? formatBaseline(loaded) : `${baselineReport(loaded, textStyle(io2))}
`);
    })
  );
  baseline.command("activate").description("judge the model by this baseline, from its next window on").argument("<file>", "baseline file").addHelpText("after", EXIT_CODES).action(
    (file) => runCommand(io2, async () => {
      io2.stdout.write(`${await activate(file)}
`);
    })
  );
}
function registerBuild(baseline, io2) {
  baseline.command("build").description("build a baseline from training data (CSV, Parquet or JSONL); the same data gives the same file").requiredOption("--model <name>", "model that the data trained").requiredOption("--version <version>", "version of the model").requiredOption("--from <data>", "file with the training data").requiredOption("--out <file>", "where to write the baseline").option("--features <names>", "columns that are features (default: all that can be)", nameList).option("--features-at <name>", "object whose fields are the features, as in an inference log").option("--ignore <names>", "columns that are no features: ids, labels", nameList).option("--categorical <names>", "columns to read as categories, whatever they look like", nameList).option("--numeric <names>", "columns to read as numbers; what is none counts as invalid", nameList).option("--prediction <column>", "column with the model's answer").option("--score <column>", "column with the model's score; no feature").option("--time <column>", "column with the time of each row").option("--force", "replace the file if it exists").option("--json", "print the result as JSON").addHelpText("after", EXIT_CODES).action((flags) => runCommand(io2, () => build(flags, io2)));
}
async function build(flags, io2) {
  if (!flags.force) await refuseExisting(flags.out);
  const progress = progressLine(io2);
  const skipped = [];
  const options = {
    ...flags,
    modelVersion: flags.version,
    onProgress: (step) => {
      if (step.kind === "skipped") skipped.push(`${step.name} (${step.found})`);
      else showStep(progress, step);
    }
  };
  const built = await buildBaseline(options).finally(() => progress.end());
  await saveBaseline(flags.out, built, flags.force ? "replace" : "keep");
  const { model, model_version, rows, sha256 } = built;
  const features = built.features.length;
  if (flags.json)
    return void io2.stdout.write(`${JSON.stringify({ file: flags.out, model, model_version, rows, features, skipped, sha256 })}
`);
  const summary = `${flags.out}: ${features} features of ${count2(rows)} rows for ${model} ${model_version}, sha256 ${sha256.slice(0, 12)}`;
  const passedOver = skipped.length > 0 ? [`passed over: ${skipped.join(", ")}`] : [];
  io2.stdout.write(`${[summary, ...passedOver, `look at it:  aiops baseline show ${flags.out}`].join("\n")}
`);
}
function showStep(progress, step) {
  if (step.kind === "opened") progress.show(`${count2(step.rows)} rows, ${step.columns} columns`);
  else progress.show(`${step.done} of ${step.total} columns profiled (${step.name})`);
}

// exporter/src/cli/drift.ts
import { Option } from "commander";

// exporter/src/drift/errors.ts
var DRIFT_ERRORS = {
  DRIFT_EMPTY_SAMPLE: {
    status: 0,
    message: "{call} requires at least one value (the {side} sample holds none)",
    advice: "leave the comparison out where there is nothing to compare"
  },
  DRIFT_NOT_FINITE: {
    status: 0,
    message: "{call} requires finite numbers (the {side} sample holds another one at position {position})",
    advice: "count missing and invalid values beside the sample instead of passing them"
  },
  DRIFT_LENGTH_MISMATCH: {
    status: 0,
    message: "{call} requires one count per bin on both sides (reference {reference}, current {current})",
    advice: "count both sides over the bins of one baseline"
  },
  DRIFT_BAD_COUNT: {
    status: 0,
    message: "{call} requires {required} (the {side} side holds something else at position {position})",
    advice: "pass the counts of a profile unchanged"
  },
  DRIFT_OUT_OF_RANGE: {
    status: 0,
    message: "{call} requires {name} {required} (found {found})",
    advice: "correct the argument"
  }
};
var driftError = errorsOf(DRIFT_ERRORS);

// exporter/src/drift/bin-weights.ts
function weightTotals(call, reference, current) {
  if (reference.length !== current.length) {
    throw driftError("DRIFT_LENGTH_MISMATCH", { call, reference: reference.length, current: current.length });
  }
  return { reference: sumOf2(call, "reference", reference), current: sumOf2(call, "current", current) };
}
function sumOf2(call, side, weights) {
  let sum2 = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? NaN;
    if (!(weight >= 0) || weight === Infinity)
      throw driftError("DRIFT_BAD_COUNT", { call, side, position: i, required: "finite numbers >= 0" });
    sum2 += weight;
  }
  return sum2;
}

// exporter/src/drift/bin-counts.ts
function countTotals(call, reference, current) {
  const totals = weightTotals(call, reference, current);
  for (const [side, row] of [
    ["reference", reference],
    ["current", current]
  ]) {
    for (let position = 0; position < row.length; position++) {
      if (!Number.isInteger(row[position])) throw driftError("DRIFT_BAD_COUNT", { call, side, position, required: "whole numbers >= 0" });
    }
    if (!Number.isSafeInteger(totals[side])) {
      throw driftError("DRIFT_BAD_COUNT", { call, side, position: row.length - 1, required: "counts that sum to less than 2^53" });
    }
  }
  return totals;
}
function crossDifference(a, b, c, d) {
  const left = a * b;
  const right = c * d;
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left - right;
  return Number(BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d));
}

// exporter/src/drift/stirling-error.ts
function stirlingError(a) {
  const s = 1 / (a * a);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / a;
}

// exporter/src/drift/chi-square-upper-tail.ts
var MAX_TERMS = 1e5;
var TINY = 1e-300;
var STIRLING_FROM = 15;
function chiSquareUpperTail(x, df) {
  if (!(x >= 0)) throw driftError("DRIFT_OUT_OF_RANGE", { call: "chiSquareUpperTail", name: "x", required: ">= 0", found: x });
  if (!Number.isInteger(df) || df < 1) {
    throw driftError("DRIFT_OUT_OF_RANGE", { call: "chiSquareUpperTail", name: "df", required: "to be a whole number >= 1", found: df });
  }
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const shape = df / 2;
  const half = x / 2;
  const density = poissonDensity(shape, half);
  return half < shape + 1 ? 1 - density * lowerSeries(shape, half) : Math.min(1, density * shape * upperFraction(shape, half));
}
function poissonDensity(a, x) {
  if (a < STIRLING_FROM) return Math.exp(a * Math.log(x) - x - Math.log(gammaOfNext(a)));
  const u = (x - a) / a;
  return Math.exp(a * (Math.log1p(u) - u) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a);
}
function gammaOfNext(a) {
  let product = Number.isInteger(a) ? 1 : Math.sqrt(Math.PI);
  for (let factor = Number.isInteger(a) ? 1 : 0.5; factor <= a; factor++) product *= factor;
  return product;
}
function lowerSeries(a, x) {
  let term = 1;
  let sum2 = 1;
  for (let k = 1; k < MAX_TERMS && term > sum2 * Number.EPSILON; k++) {
    term *= x / (a + k);
    sum2 += term;
  }
  return sum2;
}
function upperFraction(a, x) {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < MAX_TERMS; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = numerator * d + b;
    c = b + numerator / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    if (Math.abs(c) < TINY) c = TINY;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) break;
  }
  return value;
}

// exporter/src/drift/chi-square-homogeneity.ts
function chiSquareHomogeneity(reference, current, correction = "none") {
  const totals = countTotals("chiSquareHomogeneity", reference, current);
  const columns = Array.from({ length: reference.length }, (_, i) => [reference[i] ?? 0, current[i] ?? 0]).filter(
    ([r, w]) => r + w > 0
  );
  if (columns.length < 2 || totals.reference === 0 || totals.current === 0) return { status: "insufficient" };
  const all = totals.reference + totals.current;
  const shrink = correction === "yates" && columns.length === 2;
  let statistic = 0;
  for (const [r, w] of columns) {
    const cross = Math.abs(crossDifference(r, totals.current, w, totals.reference));
    const difference = shrink ? Math.max(0, cross - all / 2) : cross;
    statistic += difference / totals.reference / (r + w) * (difference / totals.current);
  }
  const df = columns.length - 1;
  const expectedOf = (rowTotal) => columns.map(([r, w]) => (r + w) / all * rowTotal);
  return {
    status: "ok",
    statistic,
    df,
    pValue: chiSquareUpperTail(statistic, df),
    expected: [expectedOf(totals.reference), expectedOf(totals.current)]
  };
}

// exporter/src/drift/pool-rare-bins.ts
var MIN_EXPECTED_COUNT = 5;
function poolRareBins(reference, current, minExpected = MIN_EXPECTED_COUNT) {
  const totals = countTotals("poolRareBins", reference, current);
  const all = totals.reference + totals.current;
  const dropped = [];
  const pooled = [];
  const kept = [];
  for (let i = 0; i < reference.length; i++) {
    const column = (reference[i] ?? 0) + (current[i] ?? 0);
    if (column === 0) dropped.push(i);
    else if (crossDifference(column, totals.current, minExpected, all) < 0) pooled.push(i);
    else kept.push(i);
  }
  const row = (counts) => {
    const columns = kept.map((i) => counts[i] ?? 0);
    if (pooled.length > 0) columns.push(pooled.reduce((sum2, i) => sum2 + (counts[i] ?? 0), 0));
    return columns;
  };
  return { dropped, pooled, kept, reference: row(reference), current: row(current) };
}

// exporter/src/drift/chi-square-pooled.ts
function chiSquarePooled(reference, current) {
  const table = poolRareBins(reference, current);
  return chiSquareHomogeneity(table.reference, table.current);
}

// exporter/src/drift/incomplete-beta.ts
import { gammaln } from "simple-statistics";

// exporter/src/drift/proportion.ts
function requireProportion(call, { successes, n }) {
  if (!Number.isSafeInteger(n) || n < 0)
    throw driftError("DRIFT_OUT_OF_RANGE", { call, name: "n", required: "to be a whole number >= 0", found: n });
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > n) {
    throw driftError("DRIFT_OUT_OF_RANGE", { call, name: "successes", required: `to be a whole number in [0, ${n}]`, found: successes });
  }
}

// exporter/src/drift/false-discovery.ts
function adjustForManyTests(pValues, method = "benjamini-hochberg") {
  pValues.forEach((p, i) => {
    if (!(p >= 0 && p <= 1)) {
      throw driftError("DRIFT_OUT_OF_RANGE", { call: "adjustForManyTests", name: `p-value ${i}`, required: "in [0, 1]", found: p });
    }
  });
  const m = pValues.length;
  const dependence = method === "benjamini-yekutieli" ? harmonic(m) : 1;
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const adjusted = new Array(m);
  let smallest = 1;
  order.forEach(({ p, index }, position) => {
    smallest = Math.min(smallest, dependence * m * p / (m - position));
    adjusted[index] = smallest;
  });
  return adjusted;
}
function harmonic(m) {
  let sum2 = 0;
  for (let i = m; i >= 1; i--) sum2 += 1 / i;
  return sum2;
}

// exporter/src/drift/normal-quantile.ts
function twoSidedNormalTail(z4) {
  return chiSquareUpperTail(z4 * z4, 1);
}

// exporter/src/drift/psi.ts
var PSI_SMOOTHING = 0.5;
function psi(reference, current) {
  const totals = weightTotals("psi", reference, current);
  if (totals.reference === 0 || totals.current === 0) return null;
  const added = PSI_SMOOTHING * reference.length;
  let sum2 = 0;
  for (let i = 0; i < reference.length; i++) {
    const p = ((reference[i] ?? 0) + PSI_SMOOTHING) / (totals.reference + added);
    const q = ((current[i] ?? 0) + PSI_SMOOTHING) / (totals.current + added);
    sum2 += (q - p) * Math.log(q / p);
  }
  return sum2;
}

// exporter/src/drift/quantiles.ts
import { quantileSorted } from "simple-statistics";

// exporter/src/drift/two-proportion-test.ts
function twoProportionTest(a, b) {
  requireProportion("twoProportionTest", a);
  requireProportion("twoProportionTest", b);
  if (a.n === 0 || b.n === 0) return null;
  const successes = a.successes + b.successes;
  const all = a.n + b.n;
  if (successes === 0 || successes === all) return { z: 0, pValue: 1 };
  const difference = crossDifference(a.successes, b.n, b.successes, a.n);
  const z4 = difference / Math.sqrt(a.n) / Math.sqrt(b.n) * Math.sqrt(all / successes / (all - successes));
  return { z: z4, pValue: twoSidedNormalTail(z4) };
}

// exporter/src/drift/default-settings.ts
var DEFAULT_MIN_SAMPLES = 500;
var DEFAULT_FDR = 0.05;
var DEFAULT_EFFECT_THRESHOLD = 0.1;
var DEFAULT_MISSING_THRESHOLD = 0.05;
var DEFAULT_CONSECUTIVE = 1;
var DEFAULT_DRIFT_SETTINGS = Object.freeze({
  min_samples: DEFAULT_MIN_SAMPLES,
  fdr: DEFAULT_FDR,
  threshold: DEFAULT_EFFECT_THRESHOLD,
  missing_threshold: DEFAULT_MISSING_THRESHOLD,
  consecutive: DEFAULT_CONSECUTIVE,
  thresholds: {},
  weights: {}
});

// exporter/src/drift/distribution-test.ts
function testDistribution(table, totals, minSamples) {
  if (totals.referenceValid === 0) return { status: "insufficient", cause: "empty_reference" };
  if (totals.currentValid < minSamples || totals.currentValid === 0) return { status: "insufficient", cause: "few_values" };
  const test = chiSquarePooled(table.reference, table.current);
  const effect = psi(table.reference, table.current);
  if (test.status === "insufficient" || effect === null) return { status: "insufficient", cause: "one_bin" };
  return { status: "ok", statistic: test.statistic, df: test.df, pValue: test.pValue, effect };
}

// exporter/src/drift/feature-table.ts
function tableTotals(table) {
  const call = "judgeWindow";
  if (table.bins.length !== table.reference.length) {
    throw driftError("DRIFT_LENGTH_MISMATCH", { call, reference: table.bins.length, current: table.reference.length });
  }
  const valid = countTotals(call, table.reference, table.current);
  const absent = countTotals(call, [table.referenceMissing, table.referenceInvalid], [table.currentMissing, table.currentInvalid]);
  return {
    referenceValid: valid.reference,
    currentValid: valid.current,
    referenceSeen: valid.reference + absent.reference,
    currentSeen: valid.current + absent.current
  };
}

// exporter/src/drift/missing-rate-test.ts
function testMissingRate(table, totals, minSamples) {
  const { referenceSeen, currentSeen } = totals;
  if (referenceSeen === 0 || currentSeen === 0 || currentSeen < minSamples) {
    return { referenceRatio: null, currentRatio: null, growth: null, pValue: null };
  }
  const hasMissing = table.referenceMissing + table.currentMissing > 0;
  const test = hasMissing ? twoProportionTest({ successes: table.currentMissing, n: currentSeen }, { successes: table.referenceMissing, n: referenceSeen }) : null;
  return {
    referenceRatio: table.referenceMissing / referenceSeen,
    currentRatio: table.currentMissing / currentSeen,
    growth: crossDifference(table.currentMissing, referenceSeen, table.referenceMissing, currentSeen) / (referenceSeen * currentSeen),
    pValue: test?.pValue ?? null
  };
}

// exporter/src/drift/own-entry.ts
function ownEntry(record, key, fallback) {
  return Object.hasOwn(record, key) ? record[key] ?? fallback : fallback;
}

// exporter/src/drift/streaks.ts
var PREDICTION_STREAK = "(prediction)";

// exporter/src/drift/verdict-reason.ts
function verdictReason(facts) {
  const { settings, windowVerdict, streak, missing } = facts;
  if (windowVerdict === "insufficient") return insufficientReason(facts);
  if (windowVerdict === "stable") return stableReason(facts);
  const causes = [];
  if (facts.isDistributionDrifted) causes.push(distributionChange(facts));
  if (missing.drifted) causes.push(`the missing rate grew from ${percent2(missing.reference_ratio)} to ${percent2(missing.current_ratio)}`);
  const cause = causes.join(", and ");
  return streak >= settings.consecutive ? cause : `${cause}; this is window ${streak} in a row of the ${settings.consecutive} that drift takes`;
}
function distributionChange({ effect, qValue, settings, isConstantReference }) {
  const what = isConstantReference ? "the reference is constant and the window holds other values" : "the distribution changed";
  return `${what} (PSI ${short(effect.value)}, threshold ${short(effect.threshold)}; q ${short(qValue)}, limit ${short(settings.fdr)})`;
}
function stableReason({ effect, qValue, settings }) {
  const isSignificant = qValue !== null && qValue < settings.fdr;
  const isLarge = effect.value !== null && effect.value >= effect.threshold;
  const q = `q ${short(qValue)}, limit ${short(settings.fdr)}`;
  const size = `PSI ${short(effect.value)}, threshold ${short(effect.threshold)}`;
  if (isSignificant) return `a significant but small change (${size}; ${q})`;
  if (isLarge) return `a change of this size can be chance (${q}; ${size})`;
  return `no significant change (${q}; ${size})`;
}
function insufficientReason({ test, n, settings }) {
  const cause = test.status === "insufficient" ? test.cause : "few_values";
  if (cause === "empty_reference") return "the reference holds no valid values of this feature";
  if (cause === "one_bin") return "all values of reference and window lie in one bin, so there is nothing to compare";
  return `${n} valid values, ${settings.min_samples} are needed`;
}
function short(x) {
  return x === null ? "unknown" : String(Number(x.toPrecision(3)));
}
function percent2(ratio) {
  return ratio === null ? "unknown" : `${short(ratio * 100)} %`;
}

// exporter/src/drift/judge-window.ts
function judgeWindow({ rows, features, prediction, settings, streaks }) {
  const tested = features.map((table) => testTable(table, settings));
  const adjusted = adjustTogether(tested);
  const verdicts = tested.map((one, i) => featureVerdict(one, adjusted[i], settings, ownEntry(streaks, one.table.feature, 0)));
  const judged = verdicts.filter(({ verdict }) => verdict !== "insufficient");
  const drifted = judged.filter(({ verdict }) => verdict === "drifted");
  return {
    policy: "default",
    drift_rate: judged.length > 0 ? drifted.length / judged.length : null,
    drift_rate_weighted: weightedRate(judged, settings.weights),
    drifted: drifted.length,
    judged: judged.length,
    insufficient: verdicts.length - judged.length,
    rows,
    features: verdicts,
    prediction: prediction && judgeAlone(prediction, settings, ownEntry(streaks, PREDICTION_STREAK, 0))
  };
}
function judgeAlone(table, settings, streak) {
  const tested = testTable(table, settings);
  const { distribution, missing } = tested;
  const own = { distribution: distribution.status === "ok" ? distribution.pValue : null, missing: missing.pValue };
  return featureVerdict(tested, own, settings, streak);
}
function testTable(table, { min_samples }) {
  const totals = tableTotals(table);
  return {
    table,
    totals,
    distribution: testDistribution(table, totals, min_samples),
    missing: testMissingRate(table, totals, min_samples)
  };
}
function adjustTogether(tested) {
  const pValues = [
    ...tested.map(({ distribution }) => distribution.status === "ok" ? distribution.pValue : null),
    ...tested.map(({ missing }) => missing.pValue)
  ];
  const qValues = adjustForManyTests(pValues.filter((p) => p !== null));
  let next = 0;
  const all = pValues.map((p) => p === null ? null : qValues[next++] ?? null);
  return tested.map((_, i) => ({ distribution: all[i] ?? null, missing: all[tested.length + i] ?? null }));
}
function featureVerdict({ table, totals, distribution, missing }, q, settings, before) {
  const isOk = distribution.status === "ok";
  const threshold = ownEntry(settings.thresholds, table.feature, settings.threshold);
  const effect = { method: "psi", value: isOk ? distribution.effect : null, threshold };
  const isDistributionDrifted = isOk && q.distribution !== null && q.distribution < settings.fdr && distribution.effect >= threshold;
  const missingVerdict = {
    reference_ratio: missing.referenceRatio,
    current_ratio: missing.currentRatio,
    p_value: missing.pValue,
    q_value: q.missing,
    drifted: hasMissingGrown(missing, q.missing, settings)
  };
  const isDrifted = isDistributionDrifted || missingVerdict.drifted;
  const window_verdict = isDrifted ? "drifted" : isOk ? "stable" : "insufficient";
  const verdict = isDrifted && before + 1 < settings.consecutive ? "stable" : window_verdict;
  return {
    feature: table.feature,
    type: table.type,
    n: totals.currentValid,
    statistic: isOk ? distribution.statistic : null,
    degrees_of_freedom: isOk ? distribution.df : null,
    p_value: isOk ? distribution.pValue : null,
    q_value: q.distribution,
    effect,
    missing: missingVerdict,
    window_verdict,
    verdict,
    reason: verdictReason({
      settings,
      test: distribution,
      isConstantReference: table.reference.filter((count3) => count3 > 0).length === 1,
      isDistributionDrifted,
      n: totals.currentValid,
      qValue: q.distribution,
      effect,
      missing: missingVerdict,
      windowVerdict: window_verdict,
      streak: before + 1
    }),
    table: {
      bins: [...table.bins],
      reference: [...table.reference],
      current: [...table.current],
      reference_missing: table.referenceMissing,
      current_missing: table.currentMissing,
      reference_invalid: table.referenceInvalid,
      current_invalid: table.currentInvalid
    }
  };
}
function hasMissingGrown({ growth }, q, settings) {
  return growth !== null && q !== null && q < settings.fdr && growth > 0 && growth >= settings.missing_threshold;
}
function weightedRate(judged, weights) {
  let all = 0;
  let drifted = 0;
  for (const { feature, verdict } of judged) {
    const weight = ownEntry(weights, feature, 0);
    if (!(weight >= 0 && weight < Infinity)) {
      throw driftError("DRIFT_OUT_OF_RANGE", { call: "judgeWindow", name: `weight of ${feature}`, required: ">= 0", found: weight });
    }
    all += weight;
    if (verdict === "drifted") drifted += weight;
  }
  return all > 0 ? drifted / all : null;
}

// exporter/src/cli/errors.ts
var CLI_ERRORS = {
  CLI_POLICY_UNKNOWN: {
    status: 0,
    message: "drift --policy must be one of: {known} (found {found})",
    advice: "leave the option out; policies of other tools are not in this version"
  },
  CLI_NOTHING_TO_COMPARE: {
    status: 0,
    message: "{reference} and {current} have no column in common that is not left out",
    advice: "check the two files; nested features are reached with --features-at"
  },
  CLI_COLUMN_UNKNOWN: {
    status: 0,
    message: "{option} names the column {column}, which neither file has",
    advice: "correct the name; names are case-sensitive"
  }
};
var cliError = errorsOf(CLI_ERRORS);

// exporter/src/cli/compare-files.ts
async function compareFiles(question, onProgress) {
  const reference = await DataTable.open(question.reference);
  try {
    const current = await DataTable.open(question.current);
    try {
      return await compareTables(reference, current, question, onProgress);
    } finally {
      await current.close();
    }
  } finally {
    await reference.close();
  }
}
async function compareTables(reference, current, question, onProgress) {
  const { features, ignore, leftOut } = chooseColumns(reference, current, question);
  const skipped = [];
  const baseline = await profileReference(reference, {
    model: "reference",
    modelVersion: "-",
    features,
    featuresAt: question.featuresAt,
    ignore,
    categorical: question.categorical,
    onProgress: (step) => {
      if (step.kind === "column") onProgress(`reference: ${step.done} of ${step.total} columns`);
      else if (step.kind === "skipped") skipped.push(`${step.name} (${step.found})`);
    }
  });
  const layouts = baseline.features.map((feature) => layoutOf(feature, { isPrivate: false }).layout);
  const profile = await profileColumns(current, layouts, {
    featuresAt: question.featuresAt,
    time: question.time,
    chunk: question.chunk,
    onProgress: ({ done, total: total2 }) => onProgress(`current: ${done} of ${total2} columns`)
  });
  const tables = baseline.features.map((feature) => referenceTable(feature));
  return {
    settings: question.settings,
    referenceRows: baseline.rows,
    currentRows: profile.rows,
    rowsWithoutTime: profile.rowsWithoutTime,
    chunks: profile.chunks.map((chunk) => judgeChunk(chunk, layouts, tables, question.settings)),
    leftOut: [...leftOut, ...skipped]
  };
}
function judgeChunk({ start: start2, end, rows, counts }, layouts, tables, settings) {
  const features = tables.map((table, i) => {
    const layout = layouts[i];
    const slots = counts[i];
    const bins = fineBinCount(layout);
    return { ...table, current: judgedCounts(layout, slots), currentMissing: slots[bins] ?? 0, currentInvalid: slots[bins + 1] ?? 0 };
  });
  return { start: start2, end, rows, verdict: judgeWindow({ rows, features, prediction: null, settings, streaks: {} }) };
}
function chooseColumns(reference, current, question) {
  const namesOf2 = (table) => (question.featuresAt === void 0 ? table.columns : fieldsOf(table, question.featuresAt)).map(({ name }) => name);
  const ours = namesOf2(reference);
  const theirs = new Set(namesOf2(current));
  for (const name of question.ignore) {
    if (!ours.includes(name) && !theirs.has(name)) throw cliError("CLI_COLUMN_UNKNOWN", { option: "--ignore", column: name });
  }
  const unwanted = /* @__PURE__ */ new Set([...question.ignore, ...question.time === void 0 ? [] : [question.time]]);
  if (question.columns) return { features: question.columns.filter((name) => !unwanted.has(name)), ignore: [], leftOut: [] };
  const shared = ours.filter((name) => theirs.has(name) && !unwanted.has(name));
  if (shared.length === 0) throw cliError("CLI_NOTHING_TO_COMPARE", { reference: question.reference, current: question.current });
  const onlyOurs = ours.filter((name) => !theirs.has(name) && !unwanted.has(name)).map((name) => `${name} (only in the reference)`);
  const onlyTheirs = [...theirs].filter((name) => !ours.includes(name) && !unwanted.has(name)).map((name) => `${name} (only in the current file)`);
  return { features: void 0, ignore: ours.filter((name) => !shared.includes(name)), leftOut: [...onlyOurs, ...onlyTheirs] };
}

// exporter/src/cli/drift-report.ts
var FEATURE_COLUMNS = [
  { title: "column", align: "left" },
  { title: "type", align: "left" },
  { title: "n", align: "right" },
  { title: "PSI", align: "right" },
  { title: "limit", align: "right" },
  { title: "q", align: "right" },
  { title: "verdict", align: "left" },
  { title: "reference", align: "left" },
  { title: "current", align: "left" }
];
var CHUNK_COLUMNS = [
  { title: "start", align: "left" },
  { title: "end", align: "left" },
  { title: "rows", align: "right" },
  { title: "drift rate", align: "right" },
  { title: "judged", align: "right" },
  { title: "drifted columns", align: "left" }
];
function driftReport(comparison, isChunked, style) {
  const { chunks, referenceRows, currentRows, leftOut, rowsWithoutTime, settings } = comparison;
  const lines = [`${count2(currentRows)} rows against ${count2(referenceRows)} rows of reference`, ""];
  const [first] = chunks;
  if (isChunked) lines.push(...chunkLines(chunks, style));
  else if (first) lines.push(...featureLines2(first.verdict, style));
  if (rowsWithoutTime > 0) lines.push("", `${count2(rowsWithoutTime)} rows without a time are in no chunk`);
  if (leftOut.length > 0) lines.push("", `not compared: ${leftOut.join(", ")}`);
  lines.push("", ...meaning(settings).map(style.dim));
  return lines.join("\n");
}
function driftJson({ chunks }, isChunked) {
  const [whole] = chunks;
  if (!isChunked && whole) return verdictJson(whole.verdict);
  return { chunks: chunks.map(({ start: start2, end, verdict }) => ({ start: start2, end, ...verdictJson(verdict) })) };
}
function verdictJson({ policy, drift_rate, drifted, judged, insufficient, features }) {
  const shown = features.map(({ feature, type, n, p_value, q_value, effect, verdict }) => ({
    feature,
    type,
    n,
    p_value,
    q_value,
    effect,
    verdict
  }));
  return { policy, drift_rate, drifted, judged, insufficient, features: shown };
}
function featureLines2(verdict, style) {
  const { features, drifted, judged, insufficient } = verdict;
  const lines = textTable(
    FEATURE_COLUMNS,
    features.map((feature) => featureRow(feature, style))
  );
  const explained = features.filter((feature) => feature.verdict !== "stable").map(({ feature, reason }) => `  ${feature}: ${reason}`);
  if (explained.length > 0) lines.push("", ...explained);
  const others = insufficient > 0 ? `; ${insufficient} without a verdict` : "";
  const rate = judged > 0 ? `drift rate ${percent(drifted, judged)}: ${drifted} of ${judged} judged columns drifted${others}` : "no column could be judged";
  return [...lines, "", style.bold(rate)];
}
function featureRow(feature, style) {
  const { table, effect, verdict } = feature;
  const reference = shares(table.reference);
  const current = shares(table.current);
  const max = Math.max(...reference, ...current);
  const paint = verdict === "drifted" ? style.red : verdict === "stable" ? style.green : style.dim;
  return [
    feature.feature,
    feature.type,
    count2(feature.n),
    shortNumber(effect.value === null ? null : Number(effect.value.toFixed(3))),
    shortNumber(effect.threshold),
    probability(feature.q_value),
    { text: verdict, paint },
    `|${sparkline(reference, max)}|`,
    `|${sparkline(current, max)}|`
  ];
}
function shares(counts) {
  const total2 = counts.reduce((sum2, n) => sum2 + n, 0);
  return counts.map((n) => total2 > 0 ? n / total2 : 0);
}
function chunkLines(chunks, style) {
  const rows = chunks.map(({ start: start2, end, rows: rows2, verdict }) => {
    const names = verdict.features.filter((feature) => feature.verdict === "drifted").map(({ feature }) => feature);
    return [
      shortTime(start2),
      shortTime(end),
      count2(rows2),
      percent(verdict.drifted, verdict.judged),
      `${verdict.judged} of ${verdict.features.length}`,
      {
        text: names.join(", ") || (verdict.judged > 0 ? "none" : "too few rows to judge"),
        paint: names.length > 0 ? style.red : style.dim
      }
    ];
  });
  const lines = textTable(CHUNK_COLUMNS, rows);
  const hit = chunks.filter(({ verdict }) => verdict.drifted > 0).length;
  const open = chunks.filter(({ verdict }) => verdict.judged === 0).length;
  const others = open > 0 ? `; ${open} without a verdict` : "";
  return [...lines, "", style.bold(`${hit} of ${chunks.length} chunks hold columns that drifted${others}`)];
}
function shortTime(at) {
  return typeof at === "number" ? `row ${count2(at)}` : at.replace(/:00\.000Z$/, "Z");
}
function meaning({ min_samples, fdr, threshold }) {
  return [
    `drifted = at least ${min_samples} values, and q < ${fdr}, and PSI >= ${threshold} (or the missing rate grew).`,
    `q allows for the number of columns: of the columns called drifted, on average at most ${percent(fdr, 1)} are there by chance alone.`,
    "bars: share of rows in each bin of the reference (low to high, or by category), both on one scale."
  ];
}

// exporter/src/cli/drift.ts
var EXIT_DRIFT = 3;
var HELP = `
DATA is a CSV, Parquet or JSONL file, by its name. Columns that only one file has are left out.

Exit codes: 0 done, whatever the verdict; 2 bad use or a file that cannot be read; with --exit-code also 3 when something drifted.

Examples:
  aiops drift --reference train.parquet --current lastweek.csv --ignore id,label
  aiops drift --reference train.csv --current 2026.csv --time timestamp --chunk M --json`;
function registerDriftCommand(program2, io2) {
  const { min_samples, fdr, threshold } = DEFAULT_DRIFT_SETTINGS;
  program2.command("drift").description("compare a file with reference data: which columns have shifted, and how sure that is").requiredOption("--reference <data>", "what is normal, usually the training data").requiredOption("--current <data>", "what is to be judged").option("--columns <names>", "columns to compare (default: all that both files have)", nameList).option("--features-at <name>", "object whose fields are the columns, as in an inference log").option("--ignore <names>", "columns to leave out: ids, labels", nameList).option("--categorical <names>", "columns to read as categories, whatever they look like", nameList).option("--time <column>", "column with the time of each row: orders the rows for --chunk; not compared").option("--chunk <size>", "judge every so many rows (5000), or every H, D, W, M, Q or Y of --time (UTC)").option("--min-samples <n>", "valid values that a column needs for a verdict", positiveInteger, min_samples).option("--fdr <rate>", "false discovery rate", openRatio, fdr).option("--threshold <psi>", "PSI from which a significant shift counts as drift", atLeastZero, threshold).addOption(new Option("--policy <name>", "how to judge").default("default")).option("--json", "print the result as JSON").option("--exit-code", `exit with ${EXIT_DRIFT} when at least one column drifted`).addHelpText("after", HELP).action((flags) => runCommand(io2, () => drift(flags, io2)));
}
async function drift(flags, io2) {
  if (flags.policy !== "default") throw cliError("CLI_POLICY_UNKNOWN", { known: "default", found: flags.policy });
  const progress = progressLine(io2);
  const compared = await compareFiles(questionOf(flags), (text2) => progress.show(text2)).finally(() => progress.end());
  const isChunked = flags.chunk !== void 0;
  const text = flags.json ? JSON.stringify(driftJson(compared, isChunked), null, 2) : driftReport(compared, isChunked, textStyle(io2));
  io2.stdout.write(`${text}
`);
  if (flags.exitCode && compared.chunks.some(({ verdict }) => verdict.drifted > 0)) io2.setExitCode(EXIT_DRIFT);
}
function questionOf(flags) {
  const { reference, current, columns, featuresAt, ignore, categorical, time, chunk, minSamples, fdr, threshold } = flags;
  return {
    reference,
    current,
    ...columns ? { columns } : {},
    ...featuresAt === void 0 ? {} : { featuresAt },
    ignore: ignore ?? [],
    categorical: categorical ?? [],
    ...time === void 0 ? {} : { time },
    ...chunk === void 0 ? {} : { chunk: parseChunk(chunk) },
    settings: { ...DEFAULT_DRIFT_SETTINGS, min_samples: minSamples, fdr, threshold }
  };
}

// ../../tmp/bl/cli.ts
var io = { stdout: process.stdout, stderr: process.stderr, isTty: process.env.TTY === "1", setExitCode: (c) => {
  process.exitCode = c;
} };
var program = new Command("aiops").version("0.1.0");
registerBaselineCommand(program, io, { activate: async (f) => `activated ${f}` });
registerDriftCommand(program, io);
await program.parseAsync();
