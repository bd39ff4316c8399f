import type { FieldProfile } from './field-profile.js';
import { FEATURE_OBJECTS, comparable, isEnvelope, isIdName } from './field-names.js';
import { guessPersonal } from './personal.js';

export interface FeatureGuess {
  readonly name: string;
  readonly field: FieldProfile;
  readonly type: 'numeric' | 'categorical';
  readonly isPrivate: boolean;
  readonly evidence: string;
}

export interface LeftOut {
  readonly field: FieldProfile;
  readonly reason: string;
}

export interface FeaturesGuess {
  /** The object that holds nothing but features; null for a list. */
  readonly at: readonly string[] | null;
  readonly features: readonly FeatureGuess[];
  readonly leftOut: readonly LeftOut[];
}

/** Records below which one value, or nothing but different values, may be chance. */
const ENOUGH = 20;
/** Texts with more different values than this, and with a new one in every fifth record, are no categories. */
const MANY = 50;
const MANY_RATIO = 0.2;

/** The features among the fields that have no other role: those of the object named so, else all that can be. */
export function guessFeatures(fields: readonly FieldProfile[], format: 'jsonl' | 'csv'): FeaturesGuess {
  const object = featureObject(fields);
  const pool = object === null ? fields : fields.filter(({ path }) => startsWith(path, object));
  const features: FeatureGuess[] = [];
  const leftOut: LeftOut[] = [];
  for (const field of pool) {
    const personal = guessPersonal(field);
    const reason = personal?.treatment === 'left out' ? personal.reason : reasonAgainst(field, object !== null, format);
    if (reason !== null) leftOut.push({ field, reason });
    else features.push(featureOf(field, object ?? [], personal?.reason ?? null));
  }
  if (object !== null)
    for (const field of fields) if (!pool.includes(field)) leftOut.push({ field, reason: `stands beside ${object.join('.')}` });
  const isWhole = object !== null && pool.length === features.length && pool.every(({ path }) => path.length === object.length + 1);
  return { at: isWhole ? object : null, features: withNames(features), leftOut };
}

function featureOf(field: FieldProfile, object: readonly string[], privateReason: string | null): FeatureGuess {
  const type = field.numbers >= field.present / 2 && field.numbers > 0 ? 'numeric' : 'categorical';
  const kinds = [
    [field.numbers, 'numbers'],
    [field.texts, 'texts'],
    [field.booleans, 'true or false'],
  ] as const;
  const shown = kinds.filter(([n]) => n > 0).map(([n, what]) => `${n} of ${field.present} are ${what}`);
  const different = type === 'categorical' ? `, ${field.distinctWords}` : '';
  const hidden = privateReason === null ? '' : `; private: ${privateReason}`;
  const name = field.path.slice(object.length).join('.');
  return { name, field, type, isPrivate: privateReason !== null, evidence: `${shown.join(', ')}${different}${hidden}` };
}

/** Why a field is no feature; null when it can be one. */
function reasonAgainst(field: FieldProfile, isInObject: boolean, format: 'jsonl' | 'csv'): string | null {
  const { name, path, present, distinct, texts, others } = field;
  if (path.some((part) => part === '' || part.includes('${') || (format === 'jsonl' && part.includes('.'))))
    return 'its name holds what a path cannot (a dot, a variable, or nothing)';
  if (present === 0) return 'it is always null';
  if (others > present / 2) return 'it holds lists or objects';
  if (!isInObject && isEnvelope(name)) return 'by its name it belongs to the logger';
  if (present < ENOUGH) return isIdName(name) && distinct === present && texts > 0 ? 'by its name it is an id' : null;
  if (distinct === 1) return `it is the same in all ${present} records`;
  if (isIdName(name) && distinct > present * MANY_RATIO) return `an id: ${distinct} different values in ${present} records`;
  if (texts > present / 2 && distinct > MANY && distinct > present * MANY_RATIO)
    return `too many different texts (${distinct} in ${present} records) for categories`;
  return null;
}

/** The outermost object that is named like one of features and holds at least one value that is no list. */
function featureObject(fields: readonly FieldProfile[]): readonly string[] | null {
  const found = new Map<string, { path: readonly string[]; size: number }>();
  for (const { path, others, present } of fields) {
    const depth = path.slice(0, -1).findIndex((part) => FEATURE_OBJECTS.test(comparable(part)));
    if (depth < 0 || others > present / 2) continue;
    const object = path.slice(0, depth + 1);
    const entry = found.get(object.join('\n')) ?? { path: object, size: 0 };
    found.set(object.join('\n'), { ...entry, size: entry.size + 1 });
  }
  const best = [...found.values()].sort((a, b) => b.size - a.size)[0];
  return best?.path ?? null;
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return path.length > start.length && start.every((part, i) => path[i] === part);
}

/** Last parts as names where they are told apart by them: that is what training data call the columns. */
function withNames(features: readonly FeatureGuess[]): FeatureGuess[] {
  const counts = new Map<string, number>();
  for (const { field } of features) counts.set(field.name, (counts.get(field.name) ?? 0) + 1);
  return features.map((feature) => (counts.get(feature.field.name) === 1 ? { ...feature, name: feature.field.name } : feature));
}
