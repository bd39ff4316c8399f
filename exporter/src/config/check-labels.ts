import type { SaySource } from './check-sources.js';
import type { ConfigInput } from './schema.js';

type Source = Exclude<ConfigInput['sources'][number], { type: 'snapshot' }>;

/** Formats whose records can be labels. */
const FORMATS = ['jsonl', 'csv'];
/** Keys of the map that a label has. */
const KEYS = ['time', 'request_id', 'model', 'label', 'value'];

/** Faults of a source of labels that one key alone does not show. */
export function labelFaults({ format, map }: Source, say: SaySource): void {
  if (!FORMATS.includes(format)) say(['format'], 'is %, but records of kind labels are read in format jsonl or csv');
  if (map.request_id === undefined) {
    say(['map', 'request_id'], 'is missing; needed: the path of the id by which a label finds its inference, as in request_id');
  }
  if (map.model === undefined)
    say(['map', 'model'], 'is missing; needed: a dotted path, or { const: churn } when the labels are of one model');
  if (map.label === undefined && map.value === undefined) say(['map', 'label'], 'is missing; needed: the path of the label, or map.value');
  for (const key of Object.keys(map)) {
    if (!KEYS.includes(key)) say(['map', key], `has no effect on records of kind labels; remove it (read are ${KEYS.join(', ')})`);
  }
}
