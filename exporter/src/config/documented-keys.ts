import type { SchemaNode } from './schema-tree.js';

export interface DocumentedKey {
  /** `models.<name>.window`; with the type where sources of different types have different keys of one name. */
  readonly title: string;
  readonly node: SchemaNode;
  readonly isRequired: boolean;
}

/** A form that a value may have, and the `type` of the source it belongs to. */
interface Form {
  readonly node: SchemaNode;
  readonly type: string | null;
}

/** Every key of the schema, in its order, the keys of a map after the map. */
export function documentedKeys(tree: SchemaNode): DocumentedKey[] {
  return keysOf([{ node: tree, type: null }], '');
}

/** The keys of the maps that may stand at one path. */
function keysOf(forms: readonly Form[], path: string): DocumentedKey[] {
  const maps = forms.flatMap(formsOf).filter(({ node }) => node.properties);
  const names = [...new Set(maps.flatMap(({ node }) => Object.keys(node.properties ?? {})))];
  return names.flatMap((name) => {
    const key = path === '' ? name : `${path}.${name}`;
    const owners = maps.filter(({ node }) => node.properties?.[name]);
    const values = owners.map(({ node, type }) => ({
      node: node.properties?.[name] as SchemaNode,
      type,
      isRequired: node.required?.includes(name) ?? false,
    }));
    const variants = values.filter(({ node }, i) => values.findIndex((other) => isSame(other.node, node)) === i);
    const isOne = variants.length === 1 && owners.length === maps.length;
    const own = variants.map(({ node, type, isRequired }) => ({
      title: isOne || type === null ? key : `${key} (type: ${type})`,
      node,
      isRequired,
    }));
    return [...own, ...nestedKeys(values, key)];
  });
}

function nestedKeys(values: readonly Form[], key: string): DocumentedKey[] {
  const forms = values.flatMap(formsOf);
  const items = forms.flatMap(({ node: { items: node }, type }) => (node ? [{ node, type }] : []));
  const named = forms.flatMap(({ node: { additionalProperties: node }, type }) => (node ? [{ node, type }] : []));
  return [...keysOf(values, key), ...keysOf(items, `${key}[]`), ...keysOf(named, `${key}.<name>`)];
}

/** A form, or its alternatives. */
function formsOf({ node, type }: Form): Form[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  if (inner.length > 0) return inner.flatMap((other) => formsOf({ node: other, type }));
  const own = node.properties?.['type']?.const;
  return [{ node, type: typeof own === 'string' ? own : type }];
}

function isSame(a: SchemaNode, b: SchemaNode): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
