import type { FieldProfile } from './field-profile.js';
import { isNamed, type Role } from './field-names.js';
import { guessDuration, type DurationGuess } from './guess-duration.js';
import { guessFeatures, type FeaturesGuess } from './guess-features.js';
import { guessOutcome, type OutcomeGuess } from './guess-outcome.js';
import { guessTime, type TimeGuess } from './guess-time.js';
import type { LogProfile } from './profile-records.js';

/** A field with a role, and why. */
export interface FieldGuess {
  readonly field: FieldProfile;
  readonly evidence: string;
}

/** Where the parts of an event are in a log, as far as can be told. */
export interface MapGuess {
  readonly records: number;
  readonly time: TimeGuess | null;
  /** Where there is no time: the field that is named like one, or the first column of a CSV, which must name one that is there. */
  readonly placeholder: FieldProfile | null;
  readonly latency: DurationGuess | null;
  readonly timeToFirstToken: DurationGuess | null;
  readonly outcome: OutcomeGuess | null;
  readonly fields: Readonly<Partial<Record<SimpleRole, FieldGuess>>>;
  readonly features: FeaturesGuess;
}

export type SimpleRole = Exclude<Role, 'time' | 'latency' | 'time_to_first_token' | 'outcome'>;

/** Models or versions that a field tells apart; beyond it a field is something else. */
const MOST_MODELS = 50;
const NAMES_SHOWN = 5;
/** An id is new in almost every record. */
const ID_RATIO = 0.9;

const FITS: Readonly<Record<SimpleRole, (field: FieldProfile) => boolean>> = {
  request_id: ({ present, distinct }) => distinct >= Math.min(present, 2000) * ID_RATIO,
  model: ({ present, texts, distinct }) => texts > present / 2 && distinct <= MOST_MODELS,
  version: ({ present, texts, numbers, distinct }) => texts + numbers > present / 2 && distinct <= MOST_MODELS,
  prediction: ({ others, present }) => others <= present / 2,
  score: ({ numbers, present }) => numbers > present / 2,
  label: ({ others, present }) => others <= present / 2,
  tokens_input: ({ numbers, present }) => numbers > present / 2,
  tokens_output: ({ numbers, present }) => numbers > present / 2,
  cost: ({ numbers, present }) => numbers > present / 2,
};
/** Objects whose fields are features, whatever they are called: a car has a model, too. */
const FEATURES_ONLY = /^(?:features?|inputs?|instance|x)$/i;
const ROLES = Object.keys(FITS) as SimpleRole[];

/** Guesses the map of a log of JSON lines or CSV. */
export function guessMap({ records, fields }: LogProfile, format: 'jsonl' | 'csv'): MapGuess {
  const reachable = fields.filter(({ path }) =>
    path.every((part) => part !== '' && !part.includes('${') && (format === 'csv' || !part.includes('.'))),
  );
  const roleFields = reachable.filter(({ path }) => !path.slice(0, -1).some((part) => FEATURES_ONLY.test(part)));
  const time = guessTime(roleFields, records);
  const placeholder = time
    ? null
    : (roleFields.find(({ name }) => isNamed('time', name)) ?? (format === 'csv' ? (roleFields[0] ?? null) : null));
  const taken = new Set([time?.field, placeholder].filter((field) => field !== undefined && field !== null));
  const free = (): FieldProfile[] => roleFields.filter((field) => !taken.has(field) && field.present > 0);
  const take = <T extends { readonly field: FieldProfile }>(guess: T | null): T | null => {
    if (guess) taken.add(guess.field);
    return guess;
  };
  const timeToFirstToken = take(guessDuration('time_to_first_token', free()));
  const latency = take(guessDuration('latency', free()));
  const outcome = take(guessOutcome(free()));
  const simple: Partial<Record<SimpleRole, FieldGuess>> = {};
  for (const role of ROLES) {
    const guess = take(simpleGuess(role, free(), records));
    if (guess) simple[role] = guess;
  }
  const features = guessFeatures(
    fields.filter((field) => !taken.has(field)),
    format,
  );
  return { records, time, placeholder, latency, timeToFirstToken, outcome, fields: simple, features };
}

/** The field nearest to the top of the record that has the name and the values of a role. */
function simpleGuess(role: SimpleRole, fields: readonly FieldProfile[], records: number): FieldGuess | null {
  const [field] = fields
    .filter((candidate) => isNamed(role, candidate.name) && FITS[role](candidate))
    .sort((a, b) => a.path.length - b.path.length || b.present - a.present);
  if (!field) return null;
  const { present, distinct, distinctWords, values } = field;
  // Names of models and versions become labels anyway.
  const named =
    role === 'model' || role === 'version' ? `: ${values.slice(0, NAMES_SHOWN).join(', ')}${distinct > NAMES_SHOWN ? ' …' : ''}` : '';
  return { field, evidence: `${present} of ${records} records; ${distinctWords}${named}` };
}
