import type { Field } from './columns.js';
import { kindConflict } from './errors.js';
import type { RecordMap, TextSource, ValueField } from './record-map.js';
import type { HashKey } from './sip-hash.js';

type CategoryField = Extract<Field, { kind: 'category' }>;

/** A feature that some model of the source counts, and how its values are read. */
export interface WantedFeature {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
  /** Categories that must keep codes of their own; every other value shares one code. */
  readonly known: readonly string[];
  /** `open` while a baseline is bootstrapped and the categories are still unknown. */
  readonly growth: 'open' | 'closed';
}

/** What a join of labels asks for. */
export interface WantedLabels {
  /** Secret of the hashes of ids; the same for predictions and labels. */
  readonly key: HashKey;
  /** Classes (tasks of classification), numbers (regression, ranking), or both where models of the source differ. */
  readonly asClass: boolean;
  readonly asNumber: boolean;
}

/**
 * Distinct models and versions that one source can tell apart in the life of the process. Bounds the routing table
 * (4 bytes a pair). The configured budget (`budget.models`, `budget.versions`) is lower; this is the wall behind it.
 */
export const MODEL_CAPACITY = 128;
export const VERSION_CAPACITY = 2048;
/** Distinct status values that keep a meaning of their own; later ones get the fallback outcome. */
export const STATUS_CAPACITY = 512;
/** Categories learned while a baseline is bootstrapped. */
export const BOOTSTRAP_CATEGORY_CAPACITY = 1024;
/**
 * Distinct labels of one source that keep a code of their own. Later ones share the code `capacity`, whose text nobody knows: a join
 * must take them for absent. More classes than any task of the measures has; an id mapped as label by mistake stays bounded.
 */
export const LABEL_CAPACITY = 1024;
/** Distinct segments that keep a code of their own. */
export const SEGMENT_CAPACITY = 1024;

/** Names in use: they keep codes of their own, however many other names the log brings before them. */
export interface KnownNames {
  readonly models: readonly string[];
  readonly versions: readonly string[];
  /** Segments that are judged. */
  readonly segments?: readonly string[];
}

export function openCategory(path: readonly string[], capacity: number, known: readonly string[] = []): CategoryField {
  return { path, kind: 'category', known, growth: 'open', capacity };
}

/** The columns that are laid out so far. */
export class PlannedColumns {
  readonly fields: Field[] = [];
  readonly #byPath = new Map<string, number>();

  /** @throws CodedError EVENTS_KIND_CONFLICT */
  add(field: Field): number {
    const key = JSON.stringify(field.path);
    const known = this.#byPath.get(key);
    if (known !== undefined) {
      const first = this.fields[known] ?? field;
      if (first.kind !== field.kind) throw kindConflict(field.path.join('.'), first.kind, field.kind);
      this.fields[known] = shared(first, field);
      return known;
    }
    this.#byPath.set(key, this.fields.length);
    return this.fields.push(field) - 1;
  }

  /** A column for a reader that must not be in the way of others: where they read the path as another kind, it is read twice. */
  apart(field: Field): number {
    const known = this.#byPath.get(JSON.stringify(field.path));
    return known === undefined || this.fields[known]?.kind === field.kind ? this.add(field) : this.fields.push(field) - 1;
  }

  number(path: readonly string[] | null | undefined): number {
    return path ? this.add({ path, kind: 'number' }) : -1;
  }

  duration(field: RecordMap['latency']): number {
    return field?.form === 'text' ? this.add({ path: field.path, kind: 'duration' }) : this.number(field?.path);
  }

  wanted(path: readonly string[], feature: Omit<WantedFeature, 'name'>): number {
    if (feature.type === 'numeric') return this.number(path);
    const capacity = feature.growth === 'closed' ? feature.known.length : Math.max(BOOTSTRAP_CATEGORY_CAPACITY, feature.known.length);
    return this.add({ path, kind: 'category', known: feature.known, growth: feature.growth, capacity });
  }

  /** Columns of model and version. */
  names(map: { readonly model: TextSource; readonly version: TextSource }, known: KnownNames): { model: number; version: number } {
    const column = (source: TextSource, capacity: number, names: readonly string[]): number =>
      'path' in source ? this.add(openCategory(source.path, capacity, names.slice(0, capacity))) : -1;
    return { model: column(map.model, MODEL_CAPACITY, known.models), version: column(map.version, VERSION_CAPACITY, known.versions) };
  }

  /** Columns of the id and of the label, in the kinds that are asked for. */
  labels(
    id: readonly string[] | null,
    label: readonly string[] | null,
    { key, asClass, asNumber }: WantedLabels,
  ): { requestId: number; label: number; labelNumber: number } {
    return {
      requestId: id ? this.apart({ path: id, kind: 'id', key }) : -1,
      label: label && asClass ? this.apart(openCategory(label, LABEL_CAPACITY)) : -1,
      labelNumber: label && asNumber ? this.apart({ path: label, kind: 'number' }) : -1,
    };
  }

  values(values: readonly ValueField[]): number[] {
    return values.map(({ path }) => this.apart({ path, kind: 'number' }));
  }
}

/**
 * One column for two readers: it must tell the categories of both. A column that was open already keeps its capacity,
 * because tables of that size hang on it.
 */
function shared(first: Field, second: Field): Field {
  if (first.kind !== 'category' || second.kind !== 'category') return first;
  const known = [...new Set([...first.known, ...second.known])];
  if (first.growth === 'open') return { ...first, known: known.slice(0, first.capacity) };
  const capacity = second.growth === 'open' ? Math.max(second.capacity, known.length) : known.length;
  return { ...first, known, growth: second.growth, capacity };
}
