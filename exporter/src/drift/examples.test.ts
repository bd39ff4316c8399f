import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOM = new URL('./', import.meta.url);
const EXAMPLE = /@example (?<code>.+?) \/\/ (?<value>.+)$/gm;
/** Examples print as many digits as a reader wants to see. */
const RELATIVE = 1e-9;

interface Example {
  readonly file: string;
  readonly code: string;
  readonly value: string;
}

const files = readdirSync(ROOM).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts');
const examples: Example[] = files.flatMap((file) =>
  [...readFileSync(new URL(file, ROOM), 'utf8').matchAll(EXAMPLE)].map(({ groups }) => ({
    file,
    code: groups?.['code'] ?? '',
    value: groups?.['value'] ?? '',
  })),
);

async function run(file: string, code: string): Promise<unknown> {
  const module = (await import(new URL(file, ROOM).href)) as Record<string, unknown>;
  return new Function(...Object.keys(module), `return ${code}`)(...Object.values(module));
}

describe('the examples in the docstrings give the values beside them', () => {
  it('finds an example in every measure and test', () => {
    expect(examples.length).toBeGreaterThanOrEqual(25);
  });

  it.each(examples.map((example) => [example.code, example] as const))('%s', async (_, { file, code, value }) => {
    const got = await run(file, code);
    const values = typeof got === 'number' ? [got] : Array.from(got as ArrayLike<number>);
    const want = [JSON.parse(value) as number | number[]].flat();
    expect(values).toHaveLength(want.length);
    want.forEach((expected, i) => expect(Math.abs((values[i] ?? NaN) - expected)).toBeLessThanOrEqual(RELATIVE * Math.abs(expected)));
  });
});
