import type { FieldProfile } from './field-profile.js';
import { comparable, isNamed } from './field-names.js';
import { epochUnitOf, type EpochUnit } from './time-unit.js';

export interface TimeGuess {
  readonly field: FieldProfile;
  /** null for ISO 8601 text. */
  readonly unit: EpochUnit | null;
  readonly evidence: string;
}

/** Share of the records that must have a time in the field; less where the field is named like one. */
const MOST = 0.5;
const MOST_IF_NAMED = 0.2;

/** The field that says when the inference happened; null where no field holds times. */
export function guessTime(fields: readonly FieldProfile[], records: number): TimeGuess | null {
  const candidates = fields.flatMap((field) => candidateOf(field, records)).sort((a, b) => b.score - a.score);
  return candidates[0]?.guess ?? null;
}

function candidateOf(field: FieldProfile, records: number): { guess: TimeGuess; score: number }[] {
  const name = comparable(field.name);
  if (/birth|dob|expir|valid|due|signup|registered|until/.test(name)) return [];
  const unit = epochUnitOf(field.median);
  const epochs = unit === null ? 0 : Math.round(field.numberRatio((value) => epochUnitOf(value) === unit) * field.numbers);
  const valid = Math.max(field.times, epochs);
  // A number that is no time by itself needs the name of one.
  const hasName = isNamed('time', field.name);
  if (valid === 0 || valid < records * (hasName ? MOST_IF_NAMED : MOST) || (epochs > field.times && !hasName)) return [];
  const form = field.times >= epochs ? 'ISO 8601 text' : `a number of ${unit ?? ''} since 1970, by its size`;
  const order = `${Math.round(field.forwardRatio * 100)} % of the steps go forward`;
  // Deep fields are rather features that happen to be times; days without a time of day are rather attributes.
  const dayOnly = field.times > 0 && field.values.every((value) => value.length <= 10) ? 2 : 0;
  const score = (hasName ? 3 : 0) + (2 * valid) / records + field.forwardRatio - field.path.length / 4 - dayOnly;
  return [
    { score, guess: { field, unit: field.times >= epochs ? null : unit, evidence: `${valid} of ${records} records: ${form}; ${order}` } },
  ];
}
