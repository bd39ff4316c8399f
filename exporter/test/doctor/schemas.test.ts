import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildBaseline, saveBaseline } from '../../src/baseline/io.js';
import { examine } from '../../src/cli/doctor/examine.js';
import type { Finding } from '../../src/doctor/index.js';
import { eventually, startExporter } from '../processes/exporter.js';
import { freePort } from '../processes/free-port.js';
import { HealthySetUp } from './healthy-set-up.js';

let setUp: HealthySetUp;

/** Makes the baseline of the configuration one whose ages end there. */
async function useBaseline(oldest: number): Promise<void> {
  const rows = Array.from({ length: 1000 }, (_, i) => `${18 + (i % (oldest - 17))},${['DE', 'FR', 'IT'][i % 3]},${1000 + i}`);
  setUp.write('reference.csv', `age,country,income\n${rows.join('\n')}\n`);
  const built = await buildBaseline({ model: 'churn', modelVersion: '7', from: setUp.at('reference.csv') });
  await saveBaseline(setUp.at('churn.json'), built, 'replace');
}

/** An exporter registers the schema of the baseline that it judges by. */
async function runOnce(version: number): Promise<void> {
  const exporter = await startExporter(setUp.config);
  try {
    const isRegistered = async (): Promise<true | null> => {
      const answer = await fetch(`${exporter.url}/api/v1/models/churn/schemas`, {
        headers: { Authorization: 'Bearer a-token-of-the-doctor-test' },
      });
      return answer.ok && ((await answer.json()) as { version: number }[]).some((schema) => schema.version === version) ? true : null;
    };
    await eventually(isRegistered, `version ${version} of the schema to be registered`);
  } finally {
    await exporter.stop();
  }
}

async function found(): Promise<Finding[]> {
  const { findings } = await examine({ configPath: setUp.config });
  return findings.filter(({ code }) => !code.startsWith('exporter_'));
}

beforeAll(async () => {
  setUp = await HealthySetUp.make(await freePort());
  await useBaseline(97);
  await runOnce(1);
});
afterAll(() => setUp.remove());

describe('aiops doctor on schemas', () => {
  test('finds nothing while the baseline has the schema that is registered', async () => {
    expect(await found()).toEqual([]);
  });

  test('finds a baseline that will break records of the schema that is registered', async () => {
    await useBaseline(40);
    const [only, ...more] = await found();
    expect(more).toEqual([]);
    expect(only).toMatchObject({ code: 'schema_breaks', severity: 'warning', where: setUp.at('churn.json') });
    expect(only?.found).toMatch(/records of version 1 break by it: age range narrowed$/);
  });

  test('finds a baseline that is older than the schema that the model came to', async () => {
    await useBaseline(40);
    await runOnce(2);
    expect(await found()).toEqual([]);
    await useBaseline(97);
    const [only, ...more] = await found();
    expect(more).toEqual([]);
    expect(only).toMatchObject({ code: 'schema_older', severity: 'warning' });
    expect(only?.found).toMatch(/has version 1 of the schema, but the model came to version 2 on 20.*: age range narrowed$/);
  });
});
