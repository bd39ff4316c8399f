import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/index.js';
import { batchQuality } from './batch-quality.js';
import { ExporterProcess, freePort } from './exporter-process.js';
import { LabelLog, SPAN_MS } from './label-log.js';
import type { Comparison, Difference } from './ledger.js';
import { torture, type TortureOptions, type TortureResult, type Workload } from './torture-run.js';

/** Labels that are there before their predictions: they have to wait. */
const EARLY = 20_000;
/** Lines that are written at once. */
const LINES = 20_000;
/** How long the exporter may take in all, a million rows. */
const PATIENCE_MS_PER_MILLION = 20 * 60_000;
const SHORTEST_PATIENCE_MS = 120_000;
/** How often it says how far it is. */
const TELL_MS = 5000;
/** Windows of both versions, and some. */
const MANY_WINDOWS = 10_000;
/** Beyond rounding: an area is a sum in another order there. */
const ROUNDING = 1e-9;

/**
 * Kills the exporter at random moments while it joins labels that come up to 30 days late, shuffled, twice, corrected, or never; then holds
 * its counts against what was written, and the quality of every window against a batch over the same files.
 */
export async function tortureLabels(options: TortureOptions & { readonly rows: number }): Promise<TortureResult> {
  const { folder, rows, progress } = options;
  const port = await freePort();
  const files = { predictions: join(folder, 'predictions.jsonl'), labels: join(folder, 'labels.jsonl') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const config = writeConfig(folder, port, files);
  const exporter = new ExporterProcess(config, port, join(folder, 'exporter.log'));
  const startMs = Math.floor((Date.now() - 2 * SPAN_MS) / 3_600_000) * 3_600_000;
  const log = new LabelLog(rows, startMs);
  const workload = new LabelWorkload(files, log, exporter, folder);
  const telling = setInterval(() => progress(workload.state), TELL_MS);
  const outcome = await torture(exporter, { compare: (text) => compare(text, log) }, options, workload).finally(() =>
    clearInterval(telling),
  );
  progress(`counts compared, the batch reads ${Math.round((statSync(files.predictions).size + statSync(files.labels).size) / 1e6)} MB`);
  const quality = await compareQuality(folder, files, rows);
  const totals = log.totals();
  return {
    ...outcome,
    differences: [...outcome.differences, ...quality.differences],
    kills: exporter.starts - 1,
    starts: exporter.starts,
    records: 2 * rows,
    recordsPerSecond: Math.round((2 * rows) / workload.seconds),
    others: {
      predictions: rows,
      joined: totals.joined,
      again: totals.again,
      strangers: totals.strangers,
      windows: quality.windows,
      'peak RSS MB': workload.peakMegabytes,
      'store MB': Math.round(statSync(join(folder, 'data', 'aiops.db')).size / 1e6),
    },
  };
}

function writeConfig(folder: string, port: number, files: { predictions: string; labels: string }): string {
  const path = join(folder, 'aiops.yaml');
  const quality = '{ task: binary, positive: "1", metric: accuracy, expected: 0.8, label_delay: 1d, label_horizon: 31d, min_samples: 2 }';
  writeFileSync(
    path,
    `server: { listen: 127.0.0.1:${port} }
store: { path: ./data, retention: { labels: 90d } }
sources:
  - name: predictions
    type: file
    path: ${files.predictions}
    format: jsonl
    map: { time: { path: ts, unit: ms }, model: { const: m }, version: v, request_id: id, prediction: y, score: p }
  - name: labels
    type: file
    kind: labels
    path: ${files.labels}
    format: jsonl
    map: { time: { path: ts, unit: ms }, model: { const: m }, request_id: id, label: y }
models:
  m: { window: 1h, idle: 2s, lateness: 1m, quality: ${quality} }
`,
  );
  return path;
}

/** Writes both files, then waits until all of them is counted and scored. */
class LabelWorkload implements Workload {
  readonly #files: { readonly predictions: string; readonly labels: string };
  readonly #log: LabelLog;
  readonly #exporter: ExporterProcess;
  readonly #folder: string;
  #givenUp = false;
  state = 'nothing written';
  seconds = 0;
  peakMegabytes = 0;

  constructor(files: { predictions: string; labels: string }, log: LabelLog, exporter: ExporterProcess, folder: string) {
    this.#files = files;
    this.#log = log;
    this.#exporter = exporter;
    this.#folder = folder;
  }

  stop(how: 'finish' | 'give up'): void {
    this.#givenUp = how === 'give up';
  }

  async run(): Promise<void> {
    const { rows } = this.#log;
    const began = performance.now();
    const early = Math.min(EARLY, Math.floor(rows / 10));
    await this.#write(this.#files.labels, 0, early, (n) => this.#log.labels(n));
    await this.#write(this.#files.predictions, 0, rows, (i) => this.#log.prediction(i));
    await this.#write(this.#files.labels, early, rows, (n) => this.#log.labels(n));
    const deadline = Date.now() + Math.max(SHORTEST_PATIENCE_MS, (rows / 1e6) * PATIENCE_MS_PER_MILLION);
    while (!this.#givenUp && Date.now() < deadline && !(await this.#isDone())) await sleep(500);
    this.seconds = (performance.now() - began) / 1000;
  }

  async #write(file: string, from: number, to: number, lineOf: (n: number) => string): Promise<void> {
    for (let at = from; at < to && !this.#givenUp; at += LINES) {
      let text = '';
      for (let n = at; n < Math.min(to, at + LINES); n++) text += lineOf(n);
      appendFileSync(file, text);
      this.state = `${file.slice(file.lastIndexOf('/') + 1)}: ${Math.min(to, at + LINES)} of ${this.#log.rows} written, peak RSS ${this.peakMegabytes} MB`;
      this.#notePeak();
      await sleep(0);
    }
  }

  async #isDone(): Promise<boolean> {
    this.#notePeak();
    const text = await this.#exporter.metrics().catch(() => '');
    const { predictions, joined } = countsOf(text);
    const scored = joined > 0 ? scoredLabels(this.#folder) : 0;
    this.state = `${predictions} of ${this.#log.rows} predictions, ${joined} labels joined, ${scored} scored, peak RSS ${this.peakMegabytes} MB`;
    return compare(text, this.#log).differences.length === 0 && scored === joined;
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

function countsOf(exposition: string): Record<'predictions' | 'joined' | 'again' | 'strangers', number> {
  const sum = (pattern: RegExp): number =>
    [...exposition.matchAll(new RegExp(`^${pattern.source} (\\S+)$`, 'gm'))].reduce((total, match) => total + Number(match[1]), 0);
  return {
    predictions: sum(/aiops_label_predictions_total\{.*outcome="kept"\}/),
    joined: sum(/aiops_labels_total\{.*outcome="joined"\}/),
    again: sum(/aiops_labels_total\{.*outcome="(?:duplicate|corrected)"\}/),
    strangers: sum(/aiops_labels_total\{.*outcome="(?:unmatched|expired)"\}/),
  };
}

/** What /metrics shows against what was written. */
function compare(exposition: string, log: LabelLog): Comparison {
  const counts = countsOf(exposition);
  const written = { predictions: log.rows, ...log.totals() };
  const differences: Difference[] = Object.entries(written)
    .filter(([name, count]) => counts[name as keyof typeof counts] !== count)
    .map(([series, count]) => ({ series, written: count, counted: counts[series as keyof typeof counts] }));
  const off = counts.joined - written.joined;
  return { lost: Math.max(0, -off), doubled: Math.max(0, off), differences };
}

/** Labels that the verdicts in the store have seen. */
function scoredLabels(folder: string): number {
  const store = openStore({ folder: join(folder, 'data'), mode: 'visit', nowMs: Date.now });
  try {
    const { qualityVerdicts } = store;
    const all = qualityVerdicts.versions().flatMap(({ model, version }) => qualityVerdicts.list(model, version, MANY_WINDOWS));
    return all.reduce((sum, { labelled }) => sum + labelled, 0);
  } finally {
    store.close();
  }
}

/** Every window of the store against the batch. */
async function compareQuality(
  folder: string,
  files: { predictions: string; labels: string },
  rows: number,
): Promise<{ differences: Difference[]; windows: number }> {
  const batch = await batchQuality(files.predictions, files.labels, rows);
  const differences: Difference[] = [];
  const store = openStore({ folder: join(folder, 'data'), mode: 'visit', nowMs: Date.now });
  const found = store.qualityVerdicts.versions().flatMap(({ model, version }) => store.qualityVerdicts.list(model, version, MANY_WINDOWS));
  store.close();
  if (found.length !== batch.size) differences.push({ series: 'windows with a verdict', written: batch.size, counted: found.length });
  for (const { version, window_start, predictions, labelled, measures } of found) {
    const key = `${version}/${Date.parse(window_start)}`;
    const truth = batch.get(key);
    const measure = (name: string): number => measures.find(({ metric }) => metric === name)?.value ?? NaN;
    const compared: [string, number, number][] = [
      ['predictions', truth?.predictions ?? NaN, predictions],
      ['labelled', truth?.labelled ?? NaN, labelled],
      ['accuracy', truth?.accuracy ?? NaN, measure('accuracy')],
      ['roc_auc', truth?.rocAuc ?? NaN, measure('roc_auc')],
    ];
    for (const [name, written, counted] of compared)
      if (!(Math.abs(written - counted) <= ROUNDING)) differences.push({ series: `${name} of ${key}`, written, counted });
  }
  return { differences: differences.slice(0, 20), windows: found.length };
}
