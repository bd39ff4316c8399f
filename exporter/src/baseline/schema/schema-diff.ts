import type { ModelSchema, SchemaChange, SchemaField } from '../../contract/index.js';
import { compareText } from '../categorical-feature.js';

/** Which records must still be good: those of before (backward), those to come (forward), or both. */
export const COMPATIBILITIES = ['backward', 'forward', 'full'] as const;
export type Compatibility = (typeof COMPATIBILITIES)[number];

/** Categories named in a change; the rest is counted. */
const NAMED = 5;

type Found = Omit<SchemaChange, 'field' | 'role'>;

/**
 * What changed between two schemas, by name.
 *
 * The rules are those of a closed record, because this exporter counts fields that it does not know as well as those that it misses:
 * a record is good when it has every field that is not optional, no other field, and each value within type, categories and range.
 */
export function schemaDiff(from: ModelSchema, to: ModelSchema): SchemaChange[] {
  const keyOf = ({ role, name }: SchemaField): string => `${role} ${name}`;
  const before = new Map(from.map((field) => [keyOf(field), field]));
  const after = new Map(to.map((field) => [keyOf(field), field]));
  return [...new Set([...before.keys(), ...after.keys()])].sort(compareText).flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const { name, role } = (was ?? is) as SchemaField;
    return changesOf(was, is).map((found) => ({ field: name, role, ...found }));
  });
}

/** Whether a change breaks what is asked for. */
export function isBreaking({ backward, forward }: SchemaChange, asked: Compatibility): boolean {
  return (asked !== 'forward' && !backward) || (asked !== 'backward' && !forward);
}

function changesOf(was: SchemaField | undefined, is: SchemaField | undefined): Found[] {
  if (!was && is) return [added(is)];
  if (was && !is) return [removed(was)];
  if (!was || !is) return [];
  if (was.type !== is.type) {
    const why = 'a number is no category and a category no number: each schema counts the values of the other as invalid';
    return [{ change: 'type_changed', from: was.type, to: is.type, backward: false, forward: false, why }];
  }
  return [...optionalChange(was, is), ...categoryChanges(was.categories, is.categories, is.type), ...rangeChange(was.range, is.range)];
}

function added({ type, is_optional: isOptional }: SchemaField): Found {
  const why = isOptional
    ? 'records of before lack it, which is allowed; the old schema counts it as an extra field'
    : 'records of before lack it, and it is required; the old schema counts it as an extra field';
  return { change: 'added', from: null, to: isOptional ? `${type}, optional` : type, backward: isOptional, forward: false, why };
}

function removed({ type, is_optional: isOptional }: SchemaField): Found {
  const why = isOptional
    ? 'records of before carry it, and the new schema counts it as an extra field; the old schema does without it'
    : 'records of before carry it, and the new schema counts it as an extra field; the old schema misses it';
  return { change: 'removed', from: isOptional ? `${type}, optional` : type, to: null, backward: false, forward: isOptional, why };
}

function optionalChange(was: SchemaField, is: SchemaField): Found[] {
  if (was.is_optional === is.is_optional) return [];
  const words = (isOptional: boolean): string => (isOptional ? 'optional' : 'required');
  const sides = { from: words(was.is_optional), to: words(is.is_optional), backward: is.is_optional, forward: !is.is_optional };
  return is.is_optional
    ? [{ change: 'became_optional', ...sides, why: 'records to come may lack it, where the old schema requires it' }]
    : [{ change: 'became_required', ...sides, why: 'records of before may lack it, and the new schema requires it' }];
}

function categoryChanges(was: readonly string[] | null, is: readonly string[] | null, type: SchemaField['type']): Found[] {
  if (type !== 'categorical' || (was === null && is === null)) return [];
  if (was === null || is === null) {
    const sides = { from: was ? `${was.length} categories` : 'any', to: is ? `${is.length} categories` : 'any' };
    return was === null
      ? [
          {
            change: 'categories_closed',
            ...sides,
            backward: false,
            forward: true,
            why: 'records of before may hold values that the list lacks',
          },
        ]
      : [
          {
            change: 'categories_opened',
            ...sides,
            backward: true,
            forward: false,
            why: 'records to come may hold values that the old list lacks',
          },
        ];
  }
  const fresh = is.filter((category) => !was.includes(category));
  const gone = was.filter((category) => !is.includes(category));
  const found: Found[] = [];
  if (fresh.length > 0) {
    const why = 'records to come may hold values that are unseen for the old schema';
    found.push({ change: 'categories_added', from: null, to: named(fresh), backward: true, forward: false, why });
  }
  if (gone.length > 0) {
    const why = 'records of before hold values that are unseen for the new schema';
    found.push({ change: 'categories_removed', from: named(gone), to: null, backward: false, forward: true, why });
  }
  return found;
}

function rangeChange(was: SchemaField['range'], is: SchemaField['range']): Found[] {
  // Without a value there is no range to leave.
  if (!was || !is || (was[0] === is[0] && was[1] === is[1])) return [];
  const backward = is[0] <= was[0] && is[1] >= was[1];
  const forward = was[0] <= is[0] && was[1] >= is[1];
  const change = backward ? 'range_widened' : forward ? 'range_narrowed' : 'range_moved';
  const why = {
    range_widened: 'values of records to come may lie outside the old range',
    range_narrowed: 'values of records of before may lie outside the new range',
    range_moved: 'values of either may lie outside the range of the other',
  }[change];
  return [{ change, from: `${was[0]} to ${was[1]}`, to: `${is[0]} to ${is[1]}`, backward, forward, why }];
}

function named(categories: readonly string[]): string {
  const shown = categories.slice(0, NAMED).map((category) => JSON.stringify(category));
  const hidden = categories.length - shown.length;
  return hidden > 0 ? `${shown.join(', ')} and ${hidden} more` : shown.join(', ');
}
