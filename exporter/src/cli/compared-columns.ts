import { fieldsOf, type DataTable } from '../baseline/io.js';
import type { DriftQuestion } from './compare-files.js';
import { cliError } from './errors.js';

/** Which columns of two files are compared. */
export interface ComparedColumns {
  readonly features: readonly string[] | undefined;
  readonly ignore: readonly string[];
  readonly leftOut: readonly string[];
}

/** Named columns must be there; otherwise the columns of both files are compared and the others named in the answer. */
export function comparedColumns(reference: DataTable, current: DataTable, question: DriftQuestion): ComparedColumns {
  const namesOf = (table: DataTable): string[] =>
    (question.featuresAt === undefined ? table.columns : fieldsOf(table, question.featuresAt)).map(({ name }) => name);
  const ours = namesOf(reference);
  const theirs = new Set(namesOf(current));
  for (const name of question.ignore) {
    if (!ours.includes(name) && !theirs.has(name)) throw cliError('CLI_COLUMN_UNKNOWN', { option: '--ignore', column: name });
  }
  const unwanted = new Set([...question.ignore, ...(question.time === undefined ? [] : [question.time])]);
  if (question.columns) return { features: question.columns.filter((name) => !unwanted.has(name)), ignore: [], leftOut: [] };
  const shared = ours.filter((name) => theirs.has(name) && !unwanted.has(name));
  if (shared.length === 0) throw cliError('CLI_NOTHING_TO_COMPARE', { reference: question.reference, current: question.current });
  const onlyOurs = ours.filter((name) => !theirs.has(name) && !unwanted.has(name)).map((name) => `${name} (only in the reference)`);
  const onlyTheirs = [...theirs]
    .filter((name) => !ours.includes(name) && !unwanted.has(name))
    .map((name) => `${name} (only in the current file)`);
  return { features: undefined, ignore: ours.filter((name) => !shared.includes(name)), leftOut: [...onlyOurs, ...onlyTheirs] };
}
