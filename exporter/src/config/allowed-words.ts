import type { SchemaNode } from './schema-tree.js';

/**
 * What may stand somewhere, in words: for messages and for the reference page.
 *
 * @example allowedWords([{ type: 'integer', minimum: 1 }]) // "a whole number of at least 1"
 */
export function allowedWords(nodes: readonly SchemaNode[]): string {
  return [...new Set(nodes.map(wordsOf))].join(' or ');
}

function wordsOf(node: SchemaNode): string {
  if (node.allowed !== undefined) return node.allowed;
  if (node.anyOf ?? node.oneOf) return allowedWords([...(node.anyOf ?? []), ...(node.oneOf ?? [])]);
  const words = node.enum ?? (node.const === undefined ? null : [node.const]);
  if (words) return listed(words.map(String));
  switch (node.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${bounds(node)}`;
    case 'number':
      return `a number${bounds(node)}`;
    case 'array':
      return node.items ? `a list of ${wordsOf(node.items)}` : 'a list';
    case 'object':
      return node.properties ? `a map with the keys ${Object.keys(node.properties).join(', ')}` : 'a map';
    default:
      return 'a text';
  }
}

function listed(words: readonly string[]): string {
  const last = words.length - 1;
  return last < 1 ? (words[0] ?? '') : `${words.slice(0, last).join(', ')} or ${words[last]}`;
}

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): string {
  // JSON Schema gives every integer the bounds of a double; those are no news.
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (minimum !== undefined && most !== undefined) return ` from ${minimum} to ${most}`;
  if (exclusiveMinimum !== undefined && exclusiveMaximum !== undefined)
    return ` between ${exclusiveMinimum} and ${exclusiveMaximum}, both excluded`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  if (exclusiveMinimum !== undefined) return ` above ${exclusiveMinimum}`;
  return most === undefined ? '' : ` of at most ${most}`;
}
