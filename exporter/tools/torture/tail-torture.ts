import { appendFileSync, copyFileSync, existsSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExporterProcess, freePort } from './exporter-process.js';
import { compareLedgers, emptyLedger, ledgerOfMetrics, writeLine } from './ledger.js';
import { tortureBaseline, tortureConfig } from './torture-config.js';

export interface TortureOptions {
  readonly kills: number;
  readonly seed: number;
  /** Lines per second the writer holds. */
  readonly rate: number;
  readonly folder: string;
  readonly progress: (text: string) => void;
}

export interface TortureResult {
  readonly kills: number;
  readonly lines: number;
  readonly linesPerSecond: number;
  readonly rotations: { rename: number; copytruncate: number };
  readonly differences: string[];
}

/** Lines between two rotations; odd, so that rotations drift against ticks and commits. */
const LINES_PER_ROTATION = 40_009;
/** Rotated files that exist before the writer waits for the reader: nothing is deleted that was not read. */
const KEEP_ROTATIONS = 40;

/** Kills the exporter at random moments while its log is written and rotated, then compares its totals with the writer's. */
export async function tortureTail(options: TortureOptions, random: () => number): Promise<TortureResult> {
  const { folder, kills, rate, progress } = options;
  const port = await freePort();
  const log = join(folder, 'scoring.jsonl');
  writeFileSync(log, '');
  tortureBaseline(join(folder, 'baseline.json'));
  const config = join(folder, 'aiops.yaml');
  writeFileSync(config, tortureConfig({ port, source: { type: 'file', path: `${folder}/scoring.jsonl*` } }));
  const exporter = new ExporterProcess(config, port, join(folder, 'exporter.log'));
  const ledger = emptyLedger();
  const rotations = { rename: 0, copytruncate: 0 };
  let isDone = false;
  let sequence = 0;
  let inFile = 0;
  let writingMs = 0;

  const rotate = (): void => {
    const rotated = `${log}.${String(rotations.rename + rotations.copytruncate + 1).padStart(6, '0')}`;
    if (random() < 0.5) {
      renameSync(log, rotated);
      writeFileSync(log, '');
      rotations.rename++;
    } else {
      copyFileSync(log, rotated);
      truncateSync(log, 0);
      rotations.copytruncate++;
    }
    inFile = 0;
  };
  const write = async (): Promise<void> => {
    const begin = performance.now();
    let waited = 0;
    while (!isDone) {
      const due = Math.min(20_000, Math.floor(((performance.now() - begin - waited) / 1000) * rate) - sequence);
      if (due < 200) {
        await sleep(3);
        continue;
      }
      let text = '';
      const now = Date.now();
      for (let i = 0; i < due && inFile < LINES_PER_ROTATION; i++, inFile++) text += writeLine(ledger, ++sequence, now);
      // A write that ends in the middle of a line, now and then: the reader must wait for the rest.
      const cut = random() < 0.3 ? Math.floor(random() * text.length) : text.length;
      appendFileSync(log, text.slice(0, cut));
      if (cut < text.length) {
        if (random() < 0.5) await sleep(1);
        appendFileSync(log, text.slice(cut));
      }
      if (inFile >= LINES_PER_ROTATION) rotate();
      await sleep(0);
      const rotated = readdirSync(folder).filter((name) => name.startsWith('scoring.jsonl.')).length;
      if (rotated > KEEP_ROTATIONS) {
        const pause = performance.now();
        await removeRead(folder, exporter);
        waited += performance.now() - pause;
      }
    }
    writingMs = performance.now() - begin - waited;
  };

  exporter.start();
  await exporter.ready();
  const writer = write();
  for (let kill = 1; kill <= kills; kill++) {
    await sleep(20 + random() * 900);
    await exporter.kill('SIGKILL');
    if (random() < 0.3) await sleep(random() * 300);
    exporter.start();
    // Sometimes the next kill hits while it is still starting.
    if (random() < 0.8) await exporter.ready();
    if (kill % 10 === 0 || kill === kills)
      progress(`${kill}/${kills} kills, ${sequence} lines, ${rotations.rename + rotations.copytruncate} rotations`);
  }
  isDone = true;
  await writer;
  await exporter.ready().catch(async () => {
    exporter.start();
    await exporter.ready();
  });
  const differences = await settled(exporter, ledger);
  await exporter.kill('SIGTERM');
  return { kills, lines: ledger.lines, linesPerSecond: Math.round((ledger.lines / writingMs) * 1000), rotations, differences };
}

/** Waits until the totals stand still, then compares. */
export async function settled(exporter: ExporterProcess, ledger: ReturnType<typeof emptyLedger>): Promise<string[]> {
  const deadline = Date.now() + 60_000;
  let differences = ['never compared'];
  while (Date.now() < deadline) {
    differences = compareLedgers(ledger, ledgerOfMetrics(await exporter.metrics()));
    if (differences.length === 0) return [];
    await sleep(300);
  }
  return differences;
}

/** Deletes rotated files after the exporter has read everything; waits for it. */
async function removeRead(folder: string, exporter: ExporterProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const text = await exporter.metrics().catch(() => '');
    if (/^aiops_ingest_backlog_bytes\{[^}]*\} 0$/m.test(text)) break;
    await sleep(50);
  }
  const rotated = readdirSync(folder)
    .filter((name) => name.startsWith('scoring.jsonl.'))
    .sort();
  for (const name of rotated.slice(0, -2)) if (existsSync(join(folder, name))) rmSync(join(folder, name));
}
