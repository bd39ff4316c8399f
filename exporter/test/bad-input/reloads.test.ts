import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startExporter, type RunningExporter } from '../processes/exporter.js';
import { total } from './exposition.js';
import { makeHomeFolder } from './home-folder.js';
import { RELOADS, writeGood } from './reloads.cases.js';
import { line } from './sample-log.js';
import { scrape, statusOf } from './settled.js';

const home = makeHomeFolder();
let exporter: RunningExporter;
let pushed = 0;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function post(path: string, body = ''): Promise<Answer> {
  const headers = { 'Content-Type': 'application/x-ndjson' };
  const answer = await fetch(`${exporter.url}${path}`, { method: 'POST', headers, body });
  return { status: answer.status, body: await answer.json() };
}

const reload = (): Promise<Answer> => post('/-/reload');
const success = async (): Promise<number> => total(await scrape(exporter), 'aiops_config_last_reload_successful');

/** The configuration that was there before judges and counts as ever. */
async function expectRunning(): Promise<void> {
  expect((await fetch(`${exporter.url}/-/ready`)).status).toBe(200);
  expect(await post('/api/v1/ingest/push', line({ model: 'churn' }))).toEqual({
    status: 202,
    body: { accepted: 1, rejected: {}, duplicate: false },
  });
  pushed++;
  const samples = await scrape(exporter);
  expect(total(samples, 'aiops_inference_requests_total', { model: 'churn' })).toBe(pushed);
  expect(total(samples, 'aiops_baseline_info', { model: 'churn' })).toBe(1);
}

beforeAll(async () => {
  writeGood(home);
  exporter = await startExporter(home.at('aiops.yaml'));
});

afterAll(async () => {
  await exporter?.stop();
  home.remove();
});

test.each(RELOADS.map((reloadCase) => [reloadCase.name, reloadCase] as const))('%s', async (_, { spoil, faults }) => {
  const problems = faults.map((fault) => fault.replaceAll('{home}', home.path));
  spoil(home);
  const answer = await reload();
  expect(answer).toEqual({
    status: 422,
    body: {
      error: {
        code: 'HTTP_RELOAD_REFUSED',
        message: 'the configuration was refused; the running one stays',
        advice: 'correct what problems lists and reload again',
        problems,
      },
    },
  });
  expect(await success()).toBe(0);
  expect((await statusOf(exporter)).problems).toEqual([
    `The last reload of the configuration was refused; the running one stays: ${problems.join(' | ')}`,
  ]);
  expect(exporter.output()).toContain(
    `kind=config_refused msg=${JSON.stringify(`configuration ${home.at('aiops.yaml')} was refused, the running one stays: ${problems.join(' | ')}`)}`,
  );
  await expectRunning();
  writeGood(home);
  expect(await reload()).toEqual({ status: 200, body: { ok: true } });
  expect(await success()).toBe(1);
  expect((await statusOf(exporter)).problems).toEqual([]);
  await expectRunning();
});

test('SIGHUP is refused and taken over as a reload by HTTP is', async () => {
  const [{ spoil } = { spoil: writeGood }] = RELOADS;
  spoil(home);
  exporter.process.kill('SIGHUP');
  await eventually(async () => ((await success()) === 0 ? true : null), 'the reload to be refused');
  await expectRunning();
  writeGood(home);
  exporter.process.kill('SIGHUP');
  await eventually(async () => ((await success()) === 1 ? true : null), 'the reload to be taken over');
  await expectRunning();
});
