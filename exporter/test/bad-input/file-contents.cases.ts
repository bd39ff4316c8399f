import { appendFileSync, closeSync, ftruncateSync, openSync, truncateSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { odd } from './sample-log.js';
import { linesOf, writeLog, type FileCase, type GoodLines } from './file-case.js';

const GIBIBYTE = 1024 ** 3;
const PART = 16 * 1024 * 1024;
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 4, 0, 1, 0]);

/** The magic of gzip and then nothing that zlib can make sense of; long enough to be no file in the making. */
const BROKEN_GZIP = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), Buffer.alloc(20_000, 0xff)]);

/**
 * Both good lines, a longer one and the beginning of another, without the end of the format. Not compressed in fact, so that the
 * same bytes are there with every zlib; longer than what is taken for a file in the making.
 */
function cutGzip(good: GoodLines): Buffer {
  const whole = gzipSync(`${linesOf([...good, odd({ padding: 'p'.repeat(10_000) })])}{"ts":"2026`, { level: 0 });
  // CRC and length.
  return whole.subarray(0, whole.length - 8);
}

/** Both good lines around one of a gibibyte, which takes a megabyte when it is compressed. */
function gigabyteLine([before, after]: GoodLines): Buffer {
  const part = gzipSync('x'.repeat(PART));
  const long = Array.from({ length: GIBIBYTE / PART }, () => part);
  return Buffer.concat([gzipSync(`${before}\n{"x":"`), ...long, gzipSync(`"}\n${after}\n`)]);
}

/** Both good lines around one that is torn by a gibibyte of zero bytes; it takes no disk. */
function writeHole(folder: string, [before, after]: GoodLines): void {
  const file = openSync(join(folder, 'log.jsonl'), 'w');
  writeSync(file, `${before}\n{"hole":"`);
  ftruncateSync(file, GIBIBYTE);
  closeSync(file);
  appendFileSync(join(folder, 'log.jsonl'), `"}\n${after}\n`);
}

/** Files whose content is no log, not whole, or gone. */
export const FILE_CONTENTS: readonly FileCase[] = [
  {
    name: 'an empty file',
    make: (folder) => writeFileSync(join(folder, 'log.jsonl'), ''),
    then: writeLog,
    note: 'nothing: there is nothing in it yet',
    kept: 'everything',
  },
  {
    name: 'a file filled with zero bytes',
    make: (folder) => writeFileSync(join(folder, 'log.jsonl'), Buffer.alloc(10_000)),
    then: (folder, good) => appendFileSync(join(folder, 'log.jsonl'), linesOf(good)),
    note: 'nothing: a power failure leaves such files',
    kept: 'what follows the zero bytes',
  },
  {
    name: 'broken gzip',
    path: 'log.jsonl.gz',
    make: (folder) => writeFileSync(join(folder, 'log.jsonl.gz'), BROKEN_GZIP),
    problem: '{folder}/log.jsonl.gz is a damaged gzip file (invalid block type)',
    then: (folder, good) => writeFileSync(join(folder, 'log.jsonl.gz'), gzipSync(linesOf(good))),
  },
  {
    name: 'a gzip file that was cut off',
    path: 'log.jsonl.gz',
    make: (folder, good) => writeFileSync(join(folder, 'log.jsonl.gz'), cutGzip(good)),
    logged: 'lost 11 bytes of {folder}/log.jsonl.gz: damaged gzip file (unexpected end of file)',
    taken: 1,
    kept: 'all whole records before the cut',
  },
  {
    name: 'a file named .gz that is not compressed',
    path: 'log.jsonl.gz',
    make: (folder, good) => writeFileSync(join(folder, 'log.jsonl.gz'), linesOf(good)),
    note: 'nothing: it is read as what it is',
    kept: 'everything',
  },
  {
    name: 'a file that is compressed with zstd',
    path: 'log.jsonl.zst',
    make: (folder) => writeFileSync(join(folder, 'log.jsonl.zst'), ZSTD),
    problem: '{folder}/log.jsonl.zst is compressed with zstd: only gzip is read',
    then: (folder, good) => writeFileSync(join(folder, 'log.jsonl.zst'), gzipSync(linesOf(good))),
  },
  {
    name: 'a last line without its end',
    eventsAtFirst: 1,
    make: (folder, [before, after]) => writeFileSync(join(folder, 'log.jsonl'), `${before}\n${after}`),
    then: (folder) => appendFileSync(join(folder, 'log.jsonl'), '\n'),
    note: 'nothing: it is read when it is whole',
    kept: 'everything',
  },
  {
    name: 'a file that was removed while its last line was written',
    eventsAtFirst: 1,
    make: (folder, [before, after]) => writeFileSync(join(folder, 'log.jsonl'), `${before}\n${after}`),
    then: (folder) => unlinkSync(join(folder, 'log.jsonl')),
    problemInTheEnd: 'no file matches {folder}/log.jsonl: mount the log folder or correct the pattern',
    kept: 'everything: it is read to its end as long as it is open',
  },
  {
    name: 'a file that was removed, and written anew',
    eventsAtFirst: 1,
    make: (folder, [before]) => writeFileSync(join(folder, 'log.jsonl'), linesOf([before])),
    then: (folder, [, after]) => {
      unlinkSync(join(folder, 'log.jsonl'));
      writeFileSync(join(folder, 'log.jsonl'), linesOf([after]));
    },
    logged: '{folder}/log.jsonl was removed',
    kept: 'what both of them hold',
  },
  {
    name: 'a file that was truncated while its last line was written',
    eventsAtFirst: 2,
    make: (folder, good) => writeFileSync(join(folder, 'log.jsonl'), `${linesOf(good)}{"ts":`),
    then: (folder) => truncateSync(join(folder, 'log.jsonl'), 0),
    logged: 'lost 6 bytes of {folder}/log.jsonl: it was truncated or removed before it was read, and no copy of it was found',
    kept: 'all whole records',
  },
];

/** Lines of a gigabyte, which an exporter of their own reads: what it takes to do so is to be seen. */
export const GIGABYTE_LINES: readonly FileCase[] = [
  { name: 'a line torn by a gigabyte of zero bytes', make: writeHole, rejected: { syntax: 2 } },
  {
    name: 'a line of a gigabyte, compressed',
    path: 'log.jsonl.gz',
    make: (folder, good) => writeFileSync(join(folder, 'log.jsonl.gz'), gigabyteLine(good)),
    rejected: { too_large: 1 },
  },
];
