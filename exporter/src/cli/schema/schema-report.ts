import { isBreaking, type Compatibility } from '../../baseline/index.js';
import type { SchemaChange, SchemaField } from '../../contract/index.js';
import type { TextStyle } from '../text-style.js';
import { textTable, type TextCell } from '../text-table.js';
import type { FoundSchema } from './read-schema.js';

/** Categories named in a line; the rest is counted. */
const SHOWN = 6;
const SHA_SHOWN = 12;

const left = (titles: readonly string[]) => titles.map((title) => ({ title, align: 'left' as const }));

/** A schema for people: a line for each field. */
export function schemaReport(schema: FoundSchema, style: TextStyle): string {
  const rows = schema.fields.map((field) => [
    field.role === 'prediction' ? 'prediction' : printable(field.name),
    field.type,
    field.is_optional ? 'may be missing' : 'required',
    valuesOf(field),
  ]);
  return [style.bold(titleOf(schema)), '', ...textTable(left(['field', 'type', 'presence', 'values']), rows)].join('\n');
}

/** What changed between two schemas for people: a line for each change, then why those that break something do. */
export function schemaDiffReport(
  [from, to]: readonly [FoundSchema, FoundSchema],
  changes: readonly SchemaChange[],
  asked: Compatibility,
  style: TextStyle,
): string {
  const head = [`from  ${titleOf(from)}`, `to    ${titleOf(to)}`, ''];
  if (changes.length === 0) return [...head, 'the schemas are the same'].join('\n');
  const broken = changes.filter((change) => isBreaking(change, asked));
  const columns = left(['field', 'change', 'from', 'to', 'backward', 'forward']);
  const table = textTable(
    columns,
    changes.map((change) => [
      fieldOf(change),
      change.change.replaceAll('_', ' '),
      change.from ?? '-',
      change.to ?? '-',
      word(change.backward, style),
      word(change.forward, style),
    ]),
  );
  const reasons = broken.map((change) => `  ${fieldOf(change)} ${change.change.replaceAll('_', ' ')}: ${change.why}`);
  const verdict =
    broken.length > 0
      ? style.red(`not ${asked} compatible: ${broken.length} of ${changes.length} changes break it`)
      : style.green(`${asked} compatible`);
  return [...head, ...table, '', verdict, ...reasons].join('\n');
}

function titleOf({ name, kind, sha256, fields, registered }: FoundSchema): string {
  const what = registered ? `${registered.model} version ${registered.version}` : `${kind} ${name}`;
  return `${what}: ${fields.length} fields, sha256 ${sha256.slice(0, SHA_SHOWN)}`;
}

function fieldOf({ field, role }: SchemaChange): string {
  return role === 'prediction' ? 'prediction' : printable(field);
}

function valuesOf({ type, range, categories }: SchemaField): string {
  if (type === 'numeric') return range ? `${range[0]} to ${range[1]}` : 'none seen';
  if (!categories) return 'any';
  const hidden = categories.length - SHOWN;
  return [...categories.slice(0, SHOWN).map((category) => JSON.stringify(category)), ...(hidden > 0 ? [`${hidden} more`] : [])].join(', ');
}

function word(isCompatible: boolean, style: TextStyle): TextCell {
  return isCompatible ? { text: 'ok', paint: style.green } : { text: 'breaks', paint: style.red };
}

/** A name from a file: control characters in it must not reach the terminal. */
function printable(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}
