import type { Field } from './columns.js';
import { kindConflict } from './errors.js';
import type { RecordMap } from './record-map.js';

/** A feature that some model of the source counts, and how its values are read. */
export interface WantedFeature {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
  /** Categories that must keep codes of their own; every other value shares one code. */
  readonly known: readonly string[];
  /** `open` while a baseline is bootstrapped and the categories are still unknown. */
  readonly growth: 'open' | 'closed';
}

/** Column index of each role; -1 where the log does not have it. */
export interface Roles {
  readonly time: number;
  readonly model: number;
  readonly version: number;
  readonly latency: number;
  readonly timeToFirstToken: number;
  readonly outcome: number;
  readonly prediction: number;
  readonly tokensInput: number;
  readonly tokensOutput: number;
  readonly cost: number;
}

export interface ColumnPlan {
  readonly fields: readonly Field[];
  readonly featuresAt: readonly string[] | null;
  readonly roles: Roles;
  readonly featureColumns: ReadonlyMap<string, number>;
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

/** Models and versions in use: they keep codes of their own, however many other names the log brings before them. */
export interface KnownNames {
  readonly models: readonly string[];
  readonly versions: readonly string[];
}

/**
 * Lays out the columns of a source: the roles of its record map first, then one column for each wanted feature.
 *
 * @param prediction how the prediction is read; null when no model of the source has a baseline for it
 * @throws CodedError EVENTS_KIND_CONFLICT when one path is wanted as two kinds
 */
export function planColumns(
  map: RecordMap,
  features: readonly WantedFeature[],
  prediction: Omit<WantedFeature, 'name'> | null,
  names: KnownNames = { models: [], versions: [] },
): ColumnPlan {
  const fields: Field[] = [];
  const byPath = new Map<string, number>();
  const add = (field: Field): number => {
    const key = JSON.stringify(field.path);
    const known = byPath.get(key);
    if (known !== undefined) {
      const first = fields[known] ?? field;
      if (first.kind !== field.kind) throw kindConflict(field.path.join('.'), first.kind, field.kind);
      fields[known] = shared(first, field);
      return known;
    }
    byPath.set(key, fields.length);
    return fields.push(field) - 1;
  };
  const open = (path: readonly string[], capacity: number, known: readonly string[] = []): number =>
    add({ path, kind: 'category', known, growth: 'open', capacity });
  const number = (path: readonly string[] | null | undefined): number => (path ? add({ path, kind: 'number' }) : -1);
  const duration = (field: RecordMap['latency']): number =>
    field?.form === 'text' ? add({ path: field.path, kind: 'duration' }) : number(field?.path);
  const wanted = (path: readonly string[], feature: Omit<WantedFeature, 'name'>): number => {
    if (feature.type === 'numeric') return number(path);
    const capacity = feature.growth === 'closed' ? feature.known.length : Math.max(BOOTSTRAP_CATEGORY_CAPACITY, feature.known.length);
    return add({ path, kind: 'category', known: feature.known, growth: feature.growth, capacity });
  };

  const predictionPath = map.prediction ?? map.score;
  const roles: Roles = {
    time: add({ path: map.time.path, kind: 'time', unit: map.time.unit }),
    model: 'path' in map.model ? open(map.model.path, MODEL_CAPACITY, names.models.slice(0, MODEL_CAPACITY)) : -1,
    version: 'path' in map.version ? open(map.version.path, VERSION_CAPACITY, names.versions.slice(0, VERSION_CAPACITY)) : -1,
    latency: duration(map.latency),
    timeToFirstToken: duration(map.timeToFirstToken),
    outcome: map.outcome ? open(map.outcome.path, STATUS_CAPACITY, [...map.outcome.words.keys()]) : -1,
    prediction: predictionPath && prediction ? wanted(predictionPath, prediction) : -1,
    tokensInput: number(map.tokensInput),
    tokensOutput: number(map.tokensOutput),
    cost: number(map.cost?.path),
  };
  const featureColumns = new Map<string, number>();
  for (const feature of features) {
    const path = featurePath(map, feature.name);
    if (path) featureColumns.set(feature.name, wanted(path, feature));
  }
  const featuresAt = map.features && 'at' in map.features ? map.features.at : null;
  return { fields, featuresAt, roles, featureColumns };
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

/** Path of a feature in the record, or null when the source does not carry it. */
export function featurePath(map: RecordMap, name: string): readonly string[] | null {
  if (!map.features) return null;
  if ('at' in map.features) return [...map.features.at, name];
  return map.features.list.find((field) => field.name === name)?.path ?? null;
}
