import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startExporter, type RunningExporter } from '../processes/exporter.js';
import type { FileCase } from './file-case.js';
import { FILE_CONTENTS, GIGABYTE_LINES } from './file-contents.cases.js';
import { folderOf, readFiles, type FilesRead } from './file-sources.js';
import { makeHomeFolder, type HomeFolder } from './home-folder.js';
import { findUnshare, startExporterBy } from './namespaced.js';
import { expectOutcome, slugOf } from './outcome.js';
import { PATHS } from './paths.cases.js';
import { sourceOf, statusWhenAll } from './settled.js';

const FEW_BYTES: readonly FileCase[] = [...PATHS, ...FILE_CONTENTS];

const home = makeHomeFolder();
const gigabyteHome = makeHomeFolder();
const exporters: RunningExporter[] = [];
let files: FilesRead;
let gigabytes: FilesRead;

beforeAll(async () => {
  const remember = (exporter: RunningExporter): void => void exporters.push(exporter);
  const unshare = findUnshare('-U');
  [files, gigabytes] = await Promise.all([
    // Without the rights over all files that root has, also where root runs the tests.
    readFiles(home, FEW_BYTES, (config) => startExporterBy([unshare, '-U'], config), remember),
    readFiles(gigabyteHome, GIGABYTE_LINES, startExporter, remember),
  ]);
});

afterAll(async () => {
  await Promise.all(exporters.map((exporter) => exporter.stop()));
  home.remove();
  gigabyteHome.remove();
});

async function expectRead(fileCase: FileCase, { exporter, atFirst, inTheEnd, samples }: FilesRead, at: HomeFolder): Promise<void> {
  const slug = slugOf(fileCase);
  const filled = (text: string | undefined): string | null => text?.replaceAll('{folder}', folderOf(at, fileCase)) ?? null;
  const { problem, is_up } = sourceOf(atFirst, slug);
  expect({ problem, is_up }).toEqual({ problem: filled(fileCase.problem), is_up: fileCase.problem === undefined });
  expectOutcome(fileCase, slug, inTheEnd, samples);
  const logged = filled(fileCase.logged);
  if (logged !== null) await eventually(async () => (exporter.output().includes(logged) ? true : null), `the log to say ${logged}`);
  await statusWhenAll(exporter, (source) => source.name !== slug || source.problem === filled(fileCase.problemInTheEnd));
}

test.each(FEW_BYTES.map((fileCase) => [fileCase.name, fileCase] as const))('%s', async (_, fileCase) => expectRead(fileCase, files, home));

test.each(GIGABYTE_LINES.map((fileCase) => [fileCase.name, fileCase] as const))('%s', async (_, fileCase) =>
  expectRead(fileCase, gigabytes, gigabyteHome),
);

test('no line of the log was made up by a file name', () => {
  const lines = files.exporter.output().trimEnd().split('\n');
  expect(lines.filter((line) => !/^time=\S+ level=\w+ kind=\w+ msg="/.test(line))).toEqual([]);
});

test('the memory that two lines of a gigabyte took stays below 300 MB', () => {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${gigabytes.exporter.process.pid}/status`, 'utf8')) ?? [];
  expect(Number(kilobytes) / 1024).toBeLessThan(300);
});
