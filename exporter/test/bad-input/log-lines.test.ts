import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StatusReport } from '../../src/contract/index.js';
import { findTool } from '../../tools/find-tool.js';
import { startExporter, type RunningExporter } from '../processes/exporter.js';
import { BROKEN_LINES } from './broken-lines.cases.js';
import { readExposition, type ExposedSample } from './exposition.js';
import { makeHomeFolder } from './home-folder.js';
import { HOSTILE_TEXTS } from './hostile-texts.cases.js';
import { contentOf, type LineCase } from './line-case.js';
import { expectOutcome, slugOf } from './outcome.js';
import { GOOD, MAP, line, sampleBaseline } from './sample-log.js';
import { isDrained, rejectedRecords, sourceOf, statusWhenAll, statusWithout } from './settled.js';
import { WRONG_VALUES } from './wrong-values.cases.js';

const CASES: readonly LineCase[] = [...BROKEN_LINES, ...WRONG_VALUES, ...HOSTILE_TEXTS];
const fileOf = (lineCase: LineCase): string => `logs/${slugOf(lineCase)}.jsonl`;

const home = makeHomeFolder();
let exporter: RunningExporter;
let status: StatusReport;
let exposition: string;
let samples: ExposedSample[];

/** Writes what is to come after a window was closed. */
async function writeAfterwards(lineCase: LineCase): Promise<void> {
  const slug = slugOf(lineCase);
  const isClosed = ({ models }: StatusReport): boolean => models.some(({ model, last_window }) => model === slug && last_window !== null);
  await statusWithout(exporter, (report) => (isClosed(report) ? [] : [`a window of ${slug} to be closed`]));
  const { events } = sourceOf(status, slug);
  appendFileSync(home.at(fileOf(lineCase)), `${lineCase.afterwards}\n`);
  status = await statusWhenAll(exporter, (source) => source.name !== slug || source.events > events || rejectedRecords(source) > 0);
}

beforeAll(async () => {
  for (const lineCase of CASES) home.write(fileOf(lineCase), contentOf(lineCase));
  home.write('baseline.json', sampleBaseline('any'));
  const config = home.configure({
    sources: CASES.map((lineCase) => ({
      name: slugOf(lineCase),
      type: 'file',
      path: fileOf(lineCase),
      format: 'jsonl',
      map: { ...MAP, model: lineCase.model === 'record' ? 'model' : { const: slugOf(lineCase) } },
    })),
    models: Object.fromEntries(CASES.map((lineCase) => [slugOf(lineCase), { baseline: 'baseline.json' }])),
    budget: { models: 127 },
  });
  exporter = await startExporter(config);
  status = await statusWhenAll(exporter, isDrained);
  for (const lineCase of CASES) if (lineCase.afterwards !== undefined) await writeAfterwards(lineCase);
  exposition = await exporter.metrics();
  samples = readExposition(exposition);
});

afterAll(async () => {
  await exporter?.stop();
  home.remove();
});

test.each(CASES.map((lineCase) => [lineCase.name, lineCase] as const))('%s', (_, lineCase) => {
  expectOutcome(lineCase, slugOf(lineCase), status, samples);
  expect(sourceOf(status, slugOf(lineCase))).toMatchObject({ problem: null, is_up: true });
});

test('promtool finds no fault in the exposition of all that', () => {
  const { status: exit, stdout, stderr } = spawnSync(findTool('promtool'), ['check', 'metrics'], { input: exposition, encoding: 'utf8' });
  expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: '', stderr: '' });
});

test('no family and no label was made up by what records held', () => {
  expect(samples.filter(({ name }) => !/^(aiops|process|nodejs)_/.test(name) || name.includes('fake'))).toEqual([]);
  expect(samples.filter(({ labels }) => 'a' in labels)).toEqual([]);
});

test('the log names a rejected record by its place, and never repeats what is in it', () => {
  const slug = slugOf({ name: 'broken JSON' });
  const at = Buffer.byteLength(`${line({ ...GOOD.before, model: slug })}\n`);
  const where = `${home.at(`logs/${slug}.jsonl`)}:${at}`;
  expect(exporter.output()).toContain(
    `msg="rejected 1 record of source ${slug} at ${where}: syntax (not a record of the format; look at the writer of the log)"`,
  );
  expect(exporter.output()).not.toMatch(/maybe|vielleicht|Traceback|churm/);
});
