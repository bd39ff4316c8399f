import { describe, expect, test } from 'vitest';
import { baselineOf, categoricalFeature, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { PipelineBed, linesOf, type BedOptions, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import type { PushAnswer } from './push-intake.js';

const bedOf = (options: BedOptions = {}): PipelineBed => new PipelineBed({ nowMs: 60_000, sources: { log: { type: 'http' } }, ...options });
const push = (bed: PipelineBed, body: string, key: string | null = null): PushAnswer | undefined =>
  bed.pipeline.intakes.get('log')?.push(Buffer.from(body), key);
const requests = (bed: PipelineBed): number | undefined => {
  bed.pipeline.refreshExposition();
  return bed.sample('aiops_inference_requests_total{model="churn",version="1",outcome="ok"}');
};
const events = (t: number, n: number): LogRecord[] => Array.from({ length: n }, (_, i) => ({ t: t + i }));
const batch = linesOf(events(0, 3));

describe('a batch under an Idempotency-Key', () => {
  test('counts once: a retry gets the same answer as a duplicate, before and after the commit, and after a restart', () => {
    const bed = bedOf();
    expect(push(bed, batch, 'k')).toEqual({ kind: 'accepted', accepted: 3, rejected: {} });
    expect(push(bed, batch, 'k')).toEqual({ kind: 'duplicate', accepted: 3, rejected: {} });
    bed.pipeline.commit();
    expect(push(bed, batch, 'k')).toEqual({ kind: 'duplicate', accepted: 3, rejected: {} });
    bed.pipeline.commit();
    const next = bed.restart();
    expect(push(next, batch, 'k')).toEqual({ kind: 'duplicate', accepted: 3, rejected: {} });
    expect(requests(next)).toBe(3);
    expect(next.status().sources[0]).toMatchObject({ events: 3, rejected: { duplicate: 9 } });
  });

  test('tells a retry also which records were rejected', () => {
    const bed = bedOf();
    const mixed = linesOf([{ t: 0 }, { t: 1, l: -1 }]);
    const rejected = { negative_latency: 1 };
    expect(push(bed, mixed, 'k')).toEqual({ kind: 'accepted', accepted: 1, rejected });
    expect(push(bed, mixed, 'k')).toEqual({ kind: 'duplicate', accepted: 1, rejected });
    expect(bed.status().sources[0]?.rejected).toEqual({ negative_latency: 1, duplicate: 1 });
  });

  test('with another body is refused, and changes nothing', () => {
    const bed = bedOf();
    push(bed, batch, 'k');
    expect(push(bed, linesOf(events(0, 2)), 'k')).toEqual({ kind: 'key_reused' });
    expect(requests(bed)).toBe(3);
  });

  test('that was never committed is counted anew after kill -9, like any batch whose answer did not come', () => {
    const bed = bedOf();
    push(bed, batch, 'k');
    const next = bed.restart();
    expect(push(next, batch, 'k')).toMatchObject({ kind: 'accepted' });
    expect(requests(next)).toBe(3);
  });

  test('is durable in the same commit as its counts', () => {
    const bed = bedOf();
    push(bed, batch, 'k');
    bed.pipeline.commit();
    expect(bed.memory.commits.at(-1)).toMatchObject({ keys: [{ source: 'log', key: 'k' }], sources: [{ counters: { events: 3 } }] });
    push(bed, batch, 'other');
    bed.pipeline.commit();
    expect(bed.memory.commits.at(-1)?.keys.map(({ key }) => key)).toEqual(['other']);
  });
});

test('without a key every batch counts', () => {
  const bed = bedOf();
  push(bed, batch);
  push(bed, batch);
  expect(requests(bed)).toBe(6);
});

describe('a malformed batch', () => {
  test('changes nothing but the count of rejected records, and names the line', () => {
    const bed = bedOf();
    push(bed, batch, 'first');
    bed.pipeline.refreshExposition();
    const shown = [...bed.samples()].filter(([name]) => !name.startsWith('aiops_ingest_rejected_total'));
    const broken = `${linesOf(events(10, 2))}{"t":\n${linesOf(events(20, 2))}`;
    expect(push(bed, broken, 'k')).toEqual({
      kind: 'malformed',
      line: 3,
      reason: 'syntax',
      message: 'line 3 is not a record of this source (syntax); nothing of this batch was taken',
    });
    bed.pipeline.refreshExposition();
    expect([...bed.samples()].filter(([name]) => !name.startsWith('aiops_ingest_rejected_total'))).toEqual(shown);
    expect(bed.status().sources[0]?.rejected).toEqual({ syntax: 1 });
  });

  test('does not use up its key', () => {
    const bed = bedOf();
    push(bed, 'nonsense\n', 'k');
    expect(push(bed, batch, 'k')).toMatchObject({ kind: 'accepted', accepted: 3 });
  });

  test('does not use up places for models either', () => {
    const bed = bedOf({ limits: { models: 3 } });
    const names = linesOf(Array.from({ length: 200 }, (_, i) => ({ t: 0, m: `m${i}` })));
    push(bed, `${names}nonsense\n`);
    expect(push(bed, linesOf([{ t: 0, m: 'm199' }]))).toMatchObject({ accepted: 1 });
  });
});

test('a last line without a newline, blank lines and an empty body are fine', () => {
  const bed = bedOf();
  expect(push(bed, batch.trimEnd())).toMatchObject({ accepted: 3 });
  expect(push(bed, `\n\n${batch}\n\n`)).toMatchObject({ accepted: 3 });
  expect(push(bed, '')).toEqual({ kind: 'accepted', accepted: 0, rejected: {} });
});

test('columns that conflict refuse the batch before anything is counted, again and again', () => {
  const bed = bedOf();
  bed.memory.request(baselineOf('churn', [numericFeature('x')]));
  bed.memory.request(baselineOf('fraud', [categoricalFeature('x', ['a'])]));
  push(bed, linesOf([{ t: 0 }]));
  const both = linesOf([
    { t: 1, f: { x: 1 } },
    { t: 1, m: 'fraud', f: { x: 'a' } },
  ]);
  for (let i = 0; i < 3; i++) expect(() => push(bed, both)).toThrow(expect.objectContaining({ code: 'EVENTS_KIND_CONFLICT' }));
  expect(bed.status().sources[0]?.events).toBe(1);
});

test('models that read a field differently can live in sources of their own, as the error advises', () => {
  const bed = bedOf({ sources: { log: { type: 'http' }, other: { type: 'http' } } });
  bed.memory.request(baselineOf('churn', [numericFeature('x')]));
  bed.memory.request(baselineOf('fraud', [categoricalFeature('x', ['a'])]));
  for (let i = 0; i < 3; i++) {
    expect(push(bed, linesOf([{ t: i, f: { x: 1 } }]))).toMatchObject({ accepted: 1 });
    const other = bed.pipeline.intakes.get('other');
    expect(other?.push(Buffer.from(linesOf([{ t: i, m: 'fraud', f: { x: 'a' } }])), null)).toMatchObject({ accepted: 1 });
  }
});

test('a batch with many new models is taken as a whole', () => {
  const bed = bedOf({ limits: { models: 60 } });
  const body = linesOf(Array.from({ length: 5000 }, (_, i) => ({ t: i % 900, m: `m${Math.floor(i / 100)}` })));
  expect(push(bed, body)).toEqual({ kind: 'accepted', accepted: 5000, rejected: {} });
});

test('models that occur only in records without a believable time use up no place', () => {
  const bed = bedOf({ limits: { models: 1 } });
  push(bed, linesOf([{ t: 1e9, m: 'from the future' }]));
  expect(push(bed, linesOf([{ t: 0 }]))).toMatchObject({ accepted: 1 });
});
