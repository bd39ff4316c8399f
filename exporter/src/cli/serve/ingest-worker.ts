import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { METRIC_FAMILIES, type Notice } from '../../contract/index.js';
import type { Config } from '../../config/index.js';
import { HotExposition } from '../../metrics/index.js';
import { PipelineRunner, pipelineStatus, type Pipeline } from '../../pipeline/index.js';
import { openStore, type Store } from '../../store/index.js';
import { activateStoredBaseline } from './activate-stored-baseline.js';
import { buildPipeline, pipelineSettings } from './build-pipeline.js';
import { IncidentWorker } from './incident-worker.js';
import { readConfiguredBaselines, requestBaselines } from './configured-baselines.js';
import type { FromWorker, Question, Questions } from './messages.js';
import { problemLines } from './problem-lines.js';
import { readConfig } from './read-config.js';
import { restartReasons } from './restart-reasons.js';
import { systemClock } from './system-clock.js';
import { TableThread } from './table-thread.js';
import { threadProblem } from './thread-problem.js';

const RETENTION_INTERVAL_MS = 30_000;

/** The ingest thread: owns the store, the sources and the state. */
class IngestWorker {
  readonly #port: MessagePort;
  readonly #exposition = new HotExposition();
  readonly #store: Store;
  readonly #pipeline: Pipeline;
  readonly #runner: PipelineRunner;
  readonly #incidents: IncidentWorker;
  readonly #tables = new TableThread();
  #config: Config;

  constructor(port: MessagePort, config: Config) {
    this.#port = port;
    this.#config = config;
    this.#store = openStore({ folder: config.store.folder, mode: 'own', nowMs: Date.now });
    const notify = (notice: Notice): void => this.#send({ type: 'notice', notice });
    try {
      const common = { config, store: this.#store, exposition: this.#exposition, notify };
      this.#pipeline = buildPipeline({ ...common, tables: this.#tables, nowMs: Date.now });
      this.#incidents = new IncidentWorker(config, this.#store, this.#exposition, notify);
    } catch (error) {
      this.#store.close();
      throw error;
    }
    this.#noteConfiguration();
    this.#runner = new PipelineRunner(this.#pipeline, systemClock(), config.store.commitIntervalMs);
  }

  start(): void {
    this.#port.on('message', (question: Question) => {
      this.#answer(question).then(
        (value) => {
          const hot = question.name === 'render' ? [(value as Questions['render']['answer']).hot.buffer as ArrayBuffer] : [];
          this.#send({ type: 'answer', id: question.id, value }, hot);
        },
        (error: unknown) => this.#send({ type: 'failed', id: question.id, problem: threadProblem(error) }),
      );
    });
    this.#runner.start();
    setInterval(() => this.#applyRetention(), RETENTION_INTERVAL_MS).unref();
    this.#send({ type: 'ready' });
  }

  async #answer(question: Question): Promise<unknown> {
    switch (question.name) {
      case 'render':
        return this.#render(question.ask.format);
      case 'push': {
        const { body, source, key } = question.ask;
        return this.#runner.push(source, Buffer.from(body.buffer, body.byteOffset, body.byteLength), key);
      }
      case 'status':
        return pipelineStatus(this.#pipeline);
      case 'reload':
        return this.#reload(question.ask);
      case 'activate':
        return activateStoredBaseline(this.#store, question.ask.sha256, Date.now());
      case 'tell': {
        const { truncated, rejected, source } = question.ask;
        if (truncated > 0) this.#send({ type: 'notice', notice: { kind: 'alerts_truncated', source, count: truncated } });
        if (rejected > 0) this.#send({ type: 'notice', notice: { kind: 'alerts_unusable', source, count: rejected } });
        if (truncated > 0) this.#incidents.pollSoon();
        return this.#incidents.desk.tell(question.ask);
      }
      case 'act':
        return this.#incidents.desk.act(question.ask.id, question.ask.act);
      case 'stop':
        await this.#incidents.stop();
        await this.#runner.stop();
        await this.#tables.close();
        this.#store.close();
        return {};
    }
  }

  async #render(format: 'text' | 'openmetrics'): Promise<Questions['render']['answer']> {
    this.#runner.refreshExposition();
    this.#incidents.desk.refreshExposition();
    // Two turns instead of one: what waits in between need not wait for both.
    await new Promise((resolve) => setImmediate(resolve));
    const hot = this.#exposition.render(format);
    const store = Object.fromEntries(this.#store.sizes().records.map(({ record, bytes }) => [record, bytes]));
    const series: Record<string, number> = {};
    const counts = this.#exposition.seriesCounts();
    for (const { name } of METRIC_FAMILIES) {
      const count = counts.get(name);
      if (count !== undefined && count > 0) series[name] = count;
    }
    return { hot, store, series };
  }

  #reload({ configPath, text }: Questions['reload']['ask']): Questions['reload']['answer'] {
    let next: Config;
    try {
      next = readConfig(configPath, text);
      const reasons = restartReasons(this.#config, next);
      if (reasons.length > 0) return { ok: false, errors: reasons };
      requestBaselines(readConfiguredBaselines(next), this.#store, Date.now());
    } catch (error) {
      return { ok: false, errors: problemLines(error) };
    }
    const { settingsOf, limits, feed } = pipelineSettings(next);
    this.#pipeline.reconfigure(settingsOf, limits, feed);
    this.#runner.setCommitInterval(next.store.commitIntervalMs);
    this.#incidents.reconfigure(next);
    this.#config = next;
    this.#noteConfiguration();
    return { ok: true };
  }

  /** Since when a configuration runs: verdicts name it by its hash. */
  #noteConfiguration(): void {
    const { sha256 } = this.#config;
    try {
      this.#store.commit(({ configurations }) => configurations.see(sha256, Date.now()));
    } catch {
      // A store that cannot be written is reported by the commits; the next start or reload notes it.
    }
  }

  #applyRetention(): void {
    try {
      const { deleted } = this.#store.applyRetention(Date.now(), this.#config.store.retention);
      for (const [record, count] of Object.entries(deleted))
        this.#send({ type: 'notice', notice: { kind: 'retention_applied', record, count } });
    } catch {
      // A store that cannot be written is reported by the commits; retention comes again.
    }
  }

  #send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfer);
  }
}

if (parentPort) {
  const port = parentPort;
  try {
    new IngestWorker(port, readConfig((workerData as { configPath: string }).configPath)).start();
  } catch (error) {
    port.postMessage({ type: 'fatal', problem: threadProblem(error) } satisfies FromWorker);
  }
}
