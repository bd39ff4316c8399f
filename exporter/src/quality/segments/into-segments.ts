import { segmentLabels } from '../../baseline/index.js';
import type { Groups } from '../performance/prediction-rows.js';

/** Rows by their values as rows by segment: those of a name are one, those of any other value, and of none, are the rest, which is the last. */
export function intoSegments({ attribute, codes, names: values }: Groups, names: readonly string[]): Groups {
  const rest = names.length;
  const places = values.map((value) => (names.includes(value) ? names.indexOf(value) : rest));
  return { attribute, codes: codes.map((code) => places[code] ?? rest), names: segmentLabels(names) };
}
