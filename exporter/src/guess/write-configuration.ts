import type { FeaturesGuess } from './guess-features.js';
import type { MapGuess } from './guess-map.js';
import type { WindowGuess } from './usual-window.js';
import { yamlComment, yamlList, yamlText } from './yaml-text.js';

/** What the configuration is written from. */
export interface ConfigurationPlan {
  readonly listen: string;
  readonly sourceName: string;
  readonly path: string;
  readonly pathEvidence: string;
  readonly format: string;
  readonly formatEvidence: string;
  readonly csv: { readonly delimiter: string; readonly decimal: '.' | ',' } | null;
  /** The schema log of a BentoML monitor; null for other formats. */
  readonly bentoSchema: string | null;
  /** The name that all records get; null where the log names its models. */
  readonly model: string | null;
  /** Null for formats that say themselves where the parts of an event are. */
  readonly map: MapGuess | null;
  readonly window: WindowGuess;
  /** Model and file of a baseline; null for none. */
  readonly baseline: { readonly model: string; readonly path: string } | null;
}

/** Rows that become the baseline where there are no training data; enough for a hundred bins of a hundred. */
const BOOTSTRAP_ROWS = 10_000;

/** The text of aiops.yaml, with the evidence of each guess as a comment beside it. */
export function writeConfiguration(plan: ConfigurationPlan): string {
  return `${[...sourceLines(plan), ...modelLines(plan)].join('\n')}\n`;
}

function sourceLines(plan: ConfigurationPlan): string[] {
  const { listen, sourceName, path, pathEvidence, format, formatEvidence, csv, bentoSchema, model, map } = plan;
  const isDefault = csv === null || (csv.delimiter === ',' && csv.decimal === '.');
  const dialect =
    csv === null || isDefault
      ? []
      : [`    csv: { delimiter: ${JSON.stringify(csv.delimiter)}${csv.decimal === ',' ? ', decimal: ","' : ''} }`];
  return [
    '# Written by aiops init. Each guess has its evidence beside it: read them once. docs/configuration.md explains every key.',
    `server: { listen: ${JSON.stringify(listen)} }`,
    'sources:',
    `  - name: ${yamlText(sourceName)}`,
    '    type: file',
    `    path: ${yamlText(path)} ${yamlComment(pathEvidence)}`,
    `    format: ${format} ${yamlComment(formatEvidence)}`,
    ...dialect,
    ...(bentoSchema === null
      ? []
      : [`    bentoml: { schema: ${yamlText(bentoSchema)} } ${yamlComment('names, roles and types of the columns')}`]),
    ...(map === null ? dialectMapLines(model) : mapLines(map, model, format)),
  ];
}

function dialectMapLines(model: string | null): string[] {
  return model === null ? [] : [`    map: { model: { const: ${yamlText(model)} } }`];
}

