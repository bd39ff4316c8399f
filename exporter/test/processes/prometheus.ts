import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '../../tools/find-tool.js';
import { startChild, type Child } from './child.js';
import { eventually } from './exporter.js';
import { freePort } from './free-port.js';

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface RunningPrometheus extends Child {
  readonly url: string;
  /** @param timeMs the moment that is asked for; default: now */
  query(expression: string, timeMs?: number): Promise<Sample[]>;
}

/** What a Prometheus may be told beside its jobs. */
export interface PrometheusExtras {
  /** YAML of further sections of its configuration. */
  readonly sections?: string;
  /** Files beside the configuration, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly interval?: string;
  /** How long samples are kept; default: that of Prometheus, 15 days. */
  readonly retention?: string;
  /** Where it listens; default: a free port. A Prometheus that is started again is found at its old address. */
  readonly port?: number;
  /** Further options of its command line. */
  readonly options?: readonly string[];
}

/** Starts a real Prometheus that scrapes jobs of targets (`host:port`) every second, or as `extras` say. */
export async function startPrometheus(
  folder: string,
  jobs: Readonly<Record<string, readonly string[]>>,
  { sections = '', files = {}, interval = '1s', retention = '15d', port: ownPort, options = [] }: PrometheusExtras = {},
): Promise<RunningPrometheus> {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'prometheus.yml');
  const scrapes = Object.entries(jobs).map(
    ([job, targets]) => `  - job_name: ${job}\n    static_configs: [{ targets: ${JSON.stringify(targets)} }]`,
  );
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const global = `global: { scrape_interval: ${interval}, evaluation_interval: 1s }`;
  writeFileSync(config, `${global}\n${sections}\nscrape_configs:\n${scrapes.join('\n')}\n`);
  const port = ownPort ?? (await freePort());
  const child = startChild(findTool('prometheus'), [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--storage.tsdb.retention.time=${retention}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
    ...options,
  ]);
  const url = `http://127.0.0.1:${port}`;
  const query = async (expression: string, timeMs?: number): Promise<Sample[]> => {
    const at = timeMs === undefined ? {} : { time: String(timeMs / 1000) };
    const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: expression, ...at }) });
    const answer = (await response.json()) as {
      status: string;
      error?: string;
      data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    if (answer.status !== 'success' || !answer.data) throw new Error(`${expression}: ${answer.error ?? response.status}`);
    return answer.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  };
  const isReady = async (): Promise<true | null> => {
    if (child.process.exitCode !== null) throw new Error(child.output());
    return fetch(`${url}/-/ready`).then(
      (response) => (response.ok ? true : null),
      () => null,
    );
  };
  await eventually(isReady, 'Prometheus to be ready');
  return { ...child, url, query };
}
