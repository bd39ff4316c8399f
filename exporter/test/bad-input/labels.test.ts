import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LABEL_OUTCOMES, PREDICTION_OUTCOMES, type StatusReport } from '../../src/contract/index.js';
import { eventually, startExporter, type RunningExporter } from '../processes/exporter.js';
import { total, type ExposedSample } from './exposition.js';
import { makeHomeFolder } from './home-folder.js';
import { HORIZON, labelsOf, logOf, type LabelCase } from './label-case.js';
import { LABEL_COLUMNS } from './label-columns.cases.js';
import { LABEL_RECORDS } from './label-records.cases.js';
import { slugOf } from './outcome.js';
import { MAP } from './sample-log.js';
import { isDrained, scrape, sourceOf, statusWhenAll, statusWithout } from './settled.js';

const CASES: readonly LabelCase[] = [...LABEL_RECORDS, ...LABEL_COLUMNS];
const logSourceOf = (labelCase: LabelCase): string => (labelCase.where === 'column' ? slugOf(labelCase) : `${slugOf(labelCase)}-log`);

const home = makeHomeFolder();
let exporter: RunningExporter;
let status: StatusReport;
let samples: ExposedSample[];

function sourcesOf(labelCase: LabelCase): unknown[] {
  const slug = slugOf(labelCase);
  const log = {
    name: logSourceOf(labelCase),
    type: 'file',
    path: `logs/${slug}.jsonl`,
    format: 'jsonl',
    map: { ...MAP, model: { const: slug }, request_id: 'id', ...(labelCase.where === 'column' && { label: 'actual' }) },
  };
  const truth = {
    name: slug,
    type: 'file',
    kind: 'labels',
    path: `labels/${slug}.jsonl`,
    format: 'jsonl',
    map: { time: 'known', request_id: 'id', model: labelCase.model === 'record' ? 'model' : { const: slug }, label: 'truth', value: 'won' },
    limits: { line: '64KiB', depth: 8 },
  };
  return labelCase.where === 'column' ? [log] : [log, truth];
}

function modelOf({ task = 'binary' }: LabelCase): unknown {
  const quality = {
    task,
    ...(task === 'binary' && { positive: 'yes', metric: 'accuracy' }),
    ...(task === 'regression' && { margin: 1 }),
    min_samples: 2,
    label_delay: '1m',
    label_horizon: HORIZON,
  };
  // Windows close soon: only then is it known which labels wait for nothing.
  return { window: '1s', lateness: '0s', idle: '100ms', ...(task !== 'none' && { quality }) };
}

beforeAll(async () => {
  for (const labelCase of CASES) home.write(`logs/${slugOf(labelCase)}.jsonl`, logOf(labelCase));
  home.write('labels/.keep', '');
  const config = home.configure({
    sources: CASES.flatMap(sourcesOf),
    models: Object.fromEntries(CASES.map((labelCase) => [slugOf(labelCase), modelOf(labelCase)])),
    budget: { models: 127 },
  });
  exporter = await startExporter(config);
  const isClosed = ({ models }: StatusReport, slug: string): boolean =>
    models.some(({ model, last_window: window, open_windows: open }) => model === slug && window !== null && open === 0);
  await statusWithout(exporter, (report) => CASES.map(slugOf).filter((slug) => !isClosed(report, slug)));
  for (const labelCase of LABEL_RECORDS) home.write(`labels/${slugOf(labelCase)}.jsonl`, labelsOf(labelCase));
  status = await statusWhenAll(exporter, isDrained);
  for (const labelCase of CASES) await writeAfterwards(labelCase);
  // Labels that wait are counted when they expire: what is expected last is there once all is.
  samples = await eventually(async () => {
    const found = await scrape(exporter);
    const isThere = (one: LabelCase): boolean => outcomesOf(found, one)['expired'] === (one.labels?.expired ?? 0);
    return CASES.every(isThere) ? found : null;
  }, 'labels to expire');
});

/** Writes predictions that close windows behind the labels. */
async function writeAfterwards(labelCase: LabelCase): Promise<void> {
  if (labelCase.afterwards === undefined) return;
  appendFileSync(home.at(`logs/${slugOf(labelCase)}.jsonl`), `${labelCase.afterwards}\n`);
  const name = logSourceOf(labelCase);
  const { events } = sourceOf(status, name);
  await statusWhenAll(exporter, (source) => source.name !== name || source.events > events);
}

afterAll(async () => {
  await exporter?.stop();
  home.remove();
});

const outcomesOf = (all: readonly ExposedSample[], labelCase: LabelCase): Record<string, number> =>
  Object.fromEntries(LABEL_OUTCOMES.map((outcome) => [outcome, total(all, 'aiops_labels_total', { model: slugOf(labelCase), outcome })]));
const full = (names: readonly string[], some: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, some[name] ?? 0]));

test.each(CASES.map((labelCase) => [labelCase.name, labelCase] as const))('%s', (_, labelCase) => {
  const { rejected = {}, taken = 0, labels = {}, predictions = {}, counted = [], where, task } = labelCase;
  const model = slugOf(labelCase);
  const source = sourceOf(status, model);
  expect(source).toMatchObject({ problem: null, is_up: true });
  expect({ events: source.events, rejected: source.rejected }).toEqual({ events: 2 + taken, rejected });
  const isJoined = task !== 'none';
  expect(outcomesOf(samples, labelCase)).toEqual(full(LABEL_OUTCOMES, { ...labels, joined: (isJoined ? 2 : 0) + (labels.joined ?? 0) }));
  const good = isJoined ? (where === 'column' ? 2 : 4) : 0;
  const offered = PREDICTION_OUTCOMES.map((outcome) => [outcome, total(samples, 'aiops_label_predictions_total', { model, outcome })]);
  expect(Object.fromEntries(offered)).toEqual(full(PREDICTION_OUTCOMES, { ...predictions, kept: good + (predictions.kept ?? 0) }));
  for (const [family, more, value] of counted) expect(total(samples, family, { model, ...more }), family).toBe(value);
});

test('the log never repeats an id, a label or what stands beside them', () => {
  expect(exporter.output()).not.toMatch(/id-(asked|old|nobody|again)|perhaps|late payment|night run|churm/);
});
