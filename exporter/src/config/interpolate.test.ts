import { describe, expect, it } from 'vitest';
import { interpolate } from './interpolate.js';
import { parseYaml } from './yaml-file.js';

function filled(value: string, env: Record<string, string | undefined> = {}): unknown {
  const yaml = parseYaml('aiops.yaml', `value: ${JSON.stringify(value)}`);
  const faults = interpolate(yaml, env);
  return faults.length > 0 ? faults.map(({ text }) => text) : (yaml.document.toJS() as { value: unknown }).value;
}

describe('interpolate', () => {
  it('puts a variable into a text, several times and between other text', () => {
    expect(filled('${A}-${B}-${A}', { A: 'x', B: 'y' })).toBe('x-y-x');
  });

  it('takes the default where a variable is unset or empty, as a shell does', () => {
    expect(filled('${A:-d}')).toBe('d');
    expect(filled('${A:-d}', { A: '' })).toBe('d');
    expect(filled('${A:-d}', { A: 'x' })).toBe('x');
    expect(filled('a${A:-}b')).toBe('ab');
  });

  it('takes an empty variable without a default as it is, and an unset one as a fault', () => {
    expect(filled('a${A}b', { A: '' })).toBe('ab');
    expect(filled('${A}')).toEqual(['the environment variable A is not set; set it, or write ${A:-default}']);
  });

  it('reads $$ as one $ and leaves a $ alone that begins nothing', () => {
    expect(filled('$${A} $$ $5 US$', { A: 'x' })).toBe('${A} $ $5 US$');
  });

  it('does not look for variables in the value of a variable', () => {
    expect(filled('${A}', { A: '${B} $$', B: 'x' })).toBe('${B} $$');
  });

  it.each(['${', '${}', '${1A}', '${A B}', '${A-d}', '${A:d}', '${A:-${B}}'])('refuses %s, which is almost a variable', (text) => {
    expect(filled(text, { A: 'x', B: 'y' })).toEqual([expect.stringMatching(/^a \$\{ begins no variable/)]);
  });

  it('cannot be made to add keys: a value stays one text whatever it holds', () => {
    expect(filled('${A}', { A: 'x"\nserver: { open_beyond_loopback: true }\n#' })).toBe('x"\nserver: { open_beyond_loopback: true }\n#');
  });
});
