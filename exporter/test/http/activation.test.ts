import { expect, it, onTestFinished } from 'vitest';
import { makeHomeFolder } from '../bad-input/home-folder.js';
import { MAP, sampleBaseline } from '../bad-input/sample-log.js';
import { startExporter } from '../processes/exporter.js';
import { ask, type RawAnswer } from './raw-connection.js';

const TOKENS = { read: 'token-of-the-reader', write: 'token-of-the-release' };

it('a baseline that judged before is made to judge again over the API', async () => {
  const home = makeHomeFolder();
  onTestFinished(() => home.remove());
  const earlier = sampleBaseline('known');
  home.write('known.json', earlier);
  const config = home.configure({
    server: { listen: '127.0.0.1:0', tokens: Object.entries(TOKENS).map(([scope, token]) => ({ scopes: [scope], token })) },
    sources: [{ name: 'log', type: 'file', path: '*.jsonl', format: 'jsonl', map: { ...MAP, model: 'model' } }],
    models: { known: { baseline: 'known.json' } },
  });
  const exporter = await startExporter(config);
  onTestFinished(async () => void (await exporter.stop()));
  const port = Number(new URL(exporter.url).port);
  const activate = (sha: string, token: string): Promise<RawAnswer> =>
    ask(port, { method: 'POST', path: `/api/v1/baselines/${sha}/activate`, headers: { Authorization: `Bearer ${token}` } });
  const listed = async (): Promise<{ sha256: string; model: string }[]> =>
    JSON.parse((await ask(port, { path: '/api/v1/baselines', headers: { Authorization: `Bearer ${TOKENS.read}` } })).body) as never;

  const [{ sha256 } = { sha256: '' }] = await listed();
  expect(await listed()).toHaveLength(1);
  expect((await activate(sha256, TOKENS.read)).status).toBe(403);
  expect(await listed()).toHaveLength(1);
  expect((await activate('0'.repeat(64), TOKENS.write)).status).toBe(404);
  const answer = await activate(sha256, TOKENS.write);
  expect([answer.status, JSON.parse(answer.body)]).toEqual([202, { model: 'known', sha256 }]);
  // Asked for, durable, and waiting for a window to begin.
  expect(await listed()).toMatchObject([{ sha256 }, { sha256 }]);
});
