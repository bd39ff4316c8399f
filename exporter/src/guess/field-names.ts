/** Parts of an event that a field can be by its name. */
export type Role =
  | 'time'
  | 'request_id'
  | 'model'
  | 'version'
  | 'latency'
  | 'time_to_first_token'
  | 'outcome'
  | 'prediction'
  | 'score'
  | 'label'
  | 'tokens_input'
  | 'tokens_output'
  | 'cost';

/** Names as they are compared: lower case, words joined by _ . */
const ROLE_NAMES: Readonly<Record<Role, RegExp>> = {
  time: /^(?:ts|t|time|timestamp|datetime|date_?time|event_?time|logged_?at|created_?at|request_?time|occurred_?at|zeit|zeitstempel|when|date|start_?time)(?:_(?:s|ms|us|ns|utc|epoch|millis|micros|nanos))*$|(?:_ts|_time|_timestamp|_at)$/,
  request_id: /^(?:request|req|correlation|event|inference|transaction|trace|message|call)_?(?:id|uuid)$|^(?:id|uuid|rid)$/,
  model: /^(?:model|model_?(?:name|id)|modell|endpoint|endpoint_?name|deployment|inference_?service|service_?model)$/,
  version: /^(?:version|ver|model_?(?:version|ver|rev|revision|variant)|revision|rev|variant|release|modellversion)$/,
  time_to_first_token:
    /^(?:ttft|time_?to_?first_?token|first_?token(?:_?latency)?)(?:_(?:s|ms|us|ns|sec|secs|seconds|millis|milliseconds))?$/,
  latency:
    /^(?:(?:request|response|inference|model|predict|prediction|total|serving|scoring|processing|execution|compute|run)_?)?(?:latency|duration|elapsed|took|time_?taken|response_?time|execution_?time|processing_?time|inference_?time|run_?time|latenz|dauer|elapsed_?time)(?:_?(?:s|ms|us|ns|sec|secs|seconds|millis|milliseconds|micros|microseconds|nanos|nanoseconds))?$/,
  outcome:
    /^(?:http_?|response_?|result_?|return_?|grpc_?)?(?:status|code|status_?code|outcome|success|successful|succeeded|ok|error|is_?error|failed|state)$/,
  prediction:
    /^(?:y|y_?hat|y_?pred|pred|prediction|predicted|predicted_?(?:class|label|value)|output|answer|class|decision|result|vorhersage)$/,
  score: /^(?:score|probability|prob|proba|p|confidence|y_?score|y_?prob|prediction_?(?:score|probability))$/,
  label: /^(?:label|actual|ground_?truth|target|y_?true|truth|true_?(?:label|value))$/,
  tokens_input: /^(?:prompt_?tokens|input_?tokens|tokens_?in(?:put)?|prompt_?token_?count)$/,
  tokens_output: /^(?:completion_?tokens|output_?tokens|tokens_?out(?:put)?|generated_?tokens|completion_?token_?count)$/,
  cost: /^(?:cost|price|cost_?usd|total_?cost)$/,
};

/** Fields that a logger puts around a record, and that are no features of a model. */
const ENVELOPE =
  /^(?:level|severity|lvl|msg|message|logger|logger_?name|log|caller|source|file|line|func|function|thread|thread_?name|pid|process|host|hostname|node|pod|container|namespace|env|environment|service|app|application|region_?id|trace_?id|span_?id|parent_?id|trace_?flags|type|kind|schema|event|route|path|method|url|uri|user_?agent|protocol)$/;

/** Objects that hold the features, most usual first. */
export const FEATURE_OBJECTS = /^(?:features?|inputs?|instance|x|attributes|payload|data|feature_?values|request_?features|merkmale)$/;

const ID_NAME = /(?:^|_)(?:id|ids|uuid|guid|key|hash|token|session|cookie|ref|reference|nr|number|no)$/;

/**
 * A name in lower case with words joined by underscores.
 *
 * @example comparable('latencyMs') // 'latency_ms'
 */
export function comparable(name: string): string {
  return name
    .replace(/^[@_$]+/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[\s.-]+/g, '_')
    .toLowerCase();
}

/** Whether a field can have a role, by its name. */
export function isNamed(role: Role, name: string): boolean {
  return ROLE_NAMES[role].test(comparable(name));
}

export function isEnvelope(name: string): boolean {
  return ENVELOPE.test(comparable(name));
}

/** Whether a name says that its values tell things apart, and describe nothing. */
export function isIdName(name: string): boolean {
  return ID_NAME.test(comparable(name));
}
