import type { FieldProfile } from './field-profile.js';
import { comparable } from './field-names.js';
import type { ValueShape } from './value-shape.js';

/** What is to become of a field that may tell something about a person. */
export interface PersonalGuess {
  /** left out: nothing of it is read. private: counted, and never exported value by value. */
  readonly treatment: 'left out' | 'private';
  readonly reason: string;
}

/** Names that identify a person, or hold what people write. */
const IDENTIFYING: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:(?:first|last|full|sur|given|family|middle|maiden|nick|customer|client|user|patient|applicant|contact|holder|person|employee)_?)?name$|^(?:vor|nach)name$|^user_?name$|^login$/,
    'a name',
  ],
  [/e_?mail/, 'an e-mail address'],
  [/phone|mobile|(?:^|_)(?:tel|fax|telefon|handy)(?:_|$)/, 'a phone number'],
  [/(?:^|_)ip(?:_?addr(?:ess)?)?(?:_|$)|remote_?addr|client_?addr/, 'an IP address'],
  [/birth|(?:^|_)dob(?:_|$)|geburt/, 'a birth date'],
  [/street|(?:^|_)addr(?:ess)?(?:_|$)|strasse|wohnort/, 'an address'],
  [
    /iban|account_?(?:no|number)|card_?(?:no|number)|(?:^|_)(?:ssn|pan|bic)(?:_|$)|passport|tax_?id|national_?id|licen[cs]e_?plate/,
    'an account or identity number',
  ],
  [
    /(?:^|_)(?:comment|comments|note|notes|remark|description|free_?text|prompt|query|question|feedback|review|complaint|transcript)(?:_|$)/,
    'free text',
  ],
  [/user_?agent|device_?id|advertising_?id|(?:^|_)(?:idfa|gaid|imei|mac)(?:_|$)/, 'a device'],
];

/** Names of properties that the law protects, or that narrow a person down: useful to watch, not to show. */
const SENSITIVE =
  /(?:^|_)(?:gender|sex|religion|faith|ethnic(?:ity)?|race|nationality|citizenship|marital(?:_status)?|civil_status|disab(?:led|ility)|pregnan(?:t|cy)|orientation|zip|zip_?code|postal_?code|postcode|plz|diagnosis|health|salary)(?:_|$)/;

const SHAPES: readonly ValueShape[] = ['e-mail address', 'IP address', 'IBAN', 'phone number', 'birth date', 'free text'];

/** Share of the values that must have a shape. */
const MOST = 0.5;

/** Whether a field looks personal, by its name and by the shape of its values; null when it does not. Reasons hold no value. */
export function guessPersonal(field: FieldProfile): PersonalGuess | null {
  const name = comparable(field.name);
  const holdsText = field.texts > 0;
  for (const [pattern, what] of IDENTIFYING)
    if (holdsText && pattern.test(name)) return { treatment: 'left out', reason: `by its name it holds ${what}` };
  for (const shape of SHAPES) {
    const n = field.shaped(shape);
    if (n > 0 && n >= field.present * MOST)
      return {
        treatment: 'left out',
        reason: `${n} of ${field.present} values have the shape of ${shape === 'free text' ? shape : `${/^[eI]/.test(shape) ? 'an' : 'a'} ${shape}`}`,
      };
  }
  if (SENSITIVE.test(name)) return { treatment: 'private', reason: 'by its name it says something that people keep to themselves' };
  return null;
}
