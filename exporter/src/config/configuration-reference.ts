import { allowedWords } from './allowed-words.js';
import { PLANNED_KEYS, PLANNED_VALUES } from './planned.js';
import { documentedKeys, type DocumentedKey } from './documented-keys.js';
import { schemaTree, type SchemaNode } from './schema-tree.js';

/**
 * The reference page of the configuration, from the schema. Same schema, same bytes.
 *
 * @param example the file that the page begins with
 */
export function configurationReference(example: string): string {
  const keys = documentedKeys(schemaTree());
  const lines = [
    '<!-- Generated from exporter/src/config by exporter/tools/generate-configuration-reference.ts. Do not edit. -->',
    '',
    '# Configuration',
    '',
    'One YAML file says what the exporter reads and how it judges: `aiops.yaml`, or the file that `--config` names.',
    '',
    '```yaml',
    example.trimEnd(),
    '```',
    '',
    'This is [examples/jsonl-file.yml](examples/jsonl-file.yml). There are more: [a CSV file](examples/csv-file.yml),',
    '[pushed batches](examples/http-push.yml), and [every key](examples/full.yml).',
    '',
    ...HOW_IT_IS_READ,
    '',
    '## All keys',
    '',
    ...keys.map(({ title }) => `${'  '.repeat(depthOf(title))}- [\`${title}\`](#${anchorOf(title)})`),
    ...keys.flatMap(details),
    '',
    '## Not in this version',
    '',
    'These keys and values are planned. They are refused, so that nobody waits for what they would do.',
    '',
    ...PLANNED_KEYS.map((key) => `- \`${shownPattern(key)}\``),
    ...Object.entries(PLANNED_VALUES).map(
      ([key, values]) => `- \`${shownPattern(key)}\`: ${values.map((value) => `\`${value}\``).join(', ')}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const HOW_IT_IS_READ = [
  '## How it is read',
  '',
  '- **As a whole.** A file with a fault is refused, at the start and at a reload; all faults are named, each with line and key. A key',
  '  that is not known is a fault. After a refused reload the exporter goes on with the configuration that it has.',
  '- **Reload.** SIGHUP or `POST /-/reload` takes over everything but `server.listen`, `store.path`, `sources`, and `window`, `latency`',
  '  and `features` of a model that runs. A reload that changes one of these is refused as a whole: they take a restart, in which nothing',
  '  is lost.',
  '- **Durations** are a number and a unit: `ms`, `s`, `m`, `h`, `d`, `w`, `y` (365 days). **Sizes** are `B`, `KiB`, `MiB`, `GiB`.',
  '- **Dotted paths** name a field of a record: `request.latency_ms`. A column of a CSV is named as a whole, dots included.',
  '- **Variables.** In values `${NAME}` is a variable of the environment, and `${NAME:-text}` is the text where the variable is unset or',
  '  empty. `$$` is one `$`. Inside `{ }` and `[ ]` put quotes around it. Values of variables are never printed.',
  '- **Secrets** come as a file (`token_file`) or as a variable. Files are relative to the configuration file.',
  '- **YAML 1.2.** `yes` and `no` are texts. Anchors and aliases (`&name`, `*name`) work for whole sections; merge keys (`<<`) do not.',
];

function details({ title, node, isRequired }: DocumentedKey): string[] {
  const { description = '', change } = node;
  const value = `Value: ${literal(allowedWords([node]))}.`;
  return [
    '',
    `### \`${title}\``,
    '',
    isRequired ? `${value} Required.` : `${value}${defaultWords(node)}`,
    '',
    description,
    ...(change === undefined ? [] : ['', `**When to change it.** ${change}`]),
  ];
}

function defaultWords({ default: value }: SchemaNode): string {
  if (value === undefined) return ' No default.';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return ` Default: \`${value}\`.`;
  if (Array.isArray(value)) return value.length === 0 ? ' Default: none.' : ` Default: \`[${value.join(', ')}]\`.`;
  // A map of known keys has no default of its own: its keys have.
  return '';
}

/** Maps around a key; names and list items add no level. */
function depthOf(title: string): number {
  return (title.split(' ')[0] ?? '').replaceAll('.<name>', '').split('.').length - 1;
}

/** The anchor that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function shownPattern(pattern: string): string {
  return pattern.replaceAll(/(sources|tokens|scopes)\.\*/g, '$1[]').replaceAll('*', '<name>');
}

/** Text as Markdown shows it literally. */
function literal(text: string): string {
  return text.replaceAll(/[*<[\]]/g, (character) => `\\${character}`);
}
