import type { Field } from './columns.js';
import {
  PlannedColumns,
  SEGMENT_CAPACITY,
  STATUS_CAPACITY,
  openCategory,
  type KnownNames,
  type WantedFeature,
  type WantedLabels,
} from './planned-columns.js';
import type { FeatureFields, LabelMap, RecordMap, ValueField } from './record-map.js';

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
  /** Hashed ids, only where labels are joined. */
  readonly requestId: number;
  /** The score as a number, only where labels are joined. */
  readonly score: number;
  /** The label as a class, and as a number: what the models of the source ask for. */
  readonly label: number;
  readonly labelNumber: number;
  /** One for each of the map's values, in their order. */
  readonly values: readonly number[];
  readonly segment: number;
}

export interface ColumnPlan {
  readonly fields: readonly Field[];
  readonly featuresAt: readonly string[] | null;
  readonly roles: Roles;
  readonly featureColumns: ReadonlyMap<string, number>;
  /** Columns of what each wanted feature contributed; empty where the source does not map attributions. */
  readonly attributionColumns: ReadonlyMap<string, number>;
  /** What the columns `roles.values` count, in their order. */
  readonly kpis: readonly Pick<ValueField, 'kpi' | 'unit'>[];
}

/**
 * Lays out the columns of a source: the roles of its record map first, then one column for each wanted feature.
 *
 * @param prediction how the prediction is read; null when no model of the source has a baseline for it
 * @param labels what the join of labels asks for; null where the source has no part in one
 * @throws CodedError EVENTS_KIND_CONFLICT when one path is wanted as two kinds
 */
export function planColumns(
  map: RecordMap,
  features: readonly WantedFeature[],
  prediction: Omit<WantedFeature, 'name'> | null,
  names: KnownNames = { models: [], versions: [] },
  labels: WantedLabels | null = null,
): ColumnPlan {
  const columns = new PlannedColumns();
  const predictionPath = map.prediction ?? map.score;
  const roles: Roles = {
    ...NO_ROLES,
    time: columns.add({ path: map.time.path, kind: 'time', unit: map.time.unit }),
    ...columns.names(map, names),
    latency: columns.duration(map.latency),
    timeToFirstToken: columns.duration(map.timeToFirstToken),
    outcome: map.outcome ? columns.add(openCategory(map.outcome.path, STATUS_CAPACITY, [...map.outcome.words.keys()])) : -1,
    prediction: predictionPath && prediction ? columns.wanted(predictionPath, prediction) : -1,
    tokensInput: columns.number(map.tokensInput),
    tokensOutput: columns.number(map.tokensOutput),
    cost: columns.number(map.cost?.path),
  };
  const featureColumns = new Map<string, number>();
  for (const feature of features) {
    const path = featurePath(map, feature.name);
    if (path) featureColumns.set(feature.name, columns.wanted(path, feature));
  }
  const attributionColumns = new Map<string, number>();
  for (const { name } of features) {
    const path = pathOf(map.attributions ?? null, name);
    if (path) attributionColumns.set(name, columns.apart({ path, kind: 'number' }));
  }
  const labelled = labels ? columns.labels(map.requestId ?? null, map.label ?? null, labels) : {};
  return {
    fields: columns.fields,
    featuresAt: map.features && 'at' in map.features ? map.features.at : null,
    roles: {
      ...roles,
      ...labelled,
      score: labels && map.score ? columns.apart({ path: map.score, kind: 'number' }) : -1,
      values: columns.values(map.values ?? []),
      segment: map.segment ? columns.apart(openCategory(map.segment, SEGMENT_CAPACITY, names.segments)) : -1,
    },
    featureColumns,
    attributionColumns,
    kpis: map.values ?? [],
  };
}

/** Lays out the columns of a source of labels: only time, model, id, label and values have a role. */
export function planLabelColumns(map: LabelMap, labels: WantedLabels, models: readonly string[] = []): ColumnPlan {
  const columns = new PlannedColumns();
  const roles: Roles = {
    ...NO_ROLES,
    time: map.time ? columns.add({ path: map.time.path, kind: 'time', unit: map.time.unit }) : -1,
    model: columns.names({ model: map.model, version: { constant: '' } }, { models, versions: [] }).model,
    ...columns.labels(map.requestId, map.label, labels),
    values: columns.values(map.values),
  };
  return { fields: columns.fields, featuresAt: null, roles, featureColumns: new Map(), attributionColumns: new Map(), kpis: map.values };
}

const NO_ROLES: Roles = {
  time: -1,
  model: -1,
  version: -1,
  latency: -1,
  timeToFirstToken: -1,
  outcome: -1,
  prediction: -1,
  tokensInput: -1,
  tokensOutput: -1,
  cost: -1,
  requestId: -1,
  score: -1,
  label: -1,
  labelNumber: -1,
  values: [],
  segment: -1,
};

/** Path of a feature in the record, or null when the source does not carry it. */
export function featurePath(map: RecordMap, name: string): readonly string[] | null {
  return pathOf(map.features, name);
}

function pathOf(fields: FeatureFields | null, name: string): readonly string[] | null {
  if (!fields) return null;
  if ('at' in fields) return [...fields.at, name];
  return fields.list.find((field) => field.name === name)?.path ?? null;
}
