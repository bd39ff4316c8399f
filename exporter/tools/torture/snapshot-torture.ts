import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExporterProcess, freePort } from './exporter-process.js';
import { SnapshotLedger } from './snapshot-ledger.js';
import { SnapshotWriter } from './snapshot-writer.js';
import { SOURCE, writeTortureConfig } from './torture-config.js';
import { torture, type TortureOptions, type TortureResult } from './torture-run.js';

/** How long the writer waits until all is counted; a kill comes every second or so meanwhile. */
const COUNTED_MS = 120_000;

/** Kills the exporter at random moments while snapshots are dropped into its folder, then compares its totals with the writer's. */
export async function tortureSnapshots(options: TortureOptions & { readonly snapshots: number }): Promise<TortureResult> {
  const { folder, kills, random, snapshots } = options;
  const port = await freePort();
  const drop = join(folder, 'drop');
  mkdirSync(drop);
  const config = writeTortureConfig(folder, port, { type: 'snapshot', path: drop });
  const exporter = new ExporterProcess(config, port, join(folder, 'exporter.log'));
  const ledger = new SnapshotLedger(SOURCE);
  const writer = new SnapshotWriter(drop, snapshots, ledger, random, () => everythingIsCounted(exporter, ledger));
  const outcome = await torture(exporter, ledger, options, writer);
  return { ...outcome, kills, starts: exporter.starts, records: ledger.snapshots, recordsPerSecond: 0, others: writer.ways };
}

async function everythingIsCounted(exporter: ExporterProcess, ledger: SnapshotLedger): Promise<void> {
  for (const deadline = Date.now() + COUNTED_MS; Date.now() < deadline;) {
    const text = await exporter.metrics().catch(() => '');
    const counts = [...text.matchAll(/^aiops_ingest_(?:events|rejected)_total\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
    if (counts.reduce((sum, count) => sum + count, 0) >= ledger.snapshots + ledger.rejected) return;
    await sleep(50);
  }
  throw new Error(`the exporter did not count all snapshots within ${COUNTED_MS} ms`);
}
