import { afterAll, beforeAll, expect, test } from 'vitest';
import { total } from './exposition.js';
import { makeHomeFolder } from './home-folder.js';
import { PUSH_BODIES } from './push-bodies.cases.js';
import { plus, startPushBed, type PushBed } from './push-bed.js';
import { PUSH_FLOWS } from './push-flows.cases.js';
import { PUSH_REQUESTS } from './push-requests.cases.js';
import { GOOD, line, odd } from './sample-log.js';
import { scrape } from './settled.js';

const CASES = [...PUSH_REQUESTS, ...PUSH_BODIES, ...PUSH_FLOWS];

const home = makeHomeFolder();
let bed: PushBed;

beforeAll(async () => {
  bed = await startPushBed(home);
  expect(await bed.push({ body: line(GOOD.before) })).toMatchObject({ status: 202 });
});

afterAll(async () => {
  await bed?.exporter.stop();
  home.remove();
});

test.each(CASES.map((pushCase) => [pushCase.name, pushCase] as const))('%s', async (_, pushCase) => {
  const { request, status, headers = {}, error, answer, rejected = answer?.rejected ?? {}, taken = answer?.accepted ?? 0 } = pushCase;
  const before = await bed.tally();
  const found = await (typeof request === 'function' ? request(bed) : bed.push({ body: odd(), ...request }));
  expect({ status: found.status, body: JSON.parse(found.body) as unknown }).toEqual({ status, body: error ? { error } : answer });
  expect(found.headers).toMatchObject(headers);
  const after = await bed.tally();
  const refused = error ? { [status]: 1 } : {};
  const expected = plus(before, { events: taken, requests: taken, seconds: taken * 0.5, rejected, refused });
  expect(after).toEqual(pushCase.refusals === 'any number' ? { ...expected, refused: after.refused } : expected);
});

test('the batches before and after all of that are counted once', async () => {
  expect(await bed.push({ body: line(GOOD.after) })).toMatchObject({ status: 202 });
  const samples = await scrape(bed.exporter);
  for (const bin of ['b03', 'b07']) expect(total(samples, 'aiops_feature_values_total', { feature: 'age', bin })).toBe(1);
  for (const bin of ['DE', 'FR']) expect(total(samples, 'aiops_feature_values_total', { feature: 'country', bin })).toBe(1);
  for (const answer of ['yes', 'no']) expect(total(samples, 'aiops_predictions_total', { class: answer })).toBe(1);
});

test('the log holds neither tokens nor what was pushed', () => {
  expect(bed.exporter.output()).not.toMatch(/token-of|made-up|maybe|churm|psuh/);
});
