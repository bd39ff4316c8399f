import { finding, type Finding } from './findings.js';

/** The schema of the baseline of a model beside those that are registered. */
export interface SchemaFacts {
  readonly model: string;
  /** The baseline file. */
  readonly path: string;
  /** Version that its schema has in the register; null where it is not registered. */
  readonly version: number | null;
  readonly newest: { readonly version: number; readonly sinceMs: number };
  /** What the schema of the file changes against the newest one that is registered, by field, and whether records of before break by it. */
  readonly changes: readonly { readonly field: string; readonly change: string; readonly isBreaking: boolean }[];
}

/** Changes that are named one by one. */
const NAMED = 5;

/** Whether the baseline is that of the schema that the model had last, and what it is going to break if not. */
export function checkSchema({ path, version, newest, changes }: SchemaFacts): Finding[] {
  if (version === newest.version) return [];
  const since = new Date(newest.sinceMs).toISOString();
  if (version !== null)
    return [finding('schema_older', path, { version, newest: newest.version, since, changes: inWords(changes.map(nameOf)) })];
  const breaking = changes.filter(({ isBreaking }) => isBreaking);
  if (breaking.length === 0) return [];
  return [finding('schema_breaks', path, { newest: newest.version, changes: inWords(breaking.map(nameOf)) })];
}

function nameOf({ field, change }: SchemaFacts['changes'][number]): string {
  return `${field} ${change.replaceAll('_', ' ')}`;
}

function inWords(names: readonly string[]): string {
  const further = names.length - NAMED;
  return [...names.slice(0, NAMED), ...(further > 0 ? [`${further} more`] : [])].join(', ');
}
