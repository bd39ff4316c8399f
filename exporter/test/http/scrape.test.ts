import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { METRIC_FAMILIES, type MetricFamily } from '../../src/contract/index.js';
import { HotExposition, NoticeSink, ProcessMetrics, renderMetrics } from '../../src/metrics/index.js';
import { findTool } from '../../tools/find-tool.js';
import { requestBytes, RawConnection, type RawAnswer } from './raw-connection.js';
import { startServer, type RunningServer } from './running-server.js';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
const PROMETHEUS =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const scrape = ({ ask }: RunningServer, headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer> =>
  ask({ path: '/metrics', headers, method });

describe('/metrics', () => {
  it.each([
    ['nothing', {}, TEXT],
    ['anything', { Accept: '*/*' }, TEXT],
    ['a web page', { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }, TEXT],
    ['what Prometheus 2.42 asks for', { Accept: PROMETHEUS }, OPENMETRICS],
    ['OpenMetrics, but text rather', { Accept: 'application/openmetrics-text;version=1.0.0;q=0.4,text/plain;q=0.5' }, TEXT],
    ['OpenMetrics not at all', { Accept: 'application/openmetrics-text;q=0' }, TEXT],
  ])('answers in the format for a client that asks for %s', async (_, headers, type) => {
    const answer = await scrape(await startServer(), headers);
    expect(answer.headers).toMatchObject({ 'content-type': type, vary: 'Accept, Accept-Encoding' });
    expect(answer.body).toBe(type === TEXT ? '# text\n' : '# openmetrics\n');
  });

  it.each([
    ['gzip', true],
    ['GZIP;q=0.5, identity', true],
    ['x-gzip', true],
    ['br, *', true],
    ['deflate', false],
    ['gzip;q=0', false],
    ['*;q=0', false],
    ['gzip;q=0, *', false],
    ['gzip;q=0.0, identity', false],
    ['', false],
  ])('packs the answer for Accept-Encoding %j: %s', async (accepted, isPacked) => {
    const answer = await scrape(await startServer(), { 'Accept-Encoding': accepted });
    expect(answer.headers['content-encoding']).toBe(isPacked ? 'gzip' : undefined);
    expect((isPacked ? gunzipSync(answer.bytes) : answer.bytes).toString()).toBe('# text\n');
  });

  it('answers HEAD with the head of GET and no body', async () => {
    const running = await startServer();
    const [get, head] = [await scrape(running), await scrape(running, {}, 'HEAD')];
    expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' });
    expect(head.body).toBe('');
  });

  it('renders once for all scrapes that overlap, packed or not, and anew for the next', async () => {
    const running = await startServer();
    const { backend } = running;
    let finish: (text: Buffer) => void = () => undefined;
    backend.exposition = () => new Promise((resolve) => (finish = resolve));
    const connections = await Promise.all(Array.from({ length: 6 }, () => RawConnection.open(running.port)));
    connections.forEach((connection, i) =>
      connection.send(requestBytes({ path: '/metrics', headers: i % 2 === 0 ? {} : { 'Accept-Encoding': 'gzip' } })),
    );
    await vi.waitFor(() => expect(backend.renderings).toBe(1));
    await running.ask({ path: '/-/healthy' });
    finish(Buffer.from('one\n'));
    const texts = (await Promise.all(connections.map((connection) => connection.untilClosed()))).map(([answer]) =>
      answer?.headers['content-encoding'] ? gunzipSync(answer.bytes).toString() : answer?.body,
    );
    expect(texts).toEqual(Array.from({ length: 6 }, () => 'one\n'));
    expect(backend.renderings).toBe(1);
    backend.exposition = async () => Buffer.from('two\n');
    expect((await scrape(running)).body).toBe('two\n');
  });

  it('recovers from a rendering that failed', async () => {
    const running = await startServer();
    running.backend.exposition = () => Promise.reject(new Error('once'));
    expect((await scrape(running, { 'Accept-Encoding': 'gzip' })).status).toBe(500);
    running.backend.exposition = async () => Buffer.from('again\n');
    expect((await scrape(running, { 'Accept-Encoding': 'gzip' })).status).toBe(200);
  });
});

const HOSTILE = 'a"b\\c\nd{e="f"} 1\u00e9\u2028\0';

/** Every family of the catalogue with series, the process and the runtime included; label values are hostile. */
function fullExposition(): RunningServer['backend']['exposition'] {
  const hot = new HotExposition();
  const own = new ProcessMetrics({ version: '0.1.0', node: process.version, runtime: 'collect' });
  const sink = new NoticeSink({ metrics: own, stream: { write: () => undefined }, format: 'json', clock: { nowMs: () => 0 } });
  sink.notify({ kind: 'series_dropped', family: 'aiops_feature_values_total', reason: 'budget', count: 3 });
  sink.notify({ kind: 'request_refused', route: '/api/v1/ingest/:source', status: 400, code: 'HTTP_RECORD_MALFORMED', count: 1 });
  own.setCheckpointAge(0.5);
  own.setConfigReloaded('taken_over');
  own.setSources(new Map([[HOSTILE, { isUp: true, lagSeconds: 1.5, backlogBytes: 10 }]]));
  own.setStoreBytes({ windows: 4096 });
  for (const { name, type, labels } of METRIC_FAMILIES) {
    const set = Object.fromEntries(labels.map((label) => [label, label === 'quantile' ? '0.5' : HOSTILE]));
    try {
      if (type === 'histogram') hot.histogram(name, set, [0.01, 1, 60]).counts.set([1, 2, 3, 4]);
      else hot.series(name, [set]).values[0] = 0.1;
    } catch (error) {
      // Families of the process are not hot.
      if ((error as { code?: string }).code !== 'METRICS_OWNER') throw error;
    }
  }
  own.setSeries(Object.fromEntries(hot.seriesCounts()));
  return (format) => renderMetrics(hot.render(format), own, format);
}

async function served(accept: string): Promise<string> {
  const running = await startServer();
  running.backend.exposition = fullExposition();
  return gunzipSync((await scrape(running, { Accept: accept, 'Accept-Encoding': 'gzip' })).bytes).toString();
}

/** Sample lines by the family whose head they stand under. */
function blocks(text: string): { readonly name: string; readonly type: string; readonly samples: readonly string[] }[] {
  return text
    .split(/^# HELP /m)
    .slice(1)
    .map((block) => {
      const [, type = ''] = /^# TYPE \S+ (\S+)$/m.exec(block) ?? [];
      return {
        name: block.slice(0, block.indexOf(' ')),
        type,
        samples: block
          .split('\n')
          .slice(1)
          .filter((line) => line !== '' && !line.startsWith('#')),
      };
    });
}

describe('the whole exposition', () => {
  it('holds every family of the catalogue and passes promtool check metrics', async () => {
    const input = await served('text/plain');
    expect(blocks(input).map(({ name }) => name)).toEqual(expect.arrayContaining(METRIC_FAMILIES.map(({ name }) => name)));
    const { status, stdout, stderr } = spawnSync(findTool('promtool'), ['check', 'metrics'], { input, encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('in OpenMetrics ends with its one EOF, names each family once and counters without _total in their heads', async () => {
    const text = await served('application/openmetrics-text');
    expect(text.split('# EOF').length).toBe(2);
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    const found = blocks(text);
    expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
    const suffixes: Readonly<Record<string, readonly string[]>> = {
      counter: ['_total'],
      gauge: [''],
      summary: [''],
      histogram: ['_bucket', '_sum', '_count'],
    };
    for (const { name, type, samples } of found) {
      const names = samples.map((line) => /^[a-z_][\w:]*/i.exec(line)?.[0]);
      expect([...new Set(names)].sort()).toEqual((suffixes[type] ?? []).map((suffix) => name + suffix).sort());
      expect(name).not.toMatch(/_total$/);
    }
  });

  it('in both formats has the same sample lines, each with well-formed labels and a number', async () => {
    const lines = async (accept: string): Promise<string[]> =>
      blocks(await served(accept)).flatMap(({ name, samples }) => (name.startsWith('aiops_') ? samples : []));
    const text = await lines('text/plain');
    expect(await lines('application/openmetrics-text')).toEqual(text);
    const label = String.raw`[a-z0-9_]+="(?:[^"\\\n\0]|\\[\\"n])*"`;
    for (const line of text) expect(line).toMatch(new RegExp(`^[a-z_]+(?:\\{${label}(?:,${label})*\\})? (?:[0-9.e+-]+|[+-]Inf)$`));
  });

  it('has a name for every family that fits its type and its unit', () => {
    for (const { name, type, unit } of METRIC_FAMILIES as readonly MetricFamily[]) {
      const base = name.replace(/_total$/, '');
      expect([name, type === 'counter']).toEqual([name, name.endsWith('_total')]);
      expect(base).not.toMatch(/_(?:sum|count|bucket|created|total)$/);
      if (unit === 'seconds' || unit === 'bytes') expect(base).toMatch(new RegExp(`_${unit}$`));
    }
  });
});
