import { describe, expect, it } from 'vitest';
import { CodedError } from '../contract/index.js';
import type { RecordMap } from '../events/index.js';
import { modelConfig, type Config } from './config.js';
import type { ConfigError } from './errors.js';
import { loadConfig } from './load-config.js';
import { defaultModelConfig } from './resolve.js';

const SOURCE = 'sources: [{ name: s, type: file, path: "*.jsonl", format: jsonl, map: { time: ts, model: model } }]\n';

function load(text: string, env: Record<string, string> = {}, files: Record<string, string> = {}): Config {
  const all: Record<string, string> = { '/etc/aiops/aiops.yaml': text, ...files };
  const readFile = (path: string): string => {
    const found = all[path];
    if (found === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return found;
  };
  return loadConfig({ path: '/etc/aiops/aiops.yaml', readFile, env });
}

/** The map of the first source, which is one of events. */
function firstMap({ sources: [source] }: Config): RecordMap {
  if (!source || source.type === 'snapshot' || source.kind === 'labels') throw new Error('the first source has no record map');
  return source.map;
}

function faults(text: string): readonly string[] {
  try {
    load(text);
    return [];
  } catch (error) {
    return (error as ConfigError).faults;
  }
}

describe('loadConfig', () => {
  it('gives durations in milliseconds, sizes in bytes, latency bounds in seconds and absolute paths', () => {
    const config = load(`
store: { path: data, commit_interval: 1.5s, retention: { windows: 1d } }
sources:
  - { name: s, type: file, path: [logs/*.jsonl, /var/log/b.jsonl], format: jsonl, map: { time: ts, model: m }, limits: { line: 2MiB }, clock_skew: 1m }
models:
  m: { baseline: m.json, window: 15m, latency: { threshold: 30ms, buckets: [2.5ms, 100ms] } }
`);
    expect(config.store).toMatchObject({ folder: '/etc/aiops/data', commitIntervalMs: 1500, retention: { windowsMs: 86_400_000 } });
    expect(config.sources[0]).toMatchObject({
      patterns: ['/etc/aiops/logs/*.jsonl', '/var/log/b.jsonl'],
      maxRecordBytes: 2_097_152,
      clockSkewMs: 60_000,
    });
    expect(config.models.get('m')).toMatchObject({ baselinePath: '/etc/aiops/m.json', windowMs: 900_000 });
    // The objective is made a bound: the share of requests under it could only be guessed otherwise.
    expect(config.models.get('m')?.latencyBounds).toEqual([0.0025, 0.03, 0.1]);
  });

  it('takes a latency threshold alone as one for P95, and sets no objective that nobody asked for', () => {
    const models = load(`
sources: [{ name: s, type: file, path: s, format: jsonl, map: { time: ts, model: m } }]
models:
  p95: { latency: { threshold: 30ms } }
  both: { latency: { threshold: 30ms, objective: 0.99 }, errors: { objective: 0.999 } }
  none: {}
`).models;
    expect(models.get('p95')).toMatchObject({ latencyThresholdSeconds: 0.03, latencyObjective: 0.95, errorObjective: null });
    expect(models.get('both')).toMatchObject({ latencyObjective: 0.99, errorObjective: 0.999 });
    expect(models.get('none')).toMatchObject({ latencyThresholdSeconds: null, latencyObjective: null, errorObjective: null });
  });

  it('splits paths of JSON at the dots and takes a column of a CSV as a whole', () => {
    const map = 'map: { time: a.ts, model: { const: m }, latency: { path: a.ms, unit: ms }, features: [a.x, { name: y, path: b.y }] }';
    const json = firstMap(load(`sources: [{ name: s, type: file, path: s, format: jsonl, ${map} }]`));
    expect(json).toMatchObject({
      time: { path: ['a', 'ts'], unit: 'auto' },
      latency: { path: ['a', 'ms'], perSecond: 1000 },
      features: {
        list: [
          { name: 'a.x', path: ['a', 'x'] },
          { name: 'y', path: ['b', 'y'] },
        ],
      },
    });
    const csv = firstMap(load(`sources: [{ name: s, type: file, path: s, format: csv, ${map} }]`));
    expect(csv).toMatchObject({
      time: { path: ['a.ts'] },
      latency: { path: ['a.ms'] },
      features: {
        list: [
          { name: 'a.x', path: ['a.x'] },
          { name: 'y', path: ['b.y'] },
        ],
      },
    });
  });

  it('compares outcome values as text, so that 200 and "200" are one', () => {
    const outcome = 'outcome: { path: status, ok: [200, "OK"], timeout: [true], default: rejected }';
    const map = firstMap(load(SOURCE.replace('model: model', `model: model, ${outcome}`)));
    expect([...(map.outcome?.words ?? [])]).toEqual([
      ['200', 'ok'],
      ['OK', 'ok'],
      ['true', 'timeout'],
    ]);
    expect(map.outcome?.fallback).toBe('rejected');
  });

  it('reads tokens from files beside the configuration, without the white space around them', () => {
    const text = `server: { tokens: [{ scopes: [ingest, read], token_file: secrets/a }, { scopes: [admin], token: "\${T}" }] }\n${SOURCE}`;
    const config = load(text, { T: '2'.repeat(16) }, { '/etc/aiops/secrets/a': ' 1111111111111111 \r\n' });
    expect(config.server.tokens).toEqual([
      { scopes: ['ingest', 'read'], token: '1111111111111111', file: '/etc/aiops/secrets/a' },
      { scopes: ['admin'], token: '2222222222222222', file: null },
    ]);
  });

  it('reads a variable as a number or as true where one is expected, and as text elsewhere', () => {
    const text = `
budget: { series: "\${N}" }
${SOURCE}models: { "\\u006d": { baseline: { bootstrap: "\${N}" }, features: { age: { private: "\${YES}" } } } }
store: { path: "\${N}" }
`;
    const config = load(text, { N: '5000', YES: 'true' });
    expect(config.budget.series).toBe(5000);
    expect(config.store.folder).toBe('/etc/aiops/5000');
    expect(config.models.get('m')).toMatchObject({ bootstrapRows: 5000 });
    expect(config.models.get('m')?.features.get('age')?.isPrivate).toBe(true);
  });

  it('keeps the names of models and features as they are written', () => {
    const { models } = load(`${SOURCE}models: { 1.0: {}, eu.churn: {}, constructor: { features: { toString: { top: 5 } } } }`);
    expect([...models.keys()]).toEqual(['1.0', 'eu.churn', 'constructor']);
    expect(models.get('constructor')?.features.get('toString')?.top).toBe(5);
  });

  it('gives a model its own settings, else those of "*"; without either it is unknown, unless none is configured', () => {
    const defaults = defaultModelConfig();
    const both = load(`${SOURCE}models: { a: { window: 2h }, "*": { window: 3h } }`);
    expect(modelConfig(both, 'a', defaults)?.windowMs).toBe(7_200_000);
    expect(modelConfig(both, 'b', defaults)?.windowMs).toBe(10_800_000);
    expect(modelConfig(load(`${SOURCE}models: { a: {} }`), 'b', defaults)).toBeNull();
    expect(modelConfig(load(SOURCE), 'b', defaults)).toBe(defaults);
  });

  it('gives a configuration that nothing can change, so that a reload swaps it as a whole', () => {
    const config = load(`${SOURCE}models: { m: { features: { age: { range: [0, 1] } }, drift: { thresholds: { age: 0.2 } } } }`);
    const model = config.models.get('m');
    for (const part of [config, config.server, config.sources[0], firstMap(config), model, model?.drift, model?.drift.thresholds]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(Object.isFrozen(model?.features.get('age')?.range)).toBe(true);
  });

  it('gives nothing when one of many keys is wrong, and leaves a configuration that was loaded before as it is', () => {
    const before = load(SOURCE);
    const copy = structuredClone(before);
    expect(faults(`${SOURCE}retire_after: 30d\nbudget: { series: 7 }`)).toHaveLength(1);
    expect(before).toEqual(copy);
  });

  it('names every fault, in the order of the file', () => {
    const lines = faults(`retire_after: soon\nserver: { lisen: x }\n${SOURCE}budget: { models: 0 }\n`);
    expect(lines.map((line) => /:(\d+:\d+): (\S+)/.exec(line)?.slice(1))).toEqual([
      ['1:15', 'retire_after'],
      ['2:11', 'server.lisen'],
      ['4:19', 'budget.models'],
    ]);
  });

  it('says why the file itself cannot be read', () => {
    const missing = (): Config => load(SOURCE, {}, {});
    const readFile = (): string => {
      throw Object.assign(new Error('EISDIR: illegal operation on a directory, read'), { code: 'EISDIR' });
    };
    expect(() => loadConfig({ path: 'conf', readFile, env: {} })).toThrow('the configuration conf cannot be read: it is a folder');
    expect(missing).not.toThrow();
    expect(() => loadConfig({ path: 'conf', readFile, env: {} })).toThrow(CodedError);
  });

  it('lets the exporter listen beyond this machine only with tokens, or when it is told to', () => {
    const open = (listen: string, rest = ''): number => faults(`server: { listen: "${listen}"${rest} }\n${SOURCE}`).length;
    for (const listen of ['127.0.0.1:1', '127.9.9.9:1', 'localhost:1', 'LOCALHOST:1', '[::1]:1'])
      expect([listen, open(listen)]).toEqual([listen, 0]);
    for (const listen of ['0.0.0.0:1', '[::]:1', '10.0.0.1:1', 'localhost.example:1', '128.0.0.1:1', '[::2]:1', '127.1:1'])
      expect([listen, open(listen)]).toEqual([listen, 1]);
    expect(open('0.0.0.0:1', ', open_beyond_loopback: true')).toBe(0);
    expect(open('0.0.0.0:1', ', tokens: [{ scopes: [read], token: "1234567890123456" }]')).toBe(0);
  });
});
