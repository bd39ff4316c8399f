import { OUTCOMES, type Outcome } from '../contract/index.js';
import type { DurationField, FeatureFields, LabelMap, RecordMap, ValueField } from '../events/index.js';
import { bentoMap, type BentoSchema } from './bento-schema.js';
import { dialectMap, isDialect } from './dialect-map.js';
import type { ConfigInput } from './schema.js';

type SourceInput = Exclude<ConfigInput['sources'][number], { type: 'snapshot' }>;
type MapInput = SourceInput['map'];
type Split = (path: string) => string[];

const PER_SECOND = { s: 1, ms: 1000, us: 1e6, ns: 1e9 } as const;

/** Version label of logs that carry no version. */
export const UNVERSIONED = 'unversioned';

/**
 * The record map of a source as the fold takes it. For formats of others it is theirs, with what the configuration replaces.
 *
 * @param schema of a log of BentoML; null for every other format
 * @throws RangeError when time or model is nowhere; the checks of the configuration come before
 */
export function resolveMap({ map, format }: SourceInput, schema: BentoSchema | null): RecordMap {
  const split = splitOf(format);
  const optional = (path: string | undefined): string[] | null => (path === undefined ? null : split(path));
  const { time, model, version, outcome, cost } = map;
  const own = isDialect(format) ? dialectMap(format) : schema && bentoMap(schema);
  const costPath = typeof cost === 'string' ? cost : cost?.path;
  const timeField = timeOf(time, split) ?? own?.time;
  const modelText = model === undefined ? own?.model : textOf(model, split);
  if (!timeField || !modelText) throw new RangeError('a map requires time and model');
  return {
    time: timeField,
    model: modelText,
    version: version === undefined ? (own?.version ?? { constant: UNVERSIONED }) : textOf(version, split),
    latency: durationOf(map.latency, split) ?? own?.latency ?? null,
    timeToFirstToken: durationOf(map.time_to_first_token, split) ?? own?.timeToFirstToken ?? null,
    outcome: outcome ? { path: split(outcome.path), words: outcomeWords(outcome), fallback: outcome.default } : (own?.outcome ?? null),
    features: featuresOf(map.features, split) ?? own?.features ?? null,
    prediction: optional(map.prediction) ?? own?.prediction ?? null,
    ...(map.prediction === undefined && own?.predictionType && { predictionType: own.predictionType }),
    score: optional(map.score) ?? own?.score ?? null,
    tokensInput: optional(map.tokens_input) ?? own?.tokensInput ?? null,
    tokensOutput: optional(map.tokens_output) ?? own?.tokensOutput ?? null,
    cost: costPath === undefined ? null : { path: split(costPath), currency: typeof cost === 'object' ? cost.currency : 'USD' },
    requestId: optional(map.request_id) ?? own?.requestId ?? null,
    label: optional(map.label),
    values: valuesOf(map.value, split),
    segment: optional(map.segment),
    attributions: featuresOf(map.attributions, split),
  };
}

/** The map of a source of labels. @throws RangeError when id or model is nowhere; the checks of the configuration come before */
export function resolveLabelMap({ map, format }: SourceInput): LabelMap {
  const split = splitOf(format);
  const own = format === 'sagemaker' ? { request_id: 'request_id', label: 'label' } : {};
  const { request_id: id, label, model } = { ...own, ...map };
  if (id === undefined || model === undefined) throw new RangeError('a map of labels requires request_id and model');
  return {
    requestId: split(id),
    model: textOf(model, split),
    label: label === undefined ? null : split(label),
    values: valuesOf(map.value, split),
    time: timeOf(map.time, split),
  };
}

/** A column, of a CSV or of a monitor, is named as a whole: its name may hold dots. */
function splitOf(format: SourceInput['format']): Split {
  return (path) => (format === 'csv' || format === 'bentoml' ? [path] : path.split('.'));
}

/** A path alone is the KPI `value`. */
function valuesOf(value: MapInput['value'], split: Split): ValueField[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [{ kpi: 'value', unit: '', path: split(value) }];
  return Object.entries(value).map(([kpi, field]) =>
    typeof field === 'string' ? { kpi, unit: '', path: split(field) } : { kpi, unit: field.unit ?? '', path: split(field.path) },
  );
}

function timeOf(time: MapInput['time'], split: Split): RecordMap['time'] | null {
  if (time === undefined) return null;
  return typeof time === 'string' ? { path: split(time), unit: 'auto' } : { path: split(time.path), unit: time.unit };
}

function textOf(source: NonNullable<MapInput['model']>, split: Split): RecordMap['model'] {
  if (typeof source === 'string') return { path: split(source) };
  // The schema has seen to it that there is exactly one of the two.
  return source.const === undefined ? { path: split(source.path ?? '') } : { constant: source.const };
}

function durationOf(field: MapInput['latency'], split: Split): DurationField | null {
  if (field === undefined) return null;
  if (typeof field === 'string') return { path: split(field), perSecond: 1 };
  const path = split(field.path);
  return field.unit === 'text' ? { path, perSecond: 1, form: 'text' } : { path, perSecond: PER_SECOND[field.unit] };
}

function outcomeWords(outcome: NonNullable<MapInput['outcome']>): Map<string, Outcome> {
  return new Map(OUTCOMES.flatMap((word) => outcome[word].map((value) => [String(value), word] as const)));
}

function featuresOf(features: MapInput['features'], split: Split): FeatureFields | null {
  if (features === undefined) return null;
  if (typeof features === 'string') return { at: split(features) };
  const fields = features.map((field) => (typeof field === 'string' ? { name: field, path: field } : field));
  return { list: fields.map(({ name, path }) => ({ name, path: split(path) })) };
}
