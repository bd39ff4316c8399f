import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StatusReport } from '../../src/contract/index.js';
import { startExporter, type RunningExporter } from '../processes/exporter.js';
import { CSV_ROWS, type CsvCase } from './csv-rows.cases.js';
import type { ExposedSample } from './exposition.js';
import { makeHomeFolder } from './home-folder.js';
import { expectOutcome, slugOf } from './outcome.js';
import { MAP, sampleBaseline } from './sample-log.js';
import { isDrained, scrape, sourceOf, statusWhenAll } from './settled.js';

const home = makeHomeFolder();
let exporter: RunningExporter;
let whileBroken: StatusReport;
let status: StatusReport;
let samples: ExposedSample[];

const fileOf = (csvCase: CsvCase): string => `logs/${slugOf(csvCase)}.csv`;

beforeAll(async () => {
  for (const csvCase of CSV_ROWS) home.write(fileOf(csvCase), csvCase.content);
  home.write('baseline.json', sampleBaseline('any'));
  const config = home.configure({
    sources: CSV_ROWS.map((csvCase) => ({
      name: slugOf(csvCase),
      type: 'file',
      path: fileOf(csvCase),
      format: 'csv',
      csv: { delimiter: csvCase.delimiter ?? ',' },
      map: { ...MAP, time: 'time', features: ['age', 'country'], model: { const: slugOf(csvCase) } },
    })),
    models: Object.fromEntries(CSV_ROWS.map((csvCase) => [slugOf(csvCase), { baseline: 'baseline.json' }])),
  });
  exporter = await startExporter(config);
  whileBroken = await statusWhenAll(exporter, (source) => source.problem !== null || isDrained(source));
  for (const csvCase of CSV_ROWS) if (csvCase.mended !== undefined) home.write(fileOf(csvCase), csvCase.mended);
  status = await statusWhenAll(exporter, (source) => source.events > 0 && isDrained(source));
  samples = await scrape(exporter);
});

afterAll(async () => {
  await exporter?.stop();
  home.remove();
});

test.each(CSV_ROWS.map((csvCase) => [csvCase.name, csvCase] as const))('%s', (_, csvCase) => {
  const slug = slugOf(csvCase);
  const { problem, events, is_up } = sourceOf(whileBroken, slug);
  if (csvCase.mended !== undefined) expect(events).toBe(0);
  expect({ problem, is_up }).toEqual({
    problem: csvCase.problem?.replace('{path}', home.at(fileOf(csvCase))) ?? null,
    is_up: csvCase.problem === undefined,
  });
  expectOutcome(csvCase, slug, status, samples);
});

test('a source is up again once its file was put right', () => {
  expect(status.sources.filter(({ is_up }) => !is_up)).toEqual([]);
});
