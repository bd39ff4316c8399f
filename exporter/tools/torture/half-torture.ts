import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExporterProcess, freePort } from './exporter-process.js';
import { HalfLog } from './half-log.js';
import type { Comparison, Difference } from './ledger.js';
import { SOURCE, writeTortureConfig } from './torture-config.js';
import { torture, type TortureOptions, type TortureResult, type Workload } from './torture-run.js';

/** Inferences a kill: 1 M with the default of 200 kills. */
const PAIRS_PER_KILL = 5000;
/** Event time that is behind when the log begins, so that none of it lies in the future. */
const AGO_MS = 6 * 3600_000;

/** Kills the exporter at random moments while it joins requests and responses that are logged apart. */
export async function tortureHalves(options: TortureOptions): Promise<TortureResult> {
  const { folder, kills, random } = options;
  const port = await freePort();
  const log = join(folder, 'payload.jsonl');
  writeFileSync(log, '');
  const config = writeTortureConfig(folder, port, { type: 'file', path: log }, 'kserve');
  const exporter = new ExporterProcess(config, port, join(folder, 'exporter.log'));
  const halves = new HalfLog(Date.now() - AGO_MS, kills * PAIRS_PER_KILL, random);
  const writer = new HalfWriter(log, options.rate, halves, exporter);
  const outcome = await torture(exporter, { compare: (text) => compare(text, halves) }, options, writer);
  return {
    ...outcome,
    kills: exporter.starts - 1,
    starts: exporter.starts,
    records: writer.lines,
    recordsPerSecond: writer.linesPerSecond,
    others: { pairs: halves.totals.pairs, duplicates: halves.totals.duplicates, 'peak RSS MB': writer.peakMegabytes },
  };
}

/** Writes the log until all inferences are in it. */
class HalfWriter implements Workload {
  readonly #path: string;
  readonly #rate: number;
  readonly #halves: HalfLog;
  readonly #exporter: ExporterProcess;
  #givenUp = false;
  #began = 0;
  #ended = 0;
  lines = 0;
  peakMegabytes = 0;

  constructor(path: string, rate: number, halves: HalfLog, exporter: ExporterProcess) {
    this.#path = path;
    this.#rate = rate;
    this.#halves = halves;
    this.#exporter = exporter;
  }

  get linesPerSecond(): number {
    return Math.round(this.lines / ((this.#ended - this.#began) / 1000));
  }

  get state(): string {
    return `${this.lines} halves written, peak RSS ${this.peakMegabytes} MB`;
  }

  /** The log has an end of its own: when the kills are over, what is left is written. */
  stop(how: 'finish' | 'give up'): void {
    this.#givenUp = how === 'give up';
  }

  async run(): Promise<void> {
    this.#began = performance.now();
    for (let lines = this.#halves.next(); lines && !this.#givenUp; lines = this.#halves.next()) {
      appendFileSync(this.#path, lines.join(''));
      this.lines += lines.length;
      this.#ended = performance.now();
      this.#notePeak();
      const aheadMs = (this.lines / this.#rate) * 1000 - (this.#ended - this.#began);
      if (aheadMs > 5) await sleep(aheadMs);
      else if (this.lines % 20 === 0) await sleep(0);
    }
  }

  #notePeak(): void {
    const { pid } = this.#exporter;
    if (pid === null) return;
    try {
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      this.peakMegabytes = Math.max(this.peakMegabytes, Math.round(Number(peak ?? 0) / 1024));
    } catch {
      // It was killed just now.
    }
  }
}

/** What /metrics shows against what was written. Halves that wait at the end are alone as well: their other half was not written. */
function compare(exposition: string, { totals }: HalfLog): Comparison {
  const sum = (pattern: RegExp): number =>
    [...exposition.matchAll(new RegExp(`^${pattern.source} (\\S+)$`, 'gm'))].reduce((total, match) => total + Number(match[1]), 0);
  const expected: [string, number, number][] = [
    ['aiops_inference_requests_total', totals.pairs, sum(/aiops_inference_requests_total\{.*\}/)],
    ['aiops_inference_latency_seconds_count', totals.pairs, sum(/aiops_inference_latency_seconds_count\{.*\}/)],
    ['latency in ms', totals.latencyMs, Math.round(sum(/aiops_inference_latency_seconds_sum\{.*\}/) * 1000)],
    ['aiops_feature_values_total{feature="a"}', totals.requests, sum(/aiops_feature_values_total\{.*feature="a".*\}/)],
    ['aiops_feature_values_total{feature="b"}', totals.requests, sum(/aiops_feature_values_total\{.*feature="b".*\}/)],
    ['requests alone', totals.lonelyRequests, sum(/aiops_ingest_(?:unmatched_total|waiting)\{.*side="request"\}/)],
    ['responses alone', totals.lonelyResponses, sum(/aiops_ingest_(?:unmatched_total|waiting)\{.*side="response"\}/)],
    ['duplicates', totals.duplicates, sum(/aiops_ingest_rejected_total\{.*reason="duplicate"\}/)],
    ['other rejects', 0, sum(/aiops_ingest_rejected_total\{.*reason="(?!duplicate).*"\}/)],
    [`aiops_ingest_events_total{source="${SOURCE}"}`, totals.pairs, sum(/aiops_ingest_events_total\{.*\}/)],
  ];
  const differences: Difference[] = expected
    .filter(([, written, counted]) => written !== counted)
    .map(([series, written, counted]) => ({ series, written, counted }));
  const [, pairs, counted] = expected[0] as [string, number, number];
  return { lost: Math.max(0, pairs - counted), doubled: Math.max(0, counted - pairs), differences };
}
