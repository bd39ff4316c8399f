import type { ConfigurationPlan } from '../../guess/index.js';
import { textTable } from '../text-table.js';
import type { TextStyle } from '../text-style.js';
import type { SetUpPlan } from './plan-set-up.js';

/** One guess: what it is about, what was guessed, and why. No value of a field stands in it. */
export interface Guess {
  readonly about: string;
  readonly guess: string;
  readonly evidence: string;
}

/** Everything that was guessed about a log, in the order of the configuration. */
export function guessesOf({ configuration, map }: SetUpPlan): Guess[] {
  const guesses = [...fileGuesses(configuration)];
  if (map === null) return guesses;
  const at = (field: { readonly path: readonly string[] }): string => field.path.join('.');
  const { time, latency, timeToFirstToken, outcome, fields, features } = map;
  guesses.push(
    time
      ? { about: 'time', guess: at(time.field), evidence: time.evidence }
      : { about: 'time', guess: 'none', evidence: 'no field holds times' },
  );
  for (const [about, guess] of [
    ['latency', latency],
    ['time to first token', timeToFirstToken],
  ] as const)
    if (guess) guesses.push({ about, guess: `${at(guess.field)} in ${guess.unit}`, evidence: guess.evidence });
  if (outcome) guesses.push({ about: 'outcome', guess: at(outcome.field), evidence: outcome.evidence });
  for (const [role, guess] of Object.entries(fields))
    if (!(role === 'model' && configuration.model !== null))
      guesses.push({ about: role.replaceAll('_', ' '), guess: at(guess.field), evidence: guess.evidence });
  for (const { name, type, isPrivate, evidence } of features.features)
    guesses.push({ about: 'feature', guess: `${name} (${type}${isPrivate ? ', private' : ''})`, evidence });
  for (const { field, reason } of features.leftOut) guesses.push({ about: 'left out', guess: at(field), evidence: reason });
  return guesses;
}

function fileGuesses({ path, pathEvidence, format, formatEvidence, model, window }: ConfigurationPlan): Guess[] {
  const files = [
    { about: 'path', guess: path, evidence: pathEvidence },
    { about: 'format', guess: format, evidence: formatEvidence },
    { about: 'window', guess: window.window, evidence: window.evidence },
  ];
  return model === null ? files : [...files, { about: 'model', guess: model, evidence: 'the same for all records' }];
}

/** Guesses as a table. */
export function guessTable(guesses: readonly Guess[], style: TextStyle): string[] {
  const columns = ['', 'guess', 'evidence'].map((title) => ({ title, align: 'left' as const }));
  const clean = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
  return textTable(
    columns,
    guesses.map(({ about, guess, evidence }) => [about, clean(guess), { text: clean(evidence), paint: style.dim }]),
  );
}
