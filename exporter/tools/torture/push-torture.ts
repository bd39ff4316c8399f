import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ExporterProcess, freePort } from './exporter-process.js';
import { emptyLedger, writeLine } from './ledger.js';
import { settled, type TortureOptions, type TortureResult } from './tail-torture.js';
import { tortureBaseline, tortureConfig } from './torture-config.js';

const LINES_PER_BATCH = 500;
const CLIENTS = 4;

/** Kills the exporter at random moments while clients push batches and retry until they get a 202. */
export async function torturePush(
  options: TortureOptions,
  random: () => number,
): Promise<TortureResult & { retries: number; duplicates: number }> {
  const { folder, kills, progress } = options;
  const port = await freePort();
  tortureBaseline(join(folder, 'baseline.json'));
  const config = join(folder, 'aiops.yaml');
  writeFileSync(config, tortureConfig({ port, source: { type: 'http' } }));
  const exporter = new ExporterProcess(config, port, join(folder, 'exporter.log'));
  const ledger = emptyLedger();
  let sequence = 0;
  let isDone = false;
  let retries = 0;
  let duplicates = 0;

  const client = async (): Promise<void> => {
    while (!isDone) {
      let text = '';
      const now = Date.now();
      for (let i = 0; i < LINES_PER_BATCH; i++) text += writeLine(ledger, ++sequence, now);
      const isZipped = random() < 0.5;
      const headers: Record<string, string> = { 'content-type': 'application/x-ndjson', 'idempotency-key': `batch-${sequence}` };
      if (isZipped) headers['content-encoding'] = 'gzip';
      const body = isZipped ? gzipSync(text) : text;
      for (;;) {
        const answer = await fetch(`${exporter.url}/api/v1/ingest/push`, {
          method: 'POST',
          headers,
          body,
          signal: AbortSignal.timeout(15_000),
        }).catch(() => null);
        if (answer?.status === 202 || answer?.status === 200) {
          const told = (await answer.json().catch(() => ({}))) as { duplicate?: boolean };
          if (told.duplicate) duplicates++;
          break;
        }
        if (answer && answer.status < 500 && answer.status !== 429)
          throw new Error(`push answered ${answer.status}: ${await answer.text()}`);
        retries++;
        await sleep(10 + random() * 50);
      }
    }
  };

  exporter.start();
  await exporter.ready();
  const begin = performance.now();
  const clients = Promise.all(Array.from({ length: CLIENTS }, client));
  for (let kill = 1; kill <= kills; kill++) {
    await Promise.race([sleep(20 + random() * 700), clients]);
    await exporter.kill('SIGKILL');
    exporter.start();
    if (random() < 0.8) await exporter.ready();
    if (kill % 10 === 0 || kill === kills) progress(`${kill}/${kills} kills, ${sequence} lines pushed, ${retries} retries`);
  }
  await exporter.ready().catch(() => undefined);
  isDone = true;
  await clients;
  const writingMs = performance.now() - begin;
  const differences = await settled(exporter, ledger);
  await exporter.kill('SIGTERM');
  return {
    kills,
    lines: ledger.lines,
    linesPerSecond: Math.round((ledger.lines / writingMs) * 1000),
    rotations: { rename: 0, copytruncate: 0 },
    retries,
    duplicates,
    differences,
  };
}
