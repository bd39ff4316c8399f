import { mkdirSync } from 'node:fs';
import type { StatusReport } from '../../src/contract/index.js';
import type { RunningExporter } from '../processes/exporter.js';
import type { ExposedSample } from './exposition.js';
import { goodLinesOf, type FileCase } from './file-case.js';
import type { HomeFolder } from './home-folder.js';
import { slugOf } from './outcome.js';
import { MAP, sampleBaseline } from './sample-log.js';
import { rejectedRecords, scrape, statusWhenAll, type SourceReport } from './settled.js';

/** What an exporter made of its files. */
export interface FilesRead {
  readonly exporter: RunningExporter;
  /** Before anything was put right. */
  readonly atFirst: StatusReport;
  readonly inTheEnd: StatusReport;
  readonly samples: readonly ExposedSample[];
}

export function folderOf(home: HomeFolder, fileCase: FileCase): string {
  return home.at(slugOf(fileCase));
}

/** Makes the files, lets an exporter read them, puts right what is wrong, and waits until all that is left was read. */
export async function readFiles(
  home: HomeFolder,
  cases: readonly FileCase[],
  start: (config: string) => Promise<RunningExporter>,
  onStart: (exporter: RunningExporter) => void,
): Promise<FilesRead> {
  const caseOf = ({ name }: SourceReport): FileCase | undefined => cases.find((fileCase) => slugOf(fileCase) === name);
  for (const fileCase of cases) {
    mkdirSync(folderOf(home, fileCase));
    fileCase.make(folderOf(home, fileCase), goodLinesOf(fileCase));
  }
  const exporter = await start(configure(home, cases));
  onStart(exporter);
  const atFirst = await statusWhenAll(exporter, (source) => hasBegun(source, caseOf(source)));
  for (const fileCase of cases) fileCase.then?.(folderOf(home, fileCase), goodLinesOf(fileCase));
  const inTheEnd = await statusWhenAll(exporter, (source) => isRead(source, caseOf(source)));
  return { exporter, atFirst, inTheEnd, samples: await scrape(exporter) };
}

function configure(home: HomeFolder, cases: readonly FileCase[]): string {
  home.write('baseline.json', sampleBaseline('any'));
  return home.configure({
    sources: cases.map((fileCase) => ({
      name: slugOf(fileCase),
      type: 'file',
      path: `${slugOf(fileCase)}/${fileCase.path ?? 'log.jsonl'}`,
      format: 'jsonl',
      map: { ...MAP, model: { const: slugOf(fileCase) } },
    })),
    models: Object.fromEntries(cases.map((fileCase) => [slugOf(fileCase), { baseline: 'baseline.json' }])),
  });
}

/** What is wrong is told; what can be read before it changes is read. */
function hasBegun(source: SourceReport, fileCase: FileCase | undefined): boolean {
  if (fileCase?.problem !== undefined) return source.problem !== null;
  return source.events >= (fileCase?.eventsAtFirst ?? 0);
}

/** All records of a case are read, and as many rejected as the table says. */
function isRead(source: SourceReport, { taken = 0, rejected = {} }: Partial<FileCase> = {}): boolean {
  return source.events >= 2 + taken && rejectedRecords(source) >= Object.values(rejected).reduce((sum, count) => sum + count, 0);
}
