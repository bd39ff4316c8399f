import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, type RunningExporter } from '../processes/exporter.js';
import {
  FULL_AT_START,
  FULL_DISK,
  KILLED_WHILE_FULL,
  PUSHED_WHILE_FULL,
  READ_ONLY_AT_START,
  READ_ONLY_DISK,
  WHILE_RUNNING,
} from './disk.cases.js';
import { total } from './exposition.js';
import { makeHomeFolder } from './home-folder.js';
import { runRefused, startExporterBy } from './namespaced.js';
import { MAP, line } from './sample-log.js';
import { scrape, statusOf } from './settled.js';
import { mountSmallDisk, type SmallDisk } from './small-disk.js';

const home = makeHomeFolder();
const STORE = home.at('disk/store');
const filled = (text: string): string => text.replaceAll('{store}', STORE);
/** What was written so far: each record counts once, whatever happens to the disk. */
const ledger = { log: 0, push: 0 };

let disk: SmallDisk;
let config: string;
let exporter: RunningExporter | null = null;

interface PushAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter: string | null;
}

/** A batch that is sent until it is taken; a batch with the same key counts once. */
async function push(key: string, records: number): Promise<PushAnswer> {
  const body = Array.from({ length: records }, () => line({ latency: 0.5, status: 200 })).join('\n');
  const headers = { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': key };
  const answer = await fetch(`${running().url}/api/v1/ingest/push`, { method: 'POST', headers, body });
  return { status: answer.status, body: await answer.json(), retryAfter: answer.headers.get('retry-after') };
}

async function pushUntilTaken(key: string, records: number): Promise<void> {
  await eventually(async () => ((await push(key, records)).status < 300 ? true : null), `the batch ${key} to be taken`);
  ledger.push += records;
}

function appendToLog(records: number): void {
  appendFileSync(home.at('logs/a.jsonl'), `${line({ latency: 0.5, status: 200 })}\n`.repeat(records));
  ledger.log += records;
}

function running(): RunningExporter {
  if (!exporter) throw new Error('no exporter runs');
  return exporter;
}

async function start(): Promise<void> {
  exporter = await startExporterBy(disk.enter, config);
}

async function counted(): Promise<{ log: number; push: number; requests: number; seconds: number }> {
  const samples = await scrape(running());
  const events = (source: string): number => total(samples, 'aiops_ingest_events_total', { source });
  return {
    log: events('log'),
    push: events('push'),
    requests: total(samples, 'aiops_inference_requests_total'),
    seconds: total(samples, 'aiops_inference_latency_seconds_sum'),
  };
}

/** Everything that was written is counted, and once. */
async function expectLedger(): Promise<void> {
  await eventually(async () => ((await counted()).log >= ledger.log ? true : null), `${ledger.log} records of the log to be counted`);
  const requests = ledger.log + ledger.push;
  expect(await counted()).toEqual({ ...ledger, requests, seconds: requests * 0.5 });
}

/** The same, and that it is what the store holds: a position that was not committed with its counts would be read again. */
async function expectLedgerAfterCrash(): Promise<void> {
  await expectLedger();
  await running().stop('SIGKILL');
  await start();
  await expectLedger();
}

const checkpointAge = async (): Promise<number> => total(await scrape(running()), 'aiops_checkpoint_age_seconds');
const readiness = async (): Promise<Response> => fetch(`${running().url}/-/ready`);
const becomes = async (status: number): Promise<unknown> =>
  eventually(async () => ((await readiness()).status === status ? true : null), `/-/ready to answer ${status}`);

beforeAll(async () => {
  disk = await mountSmallDisk(home.at('disk'));
  home.write('logs/a.jsonl', '');
  const map = { ...MAP, model: { const: 'm' } };
  config = home.configure({
    store: { path: 'disk/store' },
    sources: [
      { name: 'log', type: 'file', path: 'logs/*.jsonl', format: 'jsonl', map },
      { name: 'push', type: 'http', map },
    ],
  });
  await start();
  appendToLog(100);
  await pushUntilTaken('before', 10);
  await expectLedger();
});

afterAll(async () => {
  await exporter?.stop();
  await disk?.unmount();
  home.remove();
});

test(WHILE_RUNNING.name, async () => {
  const before = await counted();
  disk.fill();
  appendToLog(200);
  await becomes(503);
  // Health, readiness, pushes, scrapes.
  expect((await fetch(`${running().url}/-/healthy`)).status).toBe(200);
  const unavailable = { error: { ...FULL_DISK.unavailable, message: filled(FULL_DISK.unavailable.message) } };
  expect(await (await readiness()).json()).toEqual(unavailable);
  expect(await push('refused', 30)).toEqual({ status: 503, body: unavailable, retryAfter: '1' });
  expect(await counted()).toEqual(before);
  const age = await checkpointAge();
  await eventually(async () => ((await checkpointAge()) > age + 1 ? true : null), 'aiops_checkpoint_age_seconds to grow');
  expect(await counted()).toEqual(before);
  // What a person reads.
  const [problem = ''] = (await statusOf(running())).problems;
  const [since] = /\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(problem) ?? [];
  expect(problem).toBe(filled(FULL_DISK.problem).replace('{since}', String(since)));
  expect(running().output()).toContain(filled(FULL_DISK.logged));
  // And when there is space again.
  disk.free();
  await becomes(200);
  expect(running().output()).toMatch(/kind=commit_recovered msg="state is committed again after \d+ s"/);
  await expectLedgerAfterCrash();
  await pushUntilTaken('refused', 30);
  await expectLedger();
});

test(PUSHED_WHILE_FULL.name, async () => {
  disk.fill();
  const pending = push('in flight', 20);
  await becomes(503);
  disk.free();
  await becomes(200);
  const { status } = await pending;
  expect([202, 503]).toContain(status);
  await pushUntilTaken('in flight', 20);
  await expectLedgerAfterCrash();
  expect(await push('in flight', 20)).toMatchObject({ status: 200, body: { accepted: 20, duplicate: true } });
  await expectLedger();
});

test(KILLED_WHILE_FULL.name, async () => {
  disk.fill();
  const pending = push('lost answer', 40).catch(() => 'the connection broke');
  await becomes(503);
  appendToLog(300);
  await running().stop('SIGKILL');
  expect(await pending).toBe('the connection broke');
  disk.free();
  await start();
  await pushUntilTaken('lost answer', 40);
  await expectLedger();
});

test(FULL_AT_START.name, async () => {
  expect(await running().stop()).toBe(0);
  disk.fill();
  appendToLog(50);
  expect(await runRefused(['serve', '--config', config], disk.enter)).toEqual({ code: 2, output: filled(FULL_DISK.atStart) });
  disk.free();
});

test(READ_ONLY_AT_START.name, async () => {
  disk.remount('ro');
  expect(await runRefused(['serve', '--config', config], disk.enter)).toEqual({ code: 2, output: filled(READ_ONLY_DISK) });
  disk.remount('rw');
});

test('a start after both of these counts everything, and nothing twice', async () => {
  await start();
  await pushUntilTaken('after', 10);
  await expectLedger();
});

describe('an exporter whose disk is full before anybody scraped it', () => {
  let pushedAsShown: number;

  beforeAll(async () => {
    await running().stop();
    await start();
    disk.fill();
    appendToLog(10);
    await becomes(503);
    pushedAsShown = (await counted()).push;
    disk.free();
    await expectLedger();
  });

  test('shows what was committed before it started', () => {
    expect(pushedAsShown).toBe(ledger.push);
  });
});
