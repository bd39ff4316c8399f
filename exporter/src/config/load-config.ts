import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Config, TokenConfig } from './config.js';
import { ConfigError, configError } from './errors.js';
import { describeIssue, placeOf, type YamlPlace } from './fault.js';
import { interpolate } from './interpolate.js';
import { resolveConfig } from './resolve.js';
import { configSchema, type ConfigInput } from './schema.js';

export interface LoadOptions {
  readonly path: string;
  readonly readFile: (path: string) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Aliases that a file may expand to; guards against a few bytes that unfold to gigabytes. */
const MAX_ALIASES = 100;

/**
 * Reads, validates and resolves a configuration file as a whole.
 *
 * @throws CodedError CONFIG_UNREADABLE; ConfigError with every fault, each with file, line and key
 */
export function loadConfig({ path, readFile, env }: LoadOptions): Config {
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    throw configError('CONFIG_UNREADABLE', { path, problem: (error as Error).message }, error);
  }
  const folder = dirname(resolve(path));
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place: YamlPlace = { file: path, document, lines };
  if (document.errors.length > 0) {
    throw new ConfigError(path, document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return `${path}:${line}:${col}: ${error.message.split('\n')[0] ?? ''}`;
    }));
  }
  const missing = interpolate(document, env);
  if (missing.length > 0) {
    throw new ConfigError(path, missing.map(({ name, offset }) => {
      const { line, col } = lines.linePos(offset);
      return `${path}:${line}:${col}: the environment variable ${name} is not set; set it or write \${${name}:-default}`;
    }));
  }
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new ConfigError(path, [`${path}:1:1: ${(error as Error).message}`]);
  }
  if (raw === null || raw === undefined) throw new ConfigError(path, [`${path}:1:1: the file is empty; it needs at least sources: (docs/getting-started.md has a first one)`]);
  const result = configSchema.safeParse(raw);
  if (!result.success) {
    const faults = result.error.issues.flatMap((issue) => describeIssue(place, issue, valueAt(raw, issue.path), allowedKeysAt));
    throw new ConfigError(path, [...new Set(faults)]);
  }
  const faults = crossFaults(result.data, place);
  const tokens = readTokens(result.data, folder, readFile, place, faults);
  if (faults.length > 0) throw new ConfigError(path, faults);
  return resolveConfig(result.data, resolve(path), folder, tokens);
}

/** Faults that one key alone does not show. */
function crossFaults(config: ConfigInput, place: YamlPlace): string[] {
  const faults: string[] = [];
  const names = new Map<string, number>();
  config.sources.forEach((source, i) => {
    const first = names.get(source.name);
    if (first !== undefined) faults.push(`${placeOf(place, ['sources', i, 'name'])}: sources[${i}].name: "${source.name}" is already the name of sources[${first}]; names must differ`);
    names.set(source.name, i);
    if (source.format === 'csv' && typeof source.map.features === 'string') {
      faults.push(`${placeOf(place, ['sources', i, 'map', 'features'])}: sources[${i}].map.features: a CSV has no object of features; list the columns, as in [age, income]`);
    }
    if (source.map.model !== undefined && typeof source.map.model === 'object' && 'const' in source.map.model) {
      const model = source.map.model.const;
      if (Object.keys(config.models).length > 0 && !config.models[model] && !config.models['*']) {
        faults.push(`${placeOf(place, ['sources', i, 'map', 'model'])}: sources[${i}].map.model.const: "${model}" is not in models; add it there, or add "*"`);
      }
    }
  });
  for (const [name, model] of Object.entries(config.models)) {
    const { buckets } = model.latency;
    if (buckets.some((bound, i) => i > 0 && bound <= (buckets[i - 1] ?? 0))) {
      faults.push(`${placeOf(place, ['models', name, 'latency', 'buckets'])}: models.${name}.latency.buckets must ascend`);
    }
    if (name === '*' && typeof model.baseline === 'string') {
      faults.push(`${placeOf(place, ['models', '*', 'baseline'])}: models.*.baseline: one baseline file cannot describe every model; name the model, or use { bootstrap: N }`);
    }
  }
  return faults;
}

function readTokens(config: ConfigInput, folder: string, readFile: LoadOptions['readFile'], place: YamlPlace, faults: string[]): TokenConfig[] {
  return config.server.tokens.map(({ scopes, token, token_file }, i) => {
    if (token !== undefined) return { scopes, token };
    const file = resolve(folder, token_file ?? '');
    const where = `${placeOf(place, ['server', 'tokens', i, 'token_file'])}: server.tokens[${i}].token_file`;
    try {
      const read = readFile(file).trim();
      if (read.length < 16) faults.push(`${where}: ${file} holds fewer than 16 characters`);
      return { scopes, token: read };
    } catch (error) {
      faults.push(`${where}: ${file} cannot be read: ${(error as Error).message}`);
      return { scopes, token: '' };
    }
  });
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let node = raw;
  for (const part of path) node = node !== null && typeof node === 'object' ? (node as Record<PropertyKey, unknown>)[part] : undefined;
  return node;
}

/** Known keys of the map at a path; of all alternatives where it may be one of several. */
function allowedKeysAt(path: readonly PropertyKey[]): string[] {
  let schemas: z.core.$ZodType[] = [configSchema];
  for (const part of path) schemas = schemas.flatMap((schema) => inner(unwrapped(schema), part));
  const keys = schemas.flatMap((schema) => unwrapped(schema)).flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []));
  return [...new Set(keys)];
}

function inner(schemas: readonly z.core.$ZodType[], part: PropertyKey): z.core.$ZodType[] {
  return schemas.flatMap((schema) => {
    if (schema instanceof z.ZodObject) return schema.shape[String(part)] ? [schema.shape[String(part)] as z.core.$ZodType] : [];
    if (schema instanceof z.ZodRecord) return [schema.valueType];
    if (schema instanceof z.ZodArray) return [schema.element];
    return [];
  });
}

/** Behind defaults, optionals and unions. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return unwrapped(schema.def.innerType);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => unwrapped(option));
  return [schema];
}
