import { Agent, request } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { makeHomeFolder } from '../bad-input/home-folder.js';
import { eventually, startExporter, type RunningExporter } from '../processes/exporter.js';

const PAIRS = 400;
const KILL_AFTER = 150;
const AT_ONCE = 16;
const TIME = new Date().toISOString();

/** The halves of all inferences, as the payload logger sends them: one event a request, in binary mode, without a key. */
const EVENTS = Array.from({ length: PAIRS }, (_, i) => i).flatMap((i) =>
  (['request', 'response'] as const).map((side) => ({
    headers: {
      'Content-Type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': `id-${i}`,
      'ce-type': `org.kubeflow.serving.inference.${side}`,
      'ce-source': 'http://localhost:9081/',
      'ce-time': TIME,
      'ce-recordedtime': TIME,
      'ce-inferenceservicename': 'churn',
    },
    body: side === 'request' ? `{"instances":\n[[${i}, 2.5]]}` : '{"predictions":[1]}',
  })),
);

/** Sends events over connections that are kept, and resolves with the statuses; null where the connection broke. */
async function send(url: string, onAnswer: () => void = () => undefined): Promise<(number | null)[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const one = ({ headers, body }: (typeof EVENTS)[number]): Promise<number | null> =>
    new Promise((resolve) => {
      const sending = request(`${url}/api/v1/ingest/kserve`, { agent, method: 'POST', headers }, (answer) => {
        answer.resume().on('close', () => resolve(answer.statusCode ?? null));
        onAnswer();
      });
      sending.on('error', () => resolve(null)).end(body);
    });
  const statuses = await Promise.all(EVENTS.map(one));
  agent.destroy();
  return statuses;
}

async function requestsOf(exporter: RunningExporter): Promise<number> {
  const found = /^aiops_inference_requests_total\{model="churn".*outcome="ok"\} (\d+)$/m.exec(await exporter.metrics());
  return Number(found?.[1] ?? NaN);
}

it('events of a payload logger are answered when they are durable: a kill loses and doubles nothing', async () => {
  const home = makeHomeFolder();
  onTestFinished(() => home.remove());
  const config = home.configure({ sources: [{ name: 'kserve', type: 'http', format: 'kserve' }] });
  const first = await startExporter(config);
  let answers = 0;
  const statuses = await send(first.url, () => {
    if (++answers === KILL_AFTER) first.process.kill('SIGKILL');
  });
  await first.ended;
  const taken = statuses.filter((status) => status === 202).length;
  expect(statuses.every((status) => status === 202 || status === null)).toBe(true);
  expect(taken).toBeGreaterThanOrEqual(KILL_AFTER);
  const wholePairs = Array.from({ length: PAIRS }, (_, i) => i).filter((i) => statuses[2 * i] === 202 && statuses[2 * i + 1] === 202);

  const second = await startExporter(config);
  onTestFinished(async () => void (await second.stop()));
  // What was answered is there before anything is sent again.
  if (wholePairs.length > 0) expect(await requestsOf(second)).toBeGreaterThanOrEqual(wholePairs.length);
  expect(new Set(await send(second.url))).toEqual(new Set([202]));
  const requests = await eventually(async () => ((await requestsOf(second)) >= PAIRS ? requestsOf(second) : null), 'all pairs');
  expect(requests).toBe(PAIRS);
});
