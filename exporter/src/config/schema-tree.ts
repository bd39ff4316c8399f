import { z } from 'zod';
import { configSchema } from './schema.js';
import type { Path } from './yaml-file.js';

/** The schema as JSON Schema, with the texts of the reference page. Defaults are as one writes them: 1h, not 3600000. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly change?: string;
  readonly allowed?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode | false;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

export function schemaTree(): SchemaNode {
  return z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as SchemaNode;
}

/** What may stand at a path of a configuration; several where the schema has alternatives. */
export function nodesAt(tree: SchemaNode, path: Path, value: unknown): SchemaNode[] {
  let nodes = [tree];
  let at = value;
  for (const part of path) {
    nodes = nodes.flatMap((node) => alternatives(node, at)).flatMap((node) => childOf(node, part));
    at = childValue(at, part);
  }
  return nodes;
}

/** The keys that the map at a path may have. */
export function keysAt(tree: SchemaNode, path: Path, value: unknown): string[] {
  const maps = nodesAt(tree, path, value).flatMap((node) => alternatives(node, valueAt(value, path)));
  return [...new Set(maps.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

/** All maps that know a key, as in `models.<name>.drift` and `sources[].map`; `` for the top level. */
export function homesOf(tree: SchemaNode, key: string): string[] {
  const homes = new Set<string>();
  const walk = (node: SchemaNode, path: string): void => {
    for (const [name, child] of Object.entries(node.properties ?? {})) {
      if (name === key) homes.add(path);
      walk(child, path === '' ? name : `${path}.${name}`);
    }
    if (node.additionalProperties) walk(node.additionalProperties, `${path}.<name>`);
    if (node.items) walk(node.items, `${path}[]`);
    for (const other of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) walk(other, path);
  };
  walk(tree, '');
  return [...homes];
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce(childValue, value);
}

function childValue(value: unknown, part: PropertyKey): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, part)
    ? (value as Record<PropertyKey, unknown>)[part]
    : undefined;
}

/** The alternatives of a node; of a source only the one whose `type` the value has. */
function alternatives(node: SchemaNode, value: unknown): SchemaNode[] {
  const all = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  if (all.length === 0) return [node];
  const type = childValue(value, 'type');
  const meant = all.filter(({ properties }) => type !== undefined && properties?.['type']?.const === type);
  return (meant.length > 0 ? meant : all).flatMap((inner) => alternatives(inner, value));
}

function childOf({ properties, additionalProperties, items }: SchemaNode, part: PropertyKey): SchemaNode[] {
  const key = String(part);
  if (properties && Object.hasOwn(properties, key)) return [properties[key] as SchemaNode];
  return [additionalProperties, items].filter((node): node is SchemaNode => Boolean(node));
}
