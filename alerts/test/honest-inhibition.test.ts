import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentRecord } from '@aiops/exporter/contract';
import { eventually, runAiops } from '../../exporter/test/processes/exporter.js';
import { DEFAULT_CONFIG } from '../src/config.js';
import { ruleFiles } from './chain/bundle-on-faster-clock.js';
import { Chain, PATIENCE_MS, type ListedAlert } from './chain/chain.js';
import { LiveLog, type Behaviour } from './chain/live-log.js';
import { People } from './chain/people.js';

/** Two features of a request. The values of x come in turn, so that every window sees all of them. */
const features = (n: number): { x: number; y: number } => ({ x: (n % 100) / 100, y: (n * 7919) % 100 });
const request = (x: number, y: number): { version: string; features: object } => ({ version: '7', features: { x, y } });

const HEALTHY: Behaviour = (n) => request(features(n).x, features(n).y);
/** Requests with a small x change, some to a value that cannot be. */
const DRIFTED: Behaviour = (n) => request(n % 10 === 0 ? 7 : 0.5 + features(n).x / 2, features(n).y);
/** Every second record does not come to the log as a whole. */
const halfOf =
  (behaviour: Behaviour): Behaviour =>
  (n) =>
    n % 2 === 0 ? behaviour(n) : null;

const DOUBTED = ['ModelDataQualityDegraded', 'ModelFeatureDrift'];

/**
 * Drift and data quality of half a log are those of the half: while the pipeline is sick nobody is sent for them, and when it is well
 * and they are still there, somebody is. With a real exporter, Prometheus and Alertmanager; rules, routes and inhibitions are those of
 * the bundle on the faster clock.
 */
describe('a log of which half does not arrive, and what is left of it drifted', { timeout: 2 * PATIENCE_MS }, () => {
  let chain: Chain;
  let log: LiveLog;
  let people: People;

  beforeAll(async () => {
    people = await People.listen();
    const map = 'time: ts, model: { const: churn }, version: version, features: features';
    const drift = 'drift: { min_samples: 200 }, features: { x: { range: [0, 1] } }';
    chain = await Chain.prepare({
      rules: ruleFiles(DEFAULT_CONFIG, (file) => (['pipeline', 'drift', 'data-quality'].includes(file.name) ? file : null)),
      models: [
        `sources: [{ name: log, type: file, path: log.jsonl, format: jsonl, map: { ${map} } }]`,
        `models: { churn: { baseline: churn.json, window: 5s, lateness: 0s, idle: 1s, ${drift} } }`,
      ].join('\n'),
      people: people.url,
    });
    const rows = Array.from({ length: 2000 }, (_, n) => `${features(n).x},${features(n).y}`);
    writeFileSync(join(chain.folder, 'reference.csv'), `x,y\n${rows.join('\n')}\n`);
    const build = ['baseline', 'build', '--model', 'churn', '--version', '7', '--from', join(chain.folder, 'reference.csv')];
    const built = await runAiops([...build, '--out', join(chain.folder, 'churn.json')]);
    expect(built, built.output).toMatchObject({ code: 0 });
    log = new LiveLog(join(chain.folder, 'log.jsonl'), HEALTHY);
    await chain.startExporter();
    await Promise.all([chain.startAlertmanager(), chain.startPrometheus()]);
  }, PATIENCE_MS);

  afterAll(async () => {
    log?.stop();
    await chain?.stop();
    await people?.close();
  }, PATIENCE_MS);

  /** The alerts of ours that Alertmanager has, once it has all of the wanted ones. */
  const listed = async (names: readonly string[], isWanted: (alert: ListedAlert) => boolean): Promise<ListedAlert[]> => {
    let seen: ListedAlert[] = [];
    const look = async (): Promise<ListedAlert[] | null> => {
      seen = (await chain.alerts()).filter(({ labels }) => names.includes(labels['alertname'] ?? ''));
      return names.every((name) => seen.some((alert) => alert.labels['alertname'] === name && isWanted(alert))) ? seen : null;
    };
    return eventually(look, names.join(' and '), PATIENCE_MS).catch((error: Error) => {
      throw new Error(`${error.message}; Alertmanager has ${JSON.stringify(seen)}`);
    });
  };
  const told = (name: string): Promise<true> =>
    eventually(async () => (people.toldOf('ticket').includes(name) ? true : null), `the ticket ${name}`, PATIENCE_MS);

  test('a healthy log is judged and raises nothing', async () => {
    await chain.value('aiops_drift_rate{model="churn"}', (rate) => rate === 0);
    expect(await chain.incidents()).toEqual([]);
  });

  test('half of the log is lost: that is a ticket about the pipeline', async () => {
    log.change(halfOf(HEALTHY));
    const [sick] = await listed(['IngestRejecting'], ({ status }) => status.state === 'active');
    expect(sick?.labels).toMatchObject({ source: 'log', cause: 'pipeline' });
    await told('IngestRejecting');
  });

  test('drift and data quality of what is left fire, and nobody is sent for them', async () => {
    log.change(halfOf(DRIFTED));
    const suppressed = await listed(DOUBTED, ({ status }) => status.state === 'suppressed');
    for (const { status } of suppressed) expect([status.silencedBy, status.inhibitedBy.length > 0]).toEqual([[], true]);
    expect(people.toldOf('ticket').filter((name) => DOUBTED.includes(name))).toEqual([]);
  });

  test('the incidents are there all the same: held back, and acknowledged by nobody', async () => {
    const isHeldBack = ({ cause, phase }: IncidentRecord): boolean => cause === 'drift' && phase === 'suppressed';
    const drift = await chain.incident('churn', isHeldBack, 'the suppressed incident');
    expect(drift).toMatchObject({ acknowledged: null, alerts: [{ alertname: 'ModelFeatureDrift', held_back: 'inhibited' }] });
    const pipeline = (await chain.incidents('?state=open')).find(({ cause }) => cause === 'pipeline');
    expect(pipeline).toMatchObject({ model: null, phase: 'firing' });
  });

  test('the log is whole again and still drifted: now somebody is sent for it', async () => {
    log.change(DRIFTED);
    await told('ModelFeatureDrift');
    await told('ModelDataQualityDegraded');
    const isPlain = ({ cause, phase }: IncidentRecord): boolean => cause === 'drift' && phase === 'firing';
    expect((await chain.incident('churn', isPlain, 'the incident that fires')).alerts).toMatchObject([{ held_back: null }]);
  });
});
