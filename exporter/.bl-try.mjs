// exporter/src/contract/coded-error.ts
var CodedError = class extends Error {
  code;
  status;
  advice;
  constructor(code, kind, details = {}, cause) {
    const text = kind.message.replace(/\{(\w+)\}/g, (_, name) => String(details[name] ?? `{${name}}`));
    super(text, cause === void 0 ? void 0 : { cause });
    this.name = "CodedError";
    this.code = code;
    this.status = kind.status;
    this.advice = kind.advice;
  }
};
function errorsOf(table) {
  return (code, details, cause) => new CodedError(code, table[code], details, cause);
}

// exporter/src/contract/inference-event.ts
import { z } from "zod";

// exporter/src/contract/reject-reason.ts
var OUTCOMES = ["ok", "error", "timeout", "rejected"];

// exporter/src/contract/inference-event.ts
var inferenceEventSchema = z.strictObject({
  kind: z.literal("inference"),
  time: z.iso.datetime({ offset: true }),
  model: z.string().min(1).max(200),
  version: z.string().min(1).max(200),
  outcome: z.enum(OUTCOMES),
  latency_seconds: z.number().nonnegative().nullable(),
  time_to_first_token_seconds: z.number().nonnegative().nullable(),
  tokens_input: z.number().nonnegative().nullable(),
  tokens_output: z.number().nonnegative().nullable(),
  cost: z.number().nonnegative().nullable(),
  prediction: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  score: z.number().nullable(),
  features: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
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
import { z as z2 } from "zod";
var VERDICT_STATES = ["drifted", "stable", "insufficient"];
var effectSchema = z2.strictObject({
  method: z2.enum([
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
  value: z2.number().nullable(),
  threshold: z2.number()
});
var featureVerdictSchema = z2.strictObject({
  feature: z2.string(),
  type: z2.enum(["numeric", "categorical"]),
  n: z2.number().int(),
  statistic: z2.number().nullable(),
  degrees_of_freedom: z2.number().int().nullable(),
  p_value: z2.number().nullable(),
  q_value: z2.number().nullable(),
  effect: effectSchema,
  missing: z2.strictObject({
    reference_ratio: z2.number().nullable(),
    current_ratio: z2.number().nullable(),
    p_value: z2.number().nullable(),
    q_value: z2.number().nullable(),
    drifted: z2.boolean()
  }),
  /** What this window alone says, before `consecutive` is applied. */
  window_verdict: z2.enum(VERDICT_STATES),
  verdict: z2.enum(VERDICT_STATES),
  reason: z2.string(),
  /** The evidence: counts over the judged bins, in bin order; with them every number above can be recomputed. */
  table: z2.strictObject({
    bins: z2.array(z2.string()),
    reference: z2.array(z2.number()),
    current: z2.array(z2.number()),
    reference_missing: z2.number(),
    current_missing: z2.number(),
    reference_invalid: z2.number(),
    current_invalid: z2.number()
  })
});
var modelVerdictSchema = z2.strictObject({
  policy: z2.enum(["default", "evidently", "nannyml"]),
  drift_rate: z2.number().nullable(),
  drift_rate_weighted: z2.number().nullable(),
  drifted: z2.number().int(),
  judged: z2.number().int(),
  insufficient: z2.number().int(),
  rows: z2.number().int(),
  features: z2.array(featureVerdictSchema),
  prediction: featureVerdictSchema.nullable()
});
var storedVerdictSchema = z2.strictObject({
  id: z2.string(),
  model: z2.string(),
  version: z2.string(),
  window_start: z2.string(),
  window_end: z2.string(),
  baseline_sha256: z2.string(),
  code_version: z2.string(),
  settings: z2.strictObject({
    min_samples: z2.number(),
    fdr: z2.number(),
    threshold: z2.number(),
    missing_threshold: z2.number(),
    consecutive: z2.number(),
    thresholds: z2.record(z2.string(), z2.number()),
    weights: z2.record(z2.string(), z2.number())
  }),
  /** Windows in a row, before this one, in which each feature was drifted by itself (only those above 0). */
  streaks: z2.record(z2.string(), z2.number().int()),
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

// exporter/src/baseline/artefact.ts
import { z as z3 } from "zod";
var count = z3.number().int().nonnegative();
var finite = z3.number();
var numericFeature = z3.strictObject({
  name: z3.string().min(1),
  type: z3.literal("numeric"),
  /** Inner edges of the fine bins, ascending; the bin of x is the number of edges <= x. */
  edges: z3.array(finite).max(4096),
  /** First fine bin of each judged bin. */
  judged: z3.array(count).min(1),
  /** Counts of the fine bins. */
  counts: z3.array(count),
  missing: count,
  invalid: count,
  min: finite.nullable(),
  max: finite.nullable(),
  mean: finite.nullable(),
  sd: finite.nullable(),
  /** Exact quantiles by probability: p01, p05, p25, p50, p75, p95, p99. */
  quantiles: z3.record(z3.string(), finite),
  /** Distinct values, where at most 20; else null. */
  distinct: count.nullable()
});
var categoricalFeature = z3.strictObject({
  name: z3.string().min(1),
  type: z3.literal("categorical"),
  /** The top categories by reference count, largest first, ties by name. */
  categories: z3.array(z3.string()),
  counts: z3.array(count),
  /** Rows with any other value. */
  other: count,
  /** Further values with at least `min_category_count` rows, by name. */
  tail: z3.array(z3.string()),
  tail_complete: z3.boolean(),
  missing: count,
  invalid: count
});
var baselineFeatureSchema = z3.discriminatedUnion("type", [numericFeature, categoricalFeature]);
var BASELINE_FORMAT_VERSION = 1;
var baselineSchema = z3.strictObject({
  format: z3.literal("aiops-baseline"),
  format_version: z3.literal(BASELINE_FORMAT_VERSION),
  model: z3.string().min(1),
  model_version: z3.string().min(1),
  source: z3.enum(["built", "bootstrap"]),
  /** exact: counted from all rows; sketched: edges from a sketch with 1 % relative error (bootstrap). */
  precision: z3.enum(["exact", "sketched"]),
  rows: count,
  /** Period that the rows cover, where they carry time. */
  period: z3.strictObject({ start: z3.string(), end: z3.string() }).nullable(),
  features: z3.array(baselineFeatureSchema),
  /** Distribution of the prediction, where the reference holds it. */
  prediction: baselineFeatureSchema.nullable(),
  sha256: z3.string().regex(/^[0-9a-f]{64}$/)
});

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
  const counted = feature.counts.reduce((sum, count2) => sum + count2, 0) + (feature.type === "categorical" ? feature.other : 0);
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
  entries.sort(([a], [b2]) => a < b2 ? -1 : a > b2 ? 1 : 0);
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

// exporter/src/baseline/seal.ts
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
  const featureLines = features.map((feature) => `    ${canonicalJson(feature)}`).join(",\n");
  lines.push(features.length > 0 ? `  "features": [
${featureLines}
  ],` : '  "features": [],');
  lines.push(`  "prediction": ${canonicalJson(prediction)},`, `  "sha256": ${JSON.stringify(sha256)}`);
  return `{
${lines.join("\n")}
}
`;
}

// exporter/src/baseline/categorical-feature.ts
var TOP_CATEGORIES = 20;
var TAIL_CATEGORIES = 1e3;
var MIN_CATEGORY_COUNT = 10;
function categoricalFeature2(name, counts, rows, limits = {}) {
  const { top = TOP_CATEGORIES, minCategoryCount = MIN_CATEGORY_COUNT } = limits;
  const ranked = [...counts].sort(([a, na], [b2, nb]) => nb - na || compareText(a, b2));
  const named = ranked.length <= top ? ranked : ranked.filter(([, count2]) => count2 >= minCategoryCount);
  const categories = named.slice(0, top);
  const tail = named.slice(top, top + TAIL_CATEGORIES);
  const other = rows.present - total(categories);
  return {
    name,
    type: "categorical",
    categories: categories.map(([value]) => value),
    counts: categories.map(([, count2]) => count2),
    other,
    tail: tail.map(([value]) => value).sort(compareText),
    tail_complete: other === total(tail),
    missing: rows.missing,
    invalid: rows.invalid
  };
}
function total(counts) {
  return counts.reduce((sum, [, count2]) => sum + count2, 0);
}
function compareText(a, b2) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b2));
}

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
  return [...values].sort((a, b2) => a - b2);
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

// exporter/src/baseline/moments.ts
function momentsOf(sorted) {
  const n = sorted.length;
  const mean = sumOf(sorted, 0, 1) / n;
  if (!Number.isFinite(mean)) return { mean: null, sd: null };
  const variance = sumOf(sorted, mean, 2) / n;
  return { mean: mean + 0, sd: Number.isFinite(variance) ? Math.sqrt(variance) : null };
}
function sumOf(values, centre, power) {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = values[i] - centre;
    const x = power === 1 ? distance : distance * distance;
    const next = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }
  return sum + lost;
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
    counts: below.slice(1).map((count2, i) => count2 - below[i]),
    ...absent,
    min: sorted[0] ?? null,
    max: sorted[n - 1] ?? null,
    ...momentsOf(sorted),
    quantiles: n > 0 ? quantilesOf(sorted) : {},
    distinct
  };
}
function quantilesOf(sorted) {
  const at = (percent) => sorted[Math.ceil(sorted.length * percent / 100) - 1];
  return Object.fromEntries(QUANTILE_PERCENTS.map((percent) => [`p${String(percent).padStart(2, "0")}`, at(percent)]));
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
import { stat } from "node:fs/promises";
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
  const found = await stat(path).catch((cause) => {
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
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
var MEMORY_LIMIT = "400MB";
var STAGE_IN_MEMORY_BYTES = 32 * 1024 * 1024;
var STAGED = "staged.data";
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
  /** Reads rows once into a table of its own, which replaces the one before. */
  async stage(source) {
    await this.#connection.run(`ATTACH IF NOT EXISTS ${literal(this.#stageAt)} AS staged`);
    await this.#connection.run(`CREATE OR REPLACE TABLE ${STAGED} AS SELECT * FROM ${source}`);
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
    await rm(this.#folder, { recursive: true, force: true });
  }
};
function takeNumbers(chunk, take) {
  const vector = chunk.getColumnVector(0);
  const rows = chunk.rowCount;
  for (let i = 0; i < rows; i++) take(vector.getItem(i));
}
async function openReader(file, threads2) {
  const folder = await mkdtemp(join(tmpdir(), "aiops-data-"));
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: MEMORY_LIMIT,
    temp_directory: folder,
    autoinstall_known_extensions: "false",
    ...threads2 === void 0 ? {} : { threads: String(threads2) }
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
  #reader;
  #source;
  #relation;
  constructor(reader, file, source) {
    this.#reader = reader;
    this.#source = source;
    this.#relation = source.relation;
    this.file = file;
    this.rows = source.rows;
    this.columns = source.columns;
  }
  /**
   * Opens a CSV, Parquet or JSONL file and finds its columns and their types.
   *
   * Errors: those of findDataFile; BASELINE_FILE_BROKEN with the line; BASELINE_FILE_EMPTY for a file without rows.
   */
  static async open(path, options = {}) {
    const file = await findDataFile(path);
    const reader = await openReader(file, options.threads);
    try {
      const source = await SOURCES[file.format](reader, file);
      if (source.rows === 0) throw baselineError("BASELINE_FILE_EMPTY", { path, found: "no rows" });
      return new _DataTable(reader, file, source);
    } catch (cause) {
      await reader.close();
      throw readerProblem(file, cause);
    }
  }
  /** SQL of the table to select from; `stage` comes first. */
  get relation() {
    return this.#relation;
  }
  /** SQL of the position of a row in the file, from 0. */
  get rowNumber() {
    return this.#source.rowNumber;
  }
  /**
   * Gets columns ready to be asked for one by one. A CSV would be parsed again for each of them: the wanted columns are read
   * once into a typed table (as text it took three times as long). Parquet and JSONL stay as they are.
   *
   * @returns the columns in the same order; the former ones are no longer valid
   */
  async stage(uses) {
    if (this.file.format !== "csv") return uses.map(({ column }) => column);
    const sqlOf = ({ column, as }) => as === "numeric" ? numberSql(column) : as === "categorical" ? textSql(column) : column.sql;
    await this.#translated(
      this.#reader.stage(`(SELECT ${uses.map((use, i) => `${sqlOf(use)} AS s${i}`).join(", ")} FROM ${this.#source.relation})`)
    );
    this.#relation = STAGED;
    const kinds = { numeric: "number", categorical: "text", time: "words" };
    return uses.map(({ column, as }, i) => ({ ...column, kind: kinds[as], sql: `s${i}` }));
  }
  /** All rows of a query as JavaScript values. @throws CodedError BASELINE_FILE_BROKEN */
  query(sql) {
    return this.#translated(this.#reader.query(sql));
  }
  /** Starts to read the one column of doubles of a query (see Reader). Errors, of both steps: BASELINE_FILE_BROKEN. */
  async startNumbers(sql) {
    const running = await this.#translated(this.#reader.startNumbers(sql));
    return { forEach: (take) => this.#translated(running.forEach(take)) };
  }
  close() {
    return this.#reader.close();
  }
  async #translated(work) {
    try {
      return await work;
    } catch (cause) {
      throw readerProblem(this.file, cause);
    }
  }
};
var SOURCES = {
  parquet: async (reader, { path }) => {
    const relation = `read_parquet(${pathLiteral(path)}, binary_as_string = true)`;
    return { relation, rowNumber: "file_row_number", columns: await reader.columnsOf(relation), rows: await rowsOf(reader, relation) };
  },
  csv: async (reader, file) => {
    const header = csvHeader(await readHead(file.path));
    if (!header) throw baselineError("BASELINE_FILE_EMPTY", { path: file.path, found: "no header line" });
    const types = header.names.map((_, i) => `'c${i}': 'VARCHAR'`).join(", ");
    const dialect = `delim = ${literal(header.delimiter)}, quote = '"', escape = '"', header = true, strict_mode = true`;
    const relation = `read_csv(${pathLiteral(file.path)}, auto_detect = false, ${dialect}, columns = {${types}})`;
    const columns = header.names.map((name, i) => ({
      name,
      kind: "words",
      found: "text",
      guess: "categorical",
      sql: `c${i}`,
      fields: []
    }));
    return { relation, rowNumber: "rowid", ...await classifyWords(reader, relation, columns) };
  },
  jsonl: async (reader, { path }) => {
    const guess = "sample_size = -1, map_inference_threshold = -1, field_appearance_threshold = 0";
    await reader.stage(`read_json(${pathLiteral(path)}, format = 'newline_delimited', ${guess})`);
    const columns = await reader.columnsOf(STAGED);
    const [first] = columns;
    if (columns.length === 1 && first?.name === "json" && first.kind === "mixed") {
      throw baselineError("BASELINE_FILE_BROKEN", { path, format: "JSON lines", problem: "every line must hold one JSON object" });
    }
    return { relation: STAGED, rowNumber: "rowid", columns: byName(columns), rows: await rowsOf(reader, STAGED) };
  }
};
async function rowsOf(reader, relation) {
  const [[rows] = []] = await reader.query(`SELECT count(*) FROM ${relation}`);
  return Number(rows);
}
function byName(columns) {
  const sorted = columns.map((column) => ({ ...column, fields: byName(column.fields) }));
  return sorted.sort((a, b2) => a.name < b2.name ? -1 : a.name > b2.name ? 1 : 0);
}
async function classifyWords(reader, relation, columns) {
  const counts = columns.flatMap(({ sql }) => [`count(${sql})`, `count(TRY_CAST(${sql} AS DOUBLE))`]);
  const [[rows, ...found] = []] = await reader.query(`SELECT count(*), ${counts.join(", ")} FROM ${relation}`);
  const numbered = columns.map((column, i) => {
    const filled = Number(found[2 * i]);
    if (filled === 0) return { ...column, found: "no values", guess: "numeric" };
    return Number(found[2 * i + 1]) === filled ? { ...column, found: "numbers", guess: "numeric" } : column;
  });
  const texts = numbered.filter(({ guess }) => guess === "categorical");
  if (texts.length === 0) return { columns: numbered, rows: Number(rows) };
  const times = texts.map(({ sql }) => `count(${sql}) = count(TRY_CAST(${sql} AS TIMESTAMP))`);
  const [isTime = []] = await reader.query(`SELECT ${times.join(", ")} FROM ${relation}`);
  const timed = new Set(texts.filter((_, i) => isTime[i] === true));
  return {
    columns: numbered.map((column) => timed.has(column) ? { ...column, found: "times", guess: null } : column),
    rows: Number(rows)
  };
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
  const time = options.time === void 0 ? null : findColumn(table, options.time);
  options.onProgress?.({ kind: "opened", rows: table.rows, columns: chosen.length });
  for (const { name, found } of skipped) options.onProgress?.({ kind: "skipped", name, found });
  const wanted = prediction ? [...chosen, prediction] : chosen;
  const uses = wanted.map(({ column, type }) => ({ column, as: type }));
  const staged = await table.stage(time ? [...uses, { column: time, as: "time" }] : uses);
  const period = time ? await periodOf(table, staged[wanted.length]) : null;
  const profiled = await profileAll(
    table,
    wanted.map((feature, i) => ({ ...feature, column: staged[i] })),
    options
  );
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
async function periodOf(table, column) {
  const time = column.kind === "nested" || column.kind === "boolean" ? "CAST(NULL AS BIGINT)" : timeSql(column);
  const [[start2, end] = []] = await table.query(`SELECT min(${time}), max(${time}) FROM ${table.relation}`);
  if (start2 === null || start2 === void 0) {
    const required = "the time column holds ISO 8601 text, timestamps or epoch numbers";
    throw baselineError("BASELINE_COLUMN_TYPE", { column: column.name, path: table.file.path, found: column.found, required });
  }
  return { start: new Date(Number(start2)).toISOString(), end: new Date(Number(end)).toISOString() };
}

// exporter/src/baseline/table/chunk.ts
var CHUNK_PERIODS = { H: "hour", D: "day", W: "week", M: "month", Q: "quarter", Y: "year" };
function periodEnd(startMs, period) {
  const start2 = new Date(startMs);
  const step = { H: 0, D: 1, W: 7, M: 0, Q: 0, Y: 0 }[period];
  const months = { H: 0, D: 0, W: 0, M: 1, Q: 3, Y: 12 }[period];
  const hours = period === "H" ? 1 : 0;
  return Date.UTC(start2.getUTCFullYear(), start2.getUTCMonth() + months, start2.getUTCDate() + step, start2.getUTCHours() + hours);
}

// exporter/src/profile/bin-layout.ts
function slotCount(layout) {
  return fineBinCount(layout) + 2;
}
function fineBinCount(layout) {
  return layout.type === "numeric" ? layout.edges.length + 1 : layout.categories.length + 2;
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

// exporter/src/baseline/table/column-profile.ts
var CHUNK = "_aiops_chunk";
var TIME = "_aiops_time";
var ROW = "_aiops_row";
async function readColumnProfile(path, layouts, options = {}) {
  const table = await DataTable.open(path, options);
  try {
    return await profileColumns(table, layouts, options);
  } finally {
    await table.close();
  }
}
async function profileColumns(table, layouts, options) {
  const pool = options.featuresAt === void 0 ? table.columns : fieldsOf(table, options.featuresAt);
  const uses = layouts.map(({ name, type }) => ({ column: findColumn(table, name, pool), as: type }));
  const time = options.time === void 0 || options.chunk === void 0 ? null : findColumn(table, options.time);
  const columns = await table.stage(time ? [...uses, { column: time, as: "time" }] : uses);
  const relation = await chunkedRelation(table, columns, time ? columns[layouts.length] : null, options.chunk);
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
  return { rows: table.rows, chunks: counted, rowsWithoutTime: table.rows - counted.reduce((sum, { rows }) => sum + rows, 0) };
}
async function chunkedRelation(table, columns, time, chunk) {
  if (chunk === void 0) return `(SELECT *, 0 AS ${CHUNK}, CAST(NULL AS BIGINT) AS ${TIME}, 0 AS ${ROW} FROM ${table.relation})`;
  if (chunk.kind === "period" && time === null) {
    throw baselineError("BASELINE_CHUNK", { known: "H, D, W, M, Q, Y with a time column", found: `${chunk.period} without one` });
  }
  const timeMs = time ? await checkedTimeSql(table, time) : "CAST(NULL AS BIGINT)";
  const roots = new Set(columns.map(({ sql }) => rootOf(sql)));
  const wanted = `SELECT ${[...roots].join(", ")}, ${timeMs} AS ${TIME}, ${table.rowNumber} AS ${ROW} FROM ${table.relation}`;
  const number = chunk.kind === "rows" ? `(row_number() OVER (ORDER BY ${TIME}, ${ROW}) - 1) // ${chunk.rows}` : `epoch_ms(date_trunc(${literal(CHUNK_PERIODS[chunk.period])}, make_timestamp_ms(${TIME})))`;
  const only = time ? `WHERE ${TIME} IS NOT NULL` : "";
  await table.query(`CREATE OR REPLACE TEMPORARY TABLE chunked AS SELECT *, ${number} AS ${CHUNK} FROM (${wanted}) ${only}`);
  return "chunked";
}
function rootOf(sql) {
  return /^"(?:[^"]|"")*"|^\w+/.exec(sql)?.[0] ?? sql;
}
async function checkedTimeSql(table, column) {
  const isPossible = column.kind !== "nested" && column.kind !== "boolean";
  const [[times] = []] = isPossible ? await table.query(`SELECT count(${timeSql(column)}) FROM ${table.relation}`) : [[0]];
  if (Number(times) > 0) return timeSql(column);
  const required = "the time column holds ISO 8601 text, timestamps or epoch numbers";
  throw baselineError("BASELINE_COLUMN_TYPE", { column: column.name, path: table.file.path, found: column.found, required });
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

// exporter/src/baseline/feature-layout.ts
function layoutOf(feature, options) {
  if (feature.type === "categorical") return { layout: categoricalLayout(topOf(feature, options.top), options.isPrivate), range: null };
  const { name, edges, judged } = feature;
  if (!options.range) return { layout: { name, type: "numeric", edges, judged, isPrivate: options.isPrivate }, range: null };
  return withRange(feature, options.range, options.isPrivate);
}
function topOf(feature, top) {
  if (top === null || top === void 0 || top >= feature.categories.length) return feature;
  const cut = feature.counts.slice(top).reduce((sum, count2) => sum + count2, 0);
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
  const edges = [.../* @__PURE__ */ new Set([...feature.edges, ...added])].sort((a, b2) => a - b2);
  const binFrom = (edge) => edges.indexOf(edge) + 1;
  const judged = [0, ...feature.judged.slice(1).map((fine) => binFrom(feature.edges[fine - 1]))];
  const to = Number.isFinite(beyond) ? binFrom(beyond) : edges.length + 1;
  return { layout: { name, type: "numeric", edges, judged, isPrivate }, range: { from: binFrom(lowest), to } };
}

// ../../tmp/bl/try.ts
var t0 = Date.now();
var [, , from, threads] = process.argv;
var b = await buildBaseline({ from, model: "m", modelVersion: "1", threads: threads ? Number(threads) : void 0, onProgress: (p2) => process.stderr.write(JSON.stringify(p2) + " " + (Date.now() - t0) + " rss " + (process.memoryUsage().rss / 1e6 | 0) + "\n") });
console.log(b.sha256, b.rows, formatBaseline(b).length, Date.now() - t0, "ms maxrss", process.resourceUsage().maxRSS / 1e3 | 0);
var t1 = Date.now();
var p = await readColumnProfile(from, b.features.map((f) => layoutOf(f, { isPrivate: false }).layout));
var bad = 0;
b.features.forEach((f, i) => {
  const c = [...p.chunks[0].counts[i]];
  const e = f.type === "numeric" ? [...f.counts, f.missing, f.invalid] : [...f.counts, f.other, 0, f.missing, f.invalid];
  if (JSON.stringify(c) !== JSON.stringify(e)) {
    bad++;
    console.log("DIFF", f.name, JSON.stringify(c).slice(0, 200), JSON.stringify(e).slice(0, 200));
  }
});
console.log("profile", Date.now() - t1, "ms, differing", bad, "maxrss", process.resourceUsage().maxRSS / 1e3 | 0);
