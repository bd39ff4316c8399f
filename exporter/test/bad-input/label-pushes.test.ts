import { afterAll, beforeAll, expect, test } from 'vitest';
import { LABEL_OUTCOMES } from '../../src/contract/index.js';
import { eventually } from '../processes/exporter.js';
import { total } from './exposition.js';
import { makeHomeFolder } from './home-folder.js';
import { HORIZON, IDS, label, prediction } from './label-case.js';
import { LABEL_PUSHES, PUSHED_IDS } from './label-pushes.cases.js';
import { PUSH_LIMITS, plus, startBed, type PushBed } from './push-bed.js';
import { MAP } from './sample-log.js';
import { scrape } from './settled.js';

const home = makeHomeFolder();
let bed: PushBed;

const outcomes = async (): Promise<Record<string, number>> => {
  const samples = await scrape(bed.exporter);
  return Object.fromEntries(LABEL_OUTCOMES.map((outcome) => [outcome, total(samples, 'aiops_labels_total', { outcome })]));
};

beforeAll(async () => {
  const quality = { task: 'binary', positive: 'yes', metric: 'accuracy', min_samples: 2, label_delay: '1m', label_horizon: HORIZON };
  bed = await startBed(home, 'outcomes', {
    sources: [
      { name: 'predictions', type: 'http', map: { ...MAP, model: 'model', request_id: 'id' } },
      {
        name: 'outcomes',
        type: 'http',
        kind: 'labels',
        map: { time: 'known', request_id: 'id', model: 'model', label: 'truth' },
        limits: PUSH_LIMITS,
      },
    ],
    models: { known: { window: '1s', lateness: '0s', idle: '100ms', quality } },
  });
  const body = PUSHED_IDS.map((id) => prediction(id)).join('\n');
  expect(await bed.push({ path: '/api/v1/ingest/predictions', body })).toMatchObject({ status: 202 });
  // Which labels wait for nothing is known once the window has closed.
  const isClosed = async (): Promise<true | null> => (total(await scrape(bed.exporter), 'aiops_quality_verdicts_total') > 0 ? true : null);
  await eventually(isClosed, 'the window of the predictions to close');
  expect(await bed.push({ body: label({ id: IDS.before, model: 'known' }) })).toMatchObject({ status: 202 });
});

afterAll(async () => {
  await bed?.exporter.stop();
  home.remove();
});

test.each(LABEL_PUSHES.map((pushCase) => [pushCase.name, pushCase] as const))('%s', async (_, pushCase) => {
  const { request, status, error, answer, rejected = answer?.rejected ?? {}, taken = answer?.accepted ?? 0, labels = {} } = pushCase;
  const [before, joined] = [await bed.tally(), await outcomes()];
  const body = label({ id: 'p1', model: 'known' });
  const found = await (typeof request === 'function' ? request(bed) : bed.push({ body, ...request }));
  expect({ status: found.status, body: JSON.parse(found.body) as unknown }).toEqual({ status, body: error ? { error } : answer });
  expect(await bed.tally()).toEqual(plus(before, { events: taken, rejected, refused: error ? { [status]: 1 } : {} }));
  const expected = Object.fromEntries(LABEL_OUTCOMES.map((outcome) => [outcome, (joined[outcome] ?? 0) + (labels[outcome] ?? 0)]));
  expect(await outcomes()).toEqual(expected);
});

test('the labels before and after all of that are joined once', async () => {
  const { joined } = await outcomes();
  expect(await bed.push({ body: label({ id: IDS.after, model: 'known' }) })).toMatchObject({ status: 202 });
  expect(await outcomes()).toMatchObject({ joined: (joined ?? 0) + 1 });
});

test('the log holds neither tokens nor what was pushed', () => {
  expect(bed.exporter.output()).not.toMatch(/token-of|churm|nobody|late payment/);
});
