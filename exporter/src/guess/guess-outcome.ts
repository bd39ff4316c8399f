import type { Outcome } from '../contract/index.js';
import type { FieldProfile } from './field-profile.js';
import { comparable, isNamed } from './field-names.js';

export type OutcomeWord = string | number | boolean;

export interface OutcomeGuess {
  readonly field: FieldProfile;
  readonly words: Readonly<Record<Outcome, readonly OutcomeWord[]>>;
  readonly evidence: string;
}

/** Status values that are few enough to be a status. */
const MOST_WORDS = 30;

const WORDS: Readonly<Record<Outcome, RegExp>> = {
  ok: /^(?:ok|okay|success|successful|succeeded|done|completed?|passed|served|pass)$/i,
  timeout: /^(?:time_?d?_?out|deadline_?exceeded|gateway_?timeout)$/i,
  rejected: /^(?:rejected|throttled|rate_?limit(?:ed)?|too_?many_?requests|resource_?exhausted|overloaded)$/i,
  error: /^(?:error|err|fail(?:ed|ure)?|exception|internal|unavailable|cancell?ed|aborted|invalid)$/i,
};

/** The field that says how a request ended; null where none is understood. */
export function guessOutcome(fields: readonly FieldProfile[]): OutcomeGuess | null {
  const named = fields.filter((field) => isNamed('outcome', field.name) && field.distinct > 0 && field.distinct <= MOST_WORDS);
  const guesses = named.flatMap((field) => guessOf(field));
  return guesses.sort((a, b) => a.field.path.length - b.field.path.length || b.field.present - a.field.present)[0] ?? null;
}

function guessOf(field: FieldProfile): OutcomeGuess[] {
  const { present, numbers, booleans, integers } = field;
  const values = [...field.values].sort();
  const seen = (words: readonly OutcomeWord[]): string =>
    `${words.reduce<number>((sum, word) => sum + field.countOf(String(word)), 0)} of ${present} are ok`;
  if (booleans === present) {
    const isGood = /success|succeeded|ok/.test(comparable(field.name));
    const ok = [isGood];
    return [{ field, words: { ok, error: [], timeout: [], rejected: [] }, evidence: `true or false; ${seen(ok)}` }];
  }
  if (numbers === present && integers === present && field.numberRatio((code) => code >= 100 && code < 600) === 1) {
    const ok = withUsual(
      values.map(Number).filter((code) => code >= 200 && code < 400),
      200,
    );
    return [{ field, words: { ok, error: [], timeout: [408, 504], rejected: [429] }, evidence: `HTTP status codes; ${seen(ok)}` }];
  }
  if (numbers === present && integers === present) {
    const isGood = /success|succeeded|ok$/.test(comparable(field.name));
    const ok = [isGood ? 1 : 0];
    return [
      {
        field,
        words: { ok, error: [], timeout: isGood ? [] : [4], rejected: isGood ? [] : [8] },
        evidence: `numbers of an exit or gRPC code; ${seen(ok)}`,
      },
    ];
  }
  const of = (outcome: Outcome): string[] => values.filter((value) => WORDS[outcome].test(value));
  const ok = of('ok');
  if (ok.length === 0) return [];
  return [{ field, words: { ok, error: of('error'), timeout: of('timeout'), rejected: of('rejected') }, evidence: `words; ${seen(ok)}` }];
}

function withUsual(codes: readonly number[], usual: number): number[] {
  return [...new Set([usual, ...codes])].sort((a, b) => a - b);
}
