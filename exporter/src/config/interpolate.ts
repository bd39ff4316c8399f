import { isScalar, visit } from 'yaml';
import type { Fault } from './fault.js';
import type { YamlFile } from './yaml-file.js';

const VARIABLE = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^{}]*))?\}|\$\{/g;

/**
 * Puts the environment into the values of a configuration: `${NAME}` is the variable, `${NAME:-text}` is the text where the
 * variable is unset or empty (as in a shell), `$$` is one `$`. Keys and comments are left alone.
 *
 * @returns a fault for each variable that is not set and has no default, and for each `${` that is neither
 */
export function interpolate(yaml: YamlFile, env: Readonly<Record<string, string | undefined>>): Fault[] {
  const faults: Fault[] = [];
  visit(yaml.document, {
    Scalar: (key, node) => {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string' || !node.value.includes('$')) return;
      const written = node.value;
      const offset = node.range?.[0] ?? 0;
      let isFromEnvironment = false;
      node.value = written.replace(VARIABLE, (match, name: string | undefined, fallback: string | undefined) => {
        if (match === '$$') return '$';
        if (name === undefined) {
          faults.push({ offset, text: 'a ${ begins no variable; write ${NAME} or ${NAME:-default}, or $${ for the two characters' });
          return match;
        }
        isFromEnvironment = true;
        const value = fallback === undefined ? env[name] : env[name] || fallback;
        if (value === undefined)
          faults.push({ offset, text: `the environment variable ${name} is not set; set it, or write \${${name}:-default}` });
        return value ?? '';
      });
      if (isFromEnvironment) yaml.written.set(node, written);
    },
  });
  return faults;
}

/**
 * Reads a text from the environment as the number or the true/false that is expected in its place: `series: ${N}` is then a
 * number. Quotes make no difference, because inside { } a variable cannot be written without them. A token of digits stays a
 * text: there a text is expected.
 *
 * @returns whether it changed anything
 */
export function readAsExpected(yaml: YamlFile, node: unknown, expected: string): boolean {
  if (!isScalar(node) || !yaml.written.has(node) || typeof node.value !== 'string') return false;
  const { value } = node;
  if (expected === 'boolean' && (value === 'true' || value === 'false')) node.value = value === 'true';
  else if ((expected === 'number' || expected === 'int') && /^-?\d+(?:\.\d+)?$/.test(value)) node.value = Number(value);
  return node.value !== value;
}
