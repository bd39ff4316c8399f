import { isScalar, visit, type Document } from 'yaml';

export interface MissingVariable {
  readonly name: string;
  readonly offset: number;
}

/**
 * Replaces `${NAME}` and `${NAME:-default}` in all text values by environment variables; `$$` stands for one `$`.
 *
 * @returns the variables that are not set and have no default
 */
export function interpolate(document: Document, env: Readonly<Record<string, string | undefined>>): MissingVariable[] {
  const missing: MissingVariable[] = [];
  visit(document, {
    Scalar: (key, node) => {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string' || !node.value.includes('$')) return;
      node.value = node.value.replace(/\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g, (match, name: string | undefined, fallback: string | undefined) => {
        if (match === '$$' || name === undefined) return '$';
        const value = env[name] ?? fallback;
        if (value === undefined) missing.push({ name, offset: node.range?.[0] ?? 0 });
        return value ?? '';
      });
    },
  });
  return missing;
}
