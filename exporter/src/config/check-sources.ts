import { OUTCOMES } from '../contract/index.js';
import { allowedWords } from './allowed-words.js';
import { labelFaults } from './check-labels.js';
import { isDialect } from './dialect-map.js';
import { faultAt, type Fault } from './fault.js';
import { foundWords } from './found-words.js';
import { nearestWord } from './nearest-word.js';
import { snapshotFaults } from './check-snapshots.js';
import { nodesAt, schemaTree, valueAt } from './schema-tree.js';
import type { ConfigInput } from './schema.js';
import { nodeAt, type Path, type YamlFile } from './yaml-file.js';

type AnySource = ConfigInput['sources'][number];
type Source = Exclude<AnySource, { type: 'snapshot' }>;

/** Reports a fault of one key of a source; `%` in the text stands for what the key holds. */
export type SaySource = (keys: Path, text: string) => void;

/** Faults of the sources that one key alone does not show. */
export function sourceFaults(config: ConfigInput, yaml: YamlFile): Fault[] {
  const faults: Fault[] = [];
  const { sources } = config;
  sources.forEach((source, i) => {
    const say: SaySource = (keys, text) => {
      const path = ['sources', i, ...keys];
      faults.push(
        faultAt(
          yaml,
          path,
          text.replace('%', () => foundWords(yaml, path, valueAt(source, keys))),
        ),
      );
    };
    const first = sources.findIndex(({ name }) => name === source.name);
    if (first < i) say(['name'], `is %, the name of sources[${first}] as well; give each source a name of its own`);
    const isWritten = (...keys: string[]): boolean => nodeAt(yaml, ['sources', i, ...keys]) !== null;
    modelFault(source, config, say);
    if (source.type === 'snapshot') return snapshotFaults(source, say);
    formatFaults(source, isWritten, say);
    valueFaults(source, say);
    if (source.kind === 'labels') return labelFaults(source, say);
    mapFaults(source, say);
    outcomeFaults(source, say);
    featureFaults(source, say);
  });
  return faults;
}

/** Formats whose records, or the log beside them, say the time of an event, and its model. */
const BRINGS: Record<'time' | 'model', (format: string) => boolean> = {
  time: (format) => isDialect(format) || format === 'bentoml',
  model: (format) => (isDialect(format) && format !== 'sagemaker') || format === 'bentoml',
};

/** Formats that use a key of their own. */
const USERS = {
  columns: ['kserve', 'sagemaker', 'databricks'],
  bentoml: ['bentoml'],
  join: ['kserve'],
  undated: ['kserve'],
} as const;

/** Keys that the format of the source does not use. */
function formatFaults({ format, map: { features } }: Source, isWritten: (...keys: string[]) => boolean, say: SaySource): void {
  for (const [key, users] of Object.entries(USERS)) {
    if (isWritten(key) && !(users as readonly string[]).includes(format)) say([key], `has no effect on format ${format}; remove it`);
  }
  if (format !== 'csv') {
    if (isWritten('csv')) say(['csv'], `has no effect on format ${format}; remove it, or use format: csv`);
    return;
  }
  if (isWritten('limits', 'depth')) say(['limits', 'depth'], 'has no effect on format csv, whose records have no depth; remove it');
  if (typeof features === 'string') {
    say(['map', 'features'], 'is %, but a CSV holds no object of features; list the columns, as in [age, income]');
  }
}

/** What the map of a format of others leaves open; jsonl and csv have no map but this one. */
function mapFaults(source: Source, say: SaySource): void {
  const { format, map, bentoml } = source;
  if (format === 'bentoml' && !bentoml) {
    say(
      ['bentoml'],
      'is missing; needed: a map that names the schema log of the monitor, as in { schema: monitoring/iris/schema/schema.0.log }',
    );
  }
  const words = (key: 'time' | 'model'): string => allowedWords(nodesAt(schemaTree(), ['sources', 0, 'map', key], { sources: [source] }));
  for (const key of ['time', 'model'] as const) {
    if (key === 'model' && format === 'sagemaker') sagemakerModelFault(map.model, say);
    else if (map[key] === undefined && !BRINGS[key](format)) say(['map', key], `is missing; needed: ${words(key)}`);
  }
}

/** Its records name no model, so that a path would lead nowhere. */
function sagemakerModelFault(model: Source['map']['model'], say: SaySource): void {
  if (typeof model === 'object' && model.const !== undefined) return;
  const found = model === undefined ? 'is missing' : 'is %';
  say(['map', 'model'], `${found}, but a record of sagemaker names no model; name the one of the endpoint, as in { const: churn }`);
}

/** A value that means two things. Values are compared as text. */
function outcomeFaults({ map: { outcome } }: Source, say: SaySource): void {
  const seen = new Map<string, string>();
  for (const word of OUTCOMES) {
    outcome?.[word].forEach((value, i) => {
      const other = seen.get(String(value));
      if (other !== undefined) say(['map', 'outcome', word, i], `is %, which ${other} lists as well; keep one of them`);
      seen.set(String(value), word);
    });
  }
}

/** A KPI is a label of a metric: one spelling, and short. */
function valueFaults({ map: { value } }: Source, say: SaySource): void {
  for (const kpi of typeof value === 'object' ? Object.keys(value) : []) {
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(kpi))
      say(['map', 'value', kpi], 'has a name that is none of a KPI; needed: up to 40 of a-z, 0-9 and _, beginning with a letter');
  }
}

function featureFaults({ map: { features } }: Source, say: SaySource): void {
  if (!Array.isArray(features)) return;
  const names = features.map((feature) => (typeof feature === 'string' ? feature : feature.name));
  names.forEach((name, i) => {
    if (names.indexOf(name) < i)
      say(['map', 'features', i], 'names a feature that is listed above; remove it, or give it another name as { name, path }');
  });
}

function modelFault({ map: { model } }: AnySource, { models }: ConfigInput, say: SaySource): void {
  const names = Object.keys(models);
  const constant = typeof model === 'object' ? model.const : undefined;
  if (constant === undefined || names.length === 0 || names.includes(constant) || names.includes('*')) return;
  const near = nearestWord(constant, names);
  const hint = near === null ? `add it there, or add "*" for all models` : `did you mean ${near}?`;
  say(['map', 'model', 'const'], `is %, which models does not name, so that every record would be rejected; ${hint}`);
}
