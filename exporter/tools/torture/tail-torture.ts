import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExporterProcess, freePort } from './exporter-process.js';
import { Ledger } from './ledger.js';
import { LogWriter } from './log-writer.js';
import { SOURCE, writeTortureConfig } from './torture-config.js';
import { torture, type TortureOptions, type TortureResult } from './torture-run.js';

/** How long the writer waits for the reader before it deletes rotated files; far more than it ever takes. */
const READ_MS = 120_000;

/** Kills the exporter at random moments while its log is written and rotated, then compares its totals with the writer's. */
export async function tortureTail(options: TortureOptions): Promise<TortureResult> {
  const { folder, kills, rate, random } = options;
  const port = await freePort();
  const log = join(folder, 'scoring.jsonl');
  const config = writeTortureConfig(folder, port, { type: 'file', path: `${log}*` });
  const exporter = new ExporterProcess(config, port, join(folder, 'exporter.log'));
  const ledger = new Ledger(SOURCE);
  const writer: LogWriter = new LogWriter(log, rate, ledger, random, () => everythingIsRead(exporter, writer));
  const outcome = await torture(exporter, ledger, options, writer);
  const { starts } = exporter;
  const { records } = ledger;
  return { ...outcome, kills, starts, records, recordsPerSecond: writer.linesPerSecond, others: writer.rotations };
}

/** What /metrics shows is committed: when it counts every line, none is needed any more. */
async function everythingIsRead(exporter: ExporterProcess, writer: LogWriter): Promise<void> {
  for (const deadline = Date.now() + READ_MS; Date.now() < deadline;) {
    const text = await exporter.metrics().catch(() => '');
    const counts = [...text.matchAll(/^aiops_ingest_(?:events|rejected)_total\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
    if (counts.reduce((sum, count) => sum + count, 0) >= writer.lines) return;
    await sleep(50);
  }
  throw new Error(`the exporter did not read all that was written within ${READ_MS} ms`);
}
