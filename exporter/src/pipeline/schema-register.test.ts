import { expect, test } from 'vitest';
import { PipelineBed, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import { baselineOf, categoricalFeature, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { sealBaseline } from '../baseline/index.js';

const A = baselineOf('churn', [numericFeature('x')]);
const B = baselineOf('churn', [numericFeature('x'), categoricalFeature('c', ['red', 'blue'])]);
/** Another baseline than A, of data that look the same. */
const LIKE_A = sealBaseline({ ...A, model_version: '2' });

const events = (t: number): LogRecord[] => Array.from({ length: 50 }, (_, i) => ({ t: t + i, f: { x: (i % 10) + 0.5, c: 'red' } }));
/** The schema that is exposed, as `version hash`. */
const exposed = (bed: PipelineBed): string[] =>
  [...bed.samples().keys()].flatMap((name) => {
    const [, version, sha256 = ''] = /^aiops_schema_info\{.*schema_version="(\d+)",sha256="(.*)"\}$/.exec(name) ?? [];
    return version === undefined ? [] : [`${version} ${sha256.slice(0, 8)}`];
  });

/** Lets one baseline after the other judge a window. */
async function judgeBy(bed: PipelineBed, baselines: readonly (typeof A)[]): Promise<string[]> {
  const shown: string[] = [];
  for (const baseline of baselines) {
    const { now } = bed;
    bed.memory.request(baseline);
    bed.now += 1000;
    bed.close();
    bed.write(events(now));
    await bed.settle();
    shown.push(...exposed(bed));
  }
  return shown;
}

test('a schema that the model did not have gets the next number, and one that it had keeps its own', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  const shown = await judgeBy(bed, [A, B, LIKE_A, B]);
  expect(shown.map((text) => text.split(' ')[0])).toEqual(['1', '2', '1', '2']);
  expect(shown[2]).toBe(shown[0]);
  expect(shown[1]).not.toBe(shown[0]);
  expect(bed.memory.content.schemas.map(({ version, baselineSha256 }) => [version, baselineSha256])).toEqual([
    [1, A.sha256],
    [2, B.sha256],
  ]);
});

test('numbers of a model start at 1, whatever other models have', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(A);
  bed.memory.request(baselineOf('fraud', [categoricalFeature('c', ['red'])]));
  bed.write([...events(0), ...events(0).map((event) => ({ ...event, m: 'fraud' }))]);
  await bed.settle();
  expect(bed.memory.content.schemas.map(({ model, version }) => [model, version])).toEqual([
    ['churn', 1],
    ['fraud', 1],
  ]);
});

test('a schema is registered with the commit of its activation, once, also where that fails at first', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  bed.memory.request(A);
  bed.memory.request(B);
  bed.write(events(0));
  await bed.readAll();
  bed.memory.failure = new Error('disk full');
  expect(bed.pipeline.commit()).toBe(false);
  expect(bed.memory.content.schemas).toEqual([]);
  bed.memory.failure = null;
  expect(bed.pipeline.commit()).toBe(true);
  bed.write(events(5000));
  await bed.settle();
  expect(bed.memory.content.schemas.map(({ version }) => version)).toEqual([1, 2]);
});

test('a store from before schemas were registered registers those of its baselines at the next start', async () => {
  const bed = new PipelineBed({ nowMs: 60_000 });
  await judgeBy(bed, [A, B]);
  bed.memory.content.schemas.length = 0;
  const next = bed.restart();
  await next.settle();
  expect(next.memory.content.schemas.map(({ version, baselineSha256 }) => [version, baselineSha256])).toEqual([
    [1, A.sha256],
    [2, B.sha256],
  ]);
  expect(exposed(next)).toEqual(exposed(bed));
});
