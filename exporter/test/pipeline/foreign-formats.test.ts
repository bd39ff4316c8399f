import { expect, test } from 'vitest';
import { formats } from '../../src/formats/index.js';
import { qualitySettings } from '../quality/quality-settings.js';
import { ID_KEY, NEW_YEAR_MS, ONE_MODEL_MAP, PipelineBed } from './pipeline-bed.js';

const MAP = {
  ...ONE_MODEL_MAP,
  time: { path: ['time'], unit: 'auto' },
  version: { constant: '1' },
  latency: { path: ['latency'], perSecond: 1 },
  outcome: null,
  features: { at: ['features'] },
  prediction: ['prediction'],
} as const;

const truth = (id: string): string =>
  `${JSON.stringify({ groundTruthData: { data: '1', encoding: 'CSV' }, eventMetadata: { eventId: id }, eventVersion: '0' })}\n`;
const capture = (id: string): string =>
  `${JSON.stringify({
    captureData: { endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: '1,2', encoding: 'CSV' } },
    eventMetadata: { eventId: id, inferenceTime: new Date(NEW_YEAR_MS).toISOString() },
    eventVersion: '0',
  })}\n`;
const span = (seconds: number): object => ({
  spanId: 'a',
  startTimeUnixNano: `${NEW_YEAR_MS / 1000}000000000`,
  endTimeUnixNano: `${NEW_YEAR_MS / 1000 + seconds}000000000`,
  attributes: [{ key: 'gen_ai.request.model', value: { stringValue: 'churn' } }],
});
const document = (...spans: object[]): string => `${JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })}\n`;

const events = (bed: PipelineBed, kind: string): number | undefined => bed.sample(`aiops_ingest_events_total{source="log",kind="${kind}"}`);

test('labels are counted as labels, are no inferences and no rejects, and stay counted after a restart', async () => {
  const sources = { log: { map: MAP, format: formats.sagemaker({ columns: ['a', 'b'] }) } };
  let bed = new PipelineBed({ sources });
  bed.append(capture('one'));
  await bed.settle();
  expect([events(bed, 'inference'), events(bed, 'label')]).toEqual([1, undefined]);
  bed.append(truth('one') + truth('two') + capture('two'));
  await bed.settle();
  bed.pipeline.commit();
  bed.append(truth('three'));
  await bed.readAll();
  bed = bed.restart();
  await bed.settle();
  expect([events(bed, 'inference'), events(bed, 'label')]).toEqual([2, 3]);
  expect(bed.sample('aiops_ingest_rejected_total{source="log",reason="schema"}')).toBe(0);
});

test('ground truth in a source of labels joins the captured inferences, each instance by its own id', async () => {
  const captured = (id: string, data: string, answers: string): string =>
    `${JSON.stringify({
      captureData: {
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data, encoding: 'CSV' },
        endpointOutput: { observedContentType: 'text/csv', mode: 'OUTPUT', data: answers, encoding: 'CSV' },
      },
      eventMetadata: { eventId: id, inferenceTime: new Date(NEW_YEAR_MS).toISOString() },
      eventVersion: '0',
    })}\n`;
  const told = (id: unknown, data: string, encoding = 'CSV', more: object = {}): string =>
    `${JSON.stringify({ groundTruthData: { data, encoding, ...more }, eventMetadata: { eventId: id }, eventVersion: '0' })}\n`;
  const idKey = ID_KEY;
  const quality = qualitySettings('binary', { metric: 'accuracy', expected: 0.9, label_horizon_ms: 1e9, label_delay_ms: 1e9, coverage: 1 });
  const bed = new PipelineBed({
    settings: { quality },
    nowMs: 20_000,
    sources: {
      log: { map: { ...MAP, requestId: ['request_id'] }, format: formats.sagemaker({ columns: ['a', 'b'] }), idKey },
      truth: {
        labelMap: { requestId: ['request_id'], model: { constant: 'churn' }, label: ['label'], values: [], time: null },
        format: formats.sagemakerTruth,
        idKey,
      },
    },
  });
  bed.append(
    captured('one', '1,2', '1') + captured('two', '1,2\n3,4', '1\n0') + captured('three', '5,6', '0') + captured('four', '5,6', '1'),
  );
  await bed.settle();
  // A request without an answer, whose time closes the window.
  bed.append(capture('end').replace(new Date(NEW_YEAR_MS).toISOString(), new Date(NEW_YEAR_MS + 10_000).toISOString()));
  await bed.settle();
  const merged = { ...(JSON.parse(captured('four', '5,6', '1')) as object), ...(JSON.parse(told('four', '1')) as object) };
  bed.append(
    [
      told('one', '1'),
      // One line for each instance; the second one was wrong.
      told('two', '1\n1\n'),
      told('three', Buffer.from('0').toString('base64'), 'BASE64', { observedContentType: 'text/csv' }),
      // What a merge job wrote holds both; a capture alone is no label.
      `${JSON.stringify(merged)}\n`,
      captured('five', '1,2', '1'),
      told(7, '1'),
      told('one', '1,0'),
      told('one', '{}', 'JSON'),
    ].join(''),
    'a',
    'truth',
  );
  await bed.settle();
  const labels = (outcome: string): number | undefined => bed.sample(`aiops_labels_total{model="churn",version="1",outcome="${outcome}"}`);
  expect([labels('joined'), labels('unmatched'), labels('duplicate')]).toEqual([5, 0, 0]);
  expect(bed.sample('aiops_ingest_events_total{source="truth",kind="label"}')).toBe(5);
  expect(bed.sample('aiops_ingest_rejected_total{source="truth",reason="schema"}')).toBe(3);
  expect(bed.sample('aiops_model_quality{model="churn",version="1",metric="accuracy"}')).toBe(0.8);
});

test('each request of a document that is refused counts for itself, and costs the others nothing', async () => {
  const bed = new PipelineBed({ sources: { log: { map: MAP, format: formats.otel_genai } } });
  bed.append(document(span(1), span(-1), span(2), span(-2), { ...span(1), startTimeUnixNano: '' }));
  await bed.settle();
  expect(events(bed, 'inference')).toBe(2);
  expect(bed.sample('aiops_ingest_rejected_total{source="log",reason="negative_latency"}')).toBe(2);
  expect(bed.sample('aiops_ingest_rejected_total{source="log",reason="schema"}')).toBe(1);
});

test('a document without an inference moves nothing', async () => {
  const bed = new PipelineBed({ sources: { log: { map: MAP, format: formats.otel_genai } } });
  bed.append(document({ ...span(1), attributes: [] }) + document());
  await bed.settle();
  expect(events(bed, 'inference')).toBe(0);
  for (const reason of ['schema', 'syntax']) expect(bed.sample(`aiops_ingest_rejected_total{source="log",reason="${reason}"}`)).toBe(0);
});
