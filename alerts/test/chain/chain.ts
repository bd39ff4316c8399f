import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { incidentSchema, type IncidentRecord } from '@aiops/exporter/contract';
import { startAlertmanager, type RunningAlertmanager } from '../../../exporter/test/processes/alertmanager.js';
import { eventually, startExporter, type RunningExporter } from '../../../exporter/test/processes/exporter.js';
import { freePort } from '../../../exporter/test/processes/free-port.js';
import { startPrometheus, type RunningPrometheus } from '../../../exporter/test/processes/prometheus.js';
import { PROMETHEUS_OPTIONS, alertmanagerConfig } from './bundle-on-faster-clock.js';

/** How long a step of the chain may take on a machine that is busy with other things. */
export const PATIENCE_MS = 120_000;

export interface ChainOptions {
  /** Rule files of Prometheus, by name. */
  readonly rules: Readonly<Record<string, string>>;
  /** YAML of the exporter's configuration: `sources` and `models`. */
  readonly models: string;
  /** Where pages and tickets go; default: nowhere. */
  readonly people?: string;
}

type Ports = Readonly<Record<'exporter' | 'prometheus' | 'alertmanager', number>>;

/** An alert as Alertmanager lists it. */
export interface ListedAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string; readonly silencedBy: readonly string[]; readonly inhibitedBy: readonly string[] };
}

/**
 * A real exporter, Prometheus and Alertmanager in a ring: the exporter is scraped, rules fire, Alertmanager tells the exporter. Each can
 * be stopped and started again where it was.
 */
export class Chain {
  readonly folder: string;
  readonly #ports: Ports;
  readonly #options: ChainOptions;
  exporter!: RunningExporter;
  prometheus!: RunningPrometheus;
  alertmanager!: RunningAlertmanager;

  private constructor(folder: string, ports: Ports, options: ChainOptions) {
    this.folder = folder;
    this.#ports = ports;
    this.#options = options;
  }

  /** Nothing of it runs yet. */
  static async prepare(options: ChainOptions): Promise<Chain> {
    const [exporter, prometheus, alertmanager] = [await freePort(), await freePort(), await freePort()];
    const chain = new Chain(mkdtempSync(join(tmpdir(), 'aiops-chain-')), { exporter, prometheus, alertmanager }, options);
    writeFileSync(chain.configPath, chain.#config());
    return chain;
  }

  get configPath(): string {
    return join(this.folder, 'aiops.yaml');
  }

  async startExporter(): Promise<void> {
    this.exporter = await startExporter(this.configPath, {}, PATIENCE_MS);
  }

  async startAlertmanager(): Promise<void> {
    const config = alertmanagerConfig(`127.0.0.1:${this.#ports.exporter}`, this.#options.people);
    this.alertmanager = await startAlertmanager(join(this.folder, 'alertmanager'), config, this.#ports.alertmanager);
  }

  async startPrometheus(): Promise<void> {
    const { rules } = this.#options;
    const target = `127.0.0.1:${this.#ports.alertmanager}`;
    const sections = [
      `rule_files: ${JSON.stringify(Object.keys(rules))}`,
      `alerting: { alertmanagers: [{ static_configs: [{ targets: ["${target}"] }] }] }`,
    ].join('\n');
    this.prometheus = await startPrometheus(
      join(this.folder, 'prometheus'),
      { aiops: [`127.0.0.1:${this.#ports.exporter}`] },
      { sections, files: rules, port: this.#ports.prometheus, options: PROMETHEUS_OPTIONS },
    );
  }

  async stop(): Promise<void> {
    await Promise.all([this.exporter?.stop(), this.prometheus?.stop(), this.alertmanager?.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async incidents(query = ''): Promise<IncidentRecord[]> {
    return incidentSchema.array().parse(await (await fetch(`${this.exporter.url}/api/v1/incidents${query}`)).json());
  }

  /** Waits until an incident of a model is as wanted, and fails with what there is. */
  async incident(model: string, isWanted: (incident: IncidentRecord) => boolean, what: string): Promise<IncidentRecord> {
    let seen: IncidentRecord[] = [];
    const look = async (): Promise<IncidentRecord | null> => {
      seen = await this.incidents(`?model=${model}`).catch(() => []);
      return seen.find(isWanted) ?? null;
    };
    return eventually(look, what, PATIENCE_MS).catch((error: Error) => {
      throw new Error(`${error.message}; incidents: ${JSON.stringify(seen)}`);
    });
  }

  /** Waits until an expression has a value in Prometheus, and answers it. */
  async value(expression: string, isWanted: (value: number) => boolean = () => true): Promise<number> {
    const look = async (): Promise<number | null> => {
      const [sample] = await this.prometheus.query(expression).catch(() => []);
      return sample && isWanted(sample.value) ? sample.value : null;
    };
    return eventually(look, `Prometheus to have ${expression}`, PATIENCE_MS);
  }

  /** The samples of a selector as they were stored, oldest first: [time in ms, value]. */
  async samples(selector: string): Promise<{ metric: Readonly<Record<string, string>>; values: [number, number][] }[]> {
    const query = new URLSearchParams({ query: `${selector}[1h]` });
    const answer = (await (await fetch(`${this.prometheus.url}/api/v1/query?${query.toString()}`)).json()) as {
      data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
    };
    return answer.data.result.map(({ metric, values }) => ({
      metric,
      values: values.map(([seconds, value]) => [Math.round(seconds * 1000), Number(value)]),
    }));
  }

  async alerts(): Promise<ListedAlert[]> {
    return (await (await fetch(`${this.alertmanager.url}/api/v2/alerts`)).json()) as ListedAlert[];
  }

  #config(): string {
    return [
      `server: { listen: "127.0.0.1:${this.#ports.exporter}" }`,
      `store: { path: ${JSON.stringify(join(this.folder, 'store'))} }`,
      // Programs start in seconds, which would be minutes: reopening is longer than on the faster clock (15 s), and so is a poll (1 s).
      `incidents: { alertmanager: "http://127.0.0.1:${this.#ports.alertmanager}", poll: 5s, reopen: 75s, group_within: 5s }`,
      this.#options.models,
      '',
    ].join('\n');
  }
}