function mapLines(map: MapGuess, model: string | null, format: string): string[] {
  const at = (path: readonly string[]): string => yamlText(format === 'csv' ? (path[0] ?? '') : path.join('.'));
  const lines: string[] = [];
  const add = (key: string, value: string, evidence: string): void => void lines.push(`      ${key}: ${value} ${yamlComment(evidence)}`);
  const { time, placeholder, latency, timeToFirstToken, outcome, fields } = map;
  if (time) add('time', time.unit === null ? at(time.field.path) : `{ path: ${at(time.field.path)}, unit: ${time.unit} }`, time.evidence);
  else
    add(
      'time',
      placeholder ? at(placeholder.path) : 'time',
      'NO TIME WAS FOUND: name the field here; until then every record is rejected as schema',
    );
  if (model !== null) add('model', `{ const: ${yamlText(model)} }`, 'one model; the log does not name it, or --model did');
  else if (fields.model) add('model', at(fields.model.field.path), fields.model.evidence);
  if (fields.request_id) add('request_id', at(fields.request_id.field.path), fields.request_id.evidence);
  if (fields.version) add('version', at(fields.version.field.path), fields.version.evidence);
  if (latency) add('latency', `{ path: ${at(latency.field.path)}, unit: ${latency.unit} }`, latency.evidence);
  if (timeToFirstToken)
    add('time_to_first_token', `{ path: ${at(timeToFirstToken.field.path)}, unit: ${timeToFirstToken.unit} }`, timeToFirstToken.evidence);
  if (outcome) {
    const words = (['ok', 'error', 'timeout', 'rejected'] as const).filter((word) => outcome.words[word].length > 0);
    const listed = words.map((word) => `, ${word}: ${yamlList(outcome.words[word])}`).join('');
    add('outcome', `{ path: ${at(outcome.field.path)}${listed}, default: error }`, outcome.evidence);
  }
  for (const role of ['prediction', 'score', 'tokens_input', 'tokens_output', 'cost'] as const) {
    const guess = fields[role];
    if (guess) add(role, at(guess.field.path), guess.evidence);
  }
  if (fields.label) lines.push(`      ${yamlComment(`${at(fields.label.field.path)} looks like a label; this version reads none`)}`);
  return ['    map:', ...lines, ...featureLines(map.features, at)];
}

function featureLines({ at: object, features, leftOut }: FeaturesGuess, at: (path: readonly string[]) => string): string[] {
  const lines: string[] = [];
  if (object !== null) {
    lines.push(`      features: ${at(object)} ${yamlComment(`an object of ${features.length} features`)}`);
    for (const { name, evidence } of features) lines.push(`      ${yamlComment(`  ${name}: ${evidence}`)}`);
  } else if (features.length > 0) {
    lines.push('      features:');
    for (const { name, field, evidence } of features) {
      const path = at(field.path);
      const entry = path === yamlText(name) ? path : `{ name: ${yamlText(name)}, path: ${path} }`;
      lines.push(`        - ${entry} ${yamlComment(evidence)}`);
    }
  } else lines.push(`      ${yamlComment('no features were found: only traffic, latency and outcomes are counted')}`);
  for (const { field, reason } of leftOut) lines.push(`      ${yamlComment(`left out: ${field.path.join('.')}: ${reason}`)}`);
  return lines;
}

function modelLines({ model, map, window, baseline }: ConfigurationPlan): string[] {
  const hidden = map?.features.features.filter(({ isPrivate }) => isPrivate) ?? [];
  const canLearn = map === null || map.features.features.length > 0;
  const common = [
    `    window: ${window.window} ${yamlComment(window.evidence)}`,
    ...(hidden.length === 0
      ? []
      : ['    features:', ...hidden.map(({ name, evidence }) => `      ${yamlText(name)}: { private: true } ${yamlComment(evidence)}`)]),
  ];
  const learned = canLearn
    ? [
        `    baseline: { bootstrap: ${BOOTSTRAP_ROWS} } ${yamlComment('the first records become what is normal; training data are better: aiops baseline build')}`,
      ]
    : [];
  const others = model ?? '*';
  const lines = ['models:'];
  if (baseline !== null)
    lines.push(
      `  ${yamlText(baseline.model)}:`,
      `    baseline: ${yamlText(baseline.path)} ${yamlComment('built from the reference')}`,
      ...common,
    );
  if (baseline?.model !== others) lines.push(`  ${others === '*' ? '"*"' : yamlText(others)}:`, ...learned, ...common);
  return [...lines, ...segmentLines(map)];
}

/** Names of categories that people like to compare. */
const SEGMENTS = /^(?:country|region|segment|channel|plan|tier|market|customer_?type)$/i;

function segmentLines(map: MapGuess | null): string[] {
  const found = map?.features.features.filter(({ name, type }) => type === 'categorical' && SEGMENTS.test(name)) ?? [];
  if (found.length === 0) return [];
  return [yamlComment(`${found.map(({ name }) => name).join(', ')} would do as segments; this version has none`)];
}
