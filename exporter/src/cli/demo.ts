import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { buildBaseline, saveBaseline } from '../baseline/io.js';
import { CodedError } from '../contract/index.js';
import type { CliIo } from './cli-io.js';
import { demoConfig } from './demo/demo-config.js';
import { readHousing } from './demo/housing-rows.js';
import { liveTable } from './demo/live-table.js';
import { DEMO_MODELS, troubleAt, troubleInWords } from './demo/scenario.js';
import { DemoTraffic } from './demo/traffic.js';
import { printProblem } from './print-problem.js';
import { EXIT_BAD_USE } from './run-command.js';
import { startExporter, type Exporter } from './serve/exporter.js';

const DATA = fileURLToPath(new URL('../../../data/california-housing/', import.meta.url));
/** Months of the analysis data that hold another region than the reference. */
const SHIFTED_FROM = '2022-01';
const REFRESH_MS = 1000;
/** Without a terminal a table now and then is enough. */
const LOG_EVERY = 5;

/** `aiops demo`: the exporter on a live inference log of two models, made from real data; what `npm start` runs. */
export function registerDemoCommand(program: Command, io: CliIo): void {
  program
    .command('demo')
    .description('run the exporter on a live demo log of two models (real data, real files, real tailing)')
    .option('--data <dir>', 'folder for log, store and configuration (default: a temporary one, removed at the end)')
    .option('--port <port>', 'port to serve on', '9464')
    .option('--seconds <n>', 'end by itself after so many seconds')
    .action(async (flags: { data?: string; port: string; seconds?: string }) => {
      const isTemporary = flags.data === undefined;
      const folder = flags.data ?? mkdtempSync(join(tmpdir(), 'aiops-demo-'));
      let exporter: Exporter | null = null;
      let traffic: DemoTraffic | null = null;
      try {
        mkdirSync(folder, { recursive: true });
        io.stdout.write('Building the baseline of two models from California housing data (NannyML, Apache-2.0) …\n');
        await prepare(folder, Number(flags.port));
        const notable: string[] = [];
        exporter = await startExporter(join(folder, 'aiops.yaml'), (line) => {
          if (/level=(warn|error)/.test(line)) notable.push(line);
        });
        const usual = readHousing(`${DATA}california_housing_reference.csv`);
        const shifted = readHousing(`${DATA}california_housing_analysis.csv`).filter((row) => row.month >= SHIFTED_FROM);
        traffic = new DemoTraffic(join(folder, 'inference.jsonl'), usual, shifted, Math.random, Date.now);
        traffic.start();
        const signal = await show(io, exporter, traffic, folder, flags.seconds === undefined ? Infinity : Number(flags.seconds));
        traffic.stop();
        await exporter.stop(signal);
        exporter = null;
      } catch (error) {
        printProblem(io, error);
        process.exitCode = error instanceof CodedError ? EXIT_BAD_USE : 1;
      } finally {
        traffic?.stop();
        if (exporter) await exporter.stop('error');
        if (isTemporary) rmSync(folder, { recursive: true, force: true });
      }
      process.exit();
    });
}

async function prepare(folder: string, port: number): Promise<void> {
  for (const { name, version } of DEMO_MODELS) {
    const file = join(folder, `${name}.json`);
    if (existsSync(file)) continue;
    const baseline = await buildBaseline({
      from: `${DATA}california_housing_reference.csv`,
      model: name,
      modelVersion: version,
      ignore: ['id', 'timestamp', 'clf_target', 'y_pred', 'y_pred_proba'],
      prediction: 'y_pred',
      categorical: ['y_pred'],
    });
    await saveBaseline(file, baseline, 'keep');
  }
  writeFileSync(join(folder, 'aiops.yaml'), demoConfig(port));
  writeFileSync(join(folder, 'inference.jsonl'), '', { flag: 'a' });
}

/** Shows the live table until a signal comes or the time is over; returns what ended it. */
async function show(io: CliIo, exporter: Exporter, traffic: DemoTraffic, folder: string, seconds: number): Promise<string> {
  const urls = [`status page  ${exporter.url}/`, `metrics      ${exporter.url}/metrics`, `log and store  ${folder}`];
  const hasColor = io.isTty && !process.env['NO_COLOR'];
  let lines = 0;
  let ticks = 0;
  const draw = async (): Promise<void> => {
    const status = await exporter.status();
    const text = liveTable({ status, window: traffic.window, urls, trouble: troubleInWords(troubleAt(traffic.window)), hasColor });
    if (io.isTty) io.stdout.write(`${lines > 0 ? `\u001b[${lines}A\u001b[J` : ''}${text}\n`);
    else if (ticks % LOG_EVERY === 0) io.stdout.write(`${text}\n\n`);
    lines = text.split('\n').length;
    ticks++;
  };
  return await new Promise((resolve, reject) => {
    const timer = setInterval(() => void draw().catch(reject), REFRESH_MS);
    const end = (why: string) => (): void => {
      clearInterval(timer);
      resolve(why);
    };
    process.once('SIGINT', end('SIGINT'));
    process.once('SIGTERM', end('SIGTERM'));
    if (Number.isFinite(seconds)) setTimeout(end('the end of the demo'), seconds * 1000);
    void exporter.ended.then(reject);
    draw().catch(reject);
  });
}
