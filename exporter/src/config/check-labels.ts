import type { SaySource } from './check-sources.js';
import type { ConfigInput } from './schema.js';

type Source = Exclude<ConfigInput['sources'][number], { type: 'snapshot' }>;

/** Formats whose records can be labels. */
const FORMATS = ['jsonl', 'csv', 'sagemaker'];
/** Keys of the map that a label has. */
const KEYS = ['time', 'request_id', 'model', 'label', 'value'];
/** Ground truth has an id and a label where the format says, and nothing else. */
const TRUTH_KEYS = ['model'];

/** Faults of a source of labels that one key alone does not show. */
export function labelFaults({ format, map }: Source, say: SaySource): void {
  if (!FORMATS.includes(format)) say(['format'], 'is %, but records of kind labels are read in format jsonl, csv or sagemaker');
  const isTruth = format === 'sagemaker';
  if (!isTruth && map.request_id === undefined) {
    say(['map', 'request_id'], 'is missing; needed: the path of the id by which a label finds its inference, as in request_id');
  }
  if (map.model === undefined)
    say(['map', 'model'], 'is missing; needed: a dotted path, or { const: churn } when the labels are of one model');
  if (!isTruth && map.label === undefined && map.value === undefined)
    say(['map', 'label'], 'is missing; needed: the path of the label, or map.value');
  // Its records name no model, as those of a capture.
  if (isTruth && map.model !== undefined && (typeof map.model === 'string' || map.model.const === undefined))
    say(['map', 'model'], 'is %, but ground truth of sagemaker names no model; name the one of the endpoint, as in { const: churn }');
  const keys = isTruth ? TRUTH_KEYS : KEYS;
  const what = isTruth ? 'ground truth of sagemaker' : 'records of kind labels';
  for (const key of Object.keys(map)) {
    if (!keys.includes(key)) say(['map', key], `has no effect on ${what}; remove it (read are ${keys.join(', ')})`);
  }
}
