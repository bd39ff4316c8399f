import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DecimalMark } from './csv/cell-reader.js';
import { PART_ANSWER, PART_INPUTS, PART_REQUEST } from '../events/index.js';
import { csv } from './csv/csv.js';
import { databricks } from './databricks/databricks.js';
import { decodeInChunks, type Decoded } from './decode-in-chunks.js';
import type { DecoderFactory, DecoderOptions } from './format.js';
import { jsonl } from './jsonl/jsonl.js';
import { plainJsonl } from './jsonl/plain-jsonl.js';
import { kserve } from './kserve/kserve.js';
import { otelGenai } from './otel-genai/otel-genai.js';
import { sagemaker } from './sagemaker/sagemaker.js';

type CaseOptions = Partial<DecoderOptions> & {
  fields: DecoderOptions['fields'];
  delimiter?: string;
  decimal?: DecimalMark;
  timeColumn?: string;
  columns?: string[];
};

const FOLDER = new URL('../../fixtures/formats/', import.meta.url);
const FORMATS: Record<string, (options: CaseOptions) => DecoderFactory[]> = {
  jsonl: () => [jsonl, plainJsonl],
  csv: (options) => [csv({ delimiter: ',', ...options })],
  bentoml: () => [jsonl, plainJsonl],
  kserve: ({ columns = [] }) => [kserve({ columns, undatedMs: null })],
  sagemaker: ({ columns = [] }) => [sagemaker({ columns })],
  databricks: ({ columns = [] }) => [databricks({ columns })],
  otel_genai: () => [otelGenai],
};
const WORDS = { [-1]: 'missing', [-2]: 'null', [-3]: 'other' } as const;

/** One line a record: rows and rejects in the order of the stream. */
function print({ rows, rejects, labels, shares, dictionaries }: Decoded, { fields }: CaseOptions): string {
  const accepted = rows.map(([offset, extras, ...values], row) => {
    const named = fields.map(({ path }, f) => [path.join('.'), printValue(values[f] as number | string, dictionaries[f] ?? null)] as const);
    const share = shares[row];
    const printed = share && { parts: partsOf(share.parts), ...(share.weight === 1 ? {} : { weight: share.weight }) };
    return { offset, ...printed, ...(extras === 0 ? {} : { extras }), ...Object.fromEntries(named) };
  });
  const refused = rejects.map(({ offset, bytes, reason }) => ({ offset, bytes, rejected: reason }));
  const told = labels.map((offset) => ({ offset, label: true }));
  const all = [...accepted, ...refused, ...told].sort((a, b) => Number(a.offset) - Number(b.offset));
  return `[\n${all.map((line) => ` ${JSON.stringify(line)}`).join(',\n')}\n]\n`;
}

function partsOf(parts: number): string {
  const names = { [PART_REQUEST]: 'request', [PART_INPUTS]: 'inputs', [PART_ANSWER]: 'answer' };
  return Object.entries(names)
    .filter(([bit]) => (parts & Number(bit)) !== 0)
    .map(([, name]) => name)
    .join(' ');
}

function printValue(value: number | string, dictionary: readonly string[] | null): unknown {
  if (typeof value === 'string') return value;
  if (dictionary) return WORDS[value as keyof typeof WORDS] ?? dictionary[value] ?? '#other';
  return Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? '-0' : String(value);
}

const cases = Object.keys(FORMATS).flatMap((format) => readdirSync(new URL(`${format}/`, FOLDER)).map((name) => [format, name] as const));

describe('the fixture', () => {
  it.each(cases)('%s/%s decodes to what its expected file says, whole and byte by byte', async (format, name) => {
    const folder = new URL(`${format}/${name}/`, FOLDER);
    const options = JSON.parse(readFileSync(new URL('options.json', folder), 'utf8')) as CaseOptions;
    const input = readFileSync(new URL(readdirSync(folder).find((file) => file.startsWith('input.')) ?? 'input', folder));
    const wanted = { featuresAt: null, batchRows: 4, maxRecordBytes: 1 << 20, maxDepth: 32, ...options };
    for (const factory of FORMATS[format]?.(options) ?? []) {
      for (const sizes of [[1 << 20], [1]]) {
        const printed = print(decodeInChunks(factory(wanted), input, sizes), options);
        await expect(printed).toMatchFileSnapshot(new URL('expected.json', folder).pathname);
      }
    }
  });

  it.each(Object.keys(FORMATS))('folders of %s hold an expected file each', (format) => {
    for (const name of readdirSync(new URL(`${format}/`, FOLDER)))
      expect(existsSync(new URL(`${format}/${name}/expected.json`, FOLDER)), name).toBe(true);
  });
});
