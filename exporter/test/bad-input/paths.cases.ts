import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf, writeLog, type FileCase } from './file-case.js';

/** Paths of sources that lead to no log, or to more than that. */
export const PATHS: readonly FileCase[] = [
  {
    name: 'a folder in place of the file',
    make: (folder) => mkdirSync(join(folder, 'log.jsonl')),
    problem: '{folder}/log.jsonl is a folder, not a file: name the files in it, as in folder/*.jsonl',
    then: (folder, good) => {
      rmSync(join(folder, 'log.jsonl'), { recursive: true });
      writeLog(folder, good);
    },
  },
  {
    name: 'a folder, a pipe and a dangling link that the pattern matches too',
    path: '*.jsonl',
    make: (folder, good) => {
      mkdirSync(join(folder, 'a.jsonl'));
      spawnSync('mkfifo', [join(folder, 'b.jsonl')]);
      symlinkSync('nowhere', join(folder, 'c.jsonl'));
      writeLog(folder, good);
    },
    note: 'nothing: they are passed over',
    kept: 'the log beside them',
  },
  {
    name: 'a named pipe in place of the file',
    make: (folder) => void spawnSync('mkfifo', [join(folder, 'log.jsonl')]),
    problem: '{folder}/log.jsonl is not a regular file',
    then: (folder, good) => {
      unlinkSync(join(folder, 'log.jsonl'));
      writeLog(folder, good);
    },
  },
  {
    name: 'a dangling link',
    make: (folder) => symlinkSync('target.log', join(folder, 'log.jsonl')),
    problem: 'no file matches {folder}/log.jsonl: mount the log folder or correct the pattern',
    then: (folder, good) => writeFileSync(join(folder, 'target.log'), linesOf(good)),
  },
  {
    name: 'a link that leads to itself',
    make: (folder) => symlinkSync('log.jsonl', join(folder, 'log.jsonl')),
    problem: "{folder}/log.jsonl ELOOP: too many symbolic links encountered, stat '{folder}/log.jsonl'",
    then: (folder, good) => {
      unlinkSync(join(folder, 'log.jsonl'));
      writeLog(folder, good);
    },
  },
  {
    name: 'a file that may not be read',
    make: (folder, good) => {
      writeLog(folder, good);
      chmodSync(join(folder, 'log.jsonl'), 0);
    },
    problem: "{folder}/log.jsonl EACCES: permission denied, open '{folder}/log.jsonl'",
    then: (folder) => chmodSync(join(folder, 'log.jsonl'), 0o600),
  },
  {
    name: 'a folder that may not be listed',
    path: 'logs/*.jsonl',
    make: (folder, good) => {
      mkdirSync(join(folder, 'logs'));
      writeLog(join(folder, 'logs'), good);
      chmodSync(join(folder, 'logs'), 0);
    },
    problem: "{folder}/logs EACCES: permission denied, scandir '{folder}/logs'",
    then: (folder) => chmodSync(join(folder, 'logs'), 0o700),
  },
  {
    name: 'a pattern that matches nothing',
    path: '*.jsonl',
    make: () => undefined,
    problem: 'no file matches {folder}/*.jsonl: mount the log folder or correct the pattern',
    then: writeLog,
  },
  {
    name: 'a pattern in a folder that does not exist',
    path: 'logs/*.jsonl',
    make: () => undefined,
    problem: '{folder}/logs does not exist: mount the log folder or correct the pattern',
    then: (folder, good) => {
      mkdirSync(join(folder, 'logs'));
      writeLog(join(folder, 'logs'), good);
    },
  },
  {
    name: 'a file name with newline and quote',
    path: '*.jsonl',
    make: (folder, good) => writeFileSync(join(folder, 'x" y\nlevel=error kind=made_up.jsonl'), linesOf(good)),
    logged: String.raw`{folder}/x\" y\nlevel=error kind=made_up.jsonl`,
    note: 'in one line of the log',
    kept: 'everything',
  },
];
