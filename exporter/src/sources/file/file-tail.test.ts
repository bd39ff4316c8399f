import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/sources/temporary-folder.js';
import { describeSource, type SourceHarness } from '../source.contract.js';
import { FileTail } from './file-tail.js';

const START_MS = 1_800_000_000_000;

function harnessOf(put: (folder: string, records: readonly string[]) => void): SourceHarness {
  const folder = temporaryFolder();
  let nowMs = START_MS;
  return {
    put: async (records) => put(folder, records),
    open: (positions) =>
      new FileTail({
        name: 'log',
        patterns: [join(folder, '*')],
        chunkBytes: 4096,
        maxRecordBytes: 4096,
        rescanMs: 250,
        positions,
        notify: () => undefined,
        nowMs: () => nowMs,
      }),
    pass: () => {
      nowMs += 1000;
    },
  };
}

const lines = (records: readonly string[]): string => records.map((record) => `${record}\n`).join('');

describeSource('file tail', () => harnessOf((folder, records) => appendFileSync(join(folder, 'a.jsonl'), lines(records))));

describeSource('file tail over files that are written once', () => {
  let files = 0;
  return harnessOf((folder, records) => writeFileSync(join(folder, `a-${++files}.jsonl`), lines(records)));
});
