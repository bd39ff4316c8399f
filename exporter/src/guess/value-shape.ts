/** Shapes of texts that point to a person, or to something that is no category. */
export type ValueShape = 'e-mail address' | 'IP address' | 'IBAN' | 'phone number' | 'birth date' | 'UUID' | 'free text';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const IPV6 = /^(?=.*::|(?:[0-9a-f]{1,4}:){7})[0-9a-f:]{3,39}$/i;
const IBAN = /^[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?$/;
const PHONE = /^(?:\+|00?)[\d ()/.-]{7,20}$/;
/** A day within a century that ends a dozen years before logs of today begin. */
const BIRTH_DATE = /^(?:19\d\d|200\d|201[0-3])-\d{2}-\d{2}$|^\d{1,2}[./]\d{1,2}[./](?:19\d\d|200\d|201[0-3])$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Words from which on a text is a sentence, and not the name of a category. */
const SENTENCE_WORDS = 6;

/**
 * What a text looks like, if it is worth a word.
 *
 * @example valueShapeOf('a.person@example.org') // 'e-mail address'
 */
export function valueShapeOf(text: string): ValueShape | null {
  if (text.length > 120 || text.split(/\s+/, SENTENCE_WORDS).length >= SENTENCE_WORDS) return 'free text';
  if (EMAIL.test(text)) return 'e-mail address';
  if (IPV4.test(text) || IPV6.test(text)) return 'IP address';
  if (BIRTH_DATE.test(text)) return 'birth date';
  if (IBAN.test(text)) return 'IBAN';
  if (UUID.test(text)) return 'UUID';
  return PHONE.test(text) && (text.match(/\d/g) ?? []).length >= 7 ? 'phone number' : null;
}
