import { copyFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tableReader } from '../../src/cli/serve/table-reader.js';
import type { SnapshotTables } from '../../src/pipeline/index.js';
import { temporaryFolder } from '../sources/temporary-folder.js';
import { MemoryStorage } from './memory-storage.js';
import { ONE_MODEL_MAP, PipelineBed, SETTINGS, type BedOptions } from './pipeline-bed.js';
import { baselineOf, categoricalFeature, numericFeature } from './sample-baselines.js';
import { drop, featuresCsv, readSnapshots, snapshotsOf, type SnapshotOptions } from './snapshot-bed.js';

const BASELINE = baselineOf('churn', [numericFeature('age'), categoricalFeature('country', ['de', 'fr', 'us'])]);
const DAY = 'features-{yyyy}-{mm}-{dd}*';
const DE = 'aiops_feature_values_total{model="churn",version="1",feature="country",bin="de"}';

function bedOf(snapshots: SnapshotOptions, options: BedOptions = {}): PipelineBed {
  const storage = new MemoryStorage();
  storage.request(BASELINE);
  return new PipelineBed({
    storage,
    ...snapshotsOf({ named: DAY, ...snapshots }),
    sources: { log: { map: ONE_MODEL_MAP } },
    expected: ['churn'],
    ...options,
  });
}

const windowsOf = (bed: PipelineBed): { start: string; rows: number; drifted: number | undefined }[] =>
  bed.memory.commits.flatMap(({ windows }) =>
    windows.flatMap(({ snapshot, startMs, rows, verdict }) =>
      snapshot === null ? [] : [{ start: new Date(startMs).toISOString().slice(0, 10), rows, drifted: verdict?.verdict.drifted }],
    ),
  );

test('each snapshot is a window of its own with a verdict, two of one day are two, and their counts go into the totals', async () => {
  const path = temporaryFolder();
  const bed = bedOf({ path });
  drop(path, 'features-2025-12-01.csv', featuresCsv(300));
  drop(path, 'features-2025-12-01-again.csv', featuresCsv(330));
  drop(path, 'features-2025-12-02.csv', featuresCsv(600, 5));
  await readSnapshots(bed);
  expect(windowsOf(bed)).toEqual([
    { start: '2025-12-01', rows: 330, drifted: 0 },
    { start: '2025-12-01', rows: 300, drifted: 0 },
    { start: '2025-12-02', rows: 600, drifted: 1 },
  ]);
  expect(bed.sample(DE)).toBe(110 + 100 + 200);
  expect(bed.sample('aiops_feature_drifted{model="churn",version="1",feature="age"}')).toBe(1);
  expect(bed.sample('aiops_ingest_events_total{source="snapshots",kind="snapshot"}')).toBe(3);
  expect(bed.sample('aiops_inference_requests_total{model="churn",version="1",outcome="ok"}') ?? 0).toBe(0);
  expect(new Set(bed.memory.content.verdicts.map(({ id }) => id)).size).toBe(3);
});

test('a snapshot of a model without a baseline is counted by its rows, and has no verdict', async () => {
  const path = temporaryFolder();
  const bed = bedOf({ path }, { storage: new MemoryStorage() });
  drop(path, 'features-2025-12-01.csv', featuresCsv(300));
  await readSnapshots(bed);
  expect(windowsOf(bed)).toEqual([{ start: '2025-12-01', rows: 300, drifted: undefined }]);
  expect(bed.told('snapshot_rejected')).toEqual([]);
});

test('a snapshot of any time is neither late, nor does it close windows of the log, make its events late or hold them open', async () => {
  const path = temporaryFolder();
  const log = [{ t: 100 }, { t: 900 }, { t: 1500 }].map((row) => ({ ...row, v: '1', l: 5, s: 200, f: { age: 1, country: 'de' } }));
  const closings = async (withSnapshots: boolean): Promise<unknown> => {
    const bed = bedOf({ path: withSnapshots ? path : temporaryFolder() });
    bed.write(log);
    await bed.readAll();
    await readSnapshots(bed);
    bed.write([{ ...log[0], t: 1200 }]);
    await bed.readAll();
    const open = bed.status().models[0]?.openWindows;
    bed.now = 60_000;
    await bed.settle();
    const closed = bed.told('window_closed').filter(({ how }) => how !== 'snapshot');
    return {
      open,
      closed,
      rejected: bed.sample('aiops_ingest_rejected_total{source="log",reason="late"}'),
      latency: bed.status().models[0]?.p95Seconds,
    };
  };
  drop(path, 'features-1999-12-01.csv', featuresCsv(300));
  drop(path, 'features-2026-01-01.csv', featuresCsv(330));
  expect(await closings(true)).toEqual(await closings(false));
});

test('what is copied, touched or uploaded again is counted once; a file with other content is a new window, and is told', async () => {
  const path = temporaryFolder();
  const bed = bedOf({ path });
  const file = join(path, 'features-2025-12-01.csv');
  writeFileSync(file, featuresCsv(300));
  await readSnapshots(bed);
  copyFileSync(file, join(path, 'features-2025-12-07.csv'));
  utimesSync(file, 5, 5);
  await readSnapshots(bed);
  rmSync(file);
  await readSnapshots(bed);
  writeFileSync(file, featuresCsv(300));
  await readSnapshots(bed);
  expect(windowsOf(bed)).toHaveLength(1);
  expect(bed.told('snapshot_recognised').length).toBe(3);
  // As long as before, and alike at both ends.
  writeFileSync(file, featuresCsv(300).replace('\n3.7,fr\n', '\n7.3,fr\n'));
  await readSnapshots(bed);
  expect(bed.told('snapshot_read').map(({ how }) => how)).toEqual(['new', 'changed']);
});

test('nothing is counted twice after a restart, and a failed commit loses nothing', async () => {
  const path = temporaryFolder();
  const first = bedOf({ path });
  drop(path, 'features-2025-12-01.csv', featuresCsv(300));
  first.memory.failure = new Error('the disk is full');
  await readSnapshots(first);
  expect(first.sample(DE) ?? 0).toBe(0);
  const second = first.restart();
  second.memory.failure = null;
  await readSnapshots(second);
  expect(second.sample(DE)).toBe(100);
  const third = second.restart();
  await readSnapshots(third);
  expect(third.sample(DE)).toBe(100);
  expect(third.status().models[0]?.verdictId).toBe(second.status().models[0]?.verdictId);
  expect(windowsOf(third)).toHaveLength(1);
});

test('a failed commit is made good by the same process', async () => {
  const path = temporaryFolder();
  const bed = bedOf({ path });
  drop(path, 'features-2025-12-01.csv', featuresCsv(300));
  bed.memory.failure = new Error('the disk is full');
  await readSnapshots(bed);
  bed.memory.failure = null;
  bed.pipeline.refreshExposition();
  expect(bed.sample(DE)).toBe(100);
  const again = bed.restart();
  await readSnapshots(again);
  expect(windowsOf(again)).toHaveLength(1);
});

test('versions are told apart by the path, and by a column', async () => {
  const path = temporaryFolder();
  const bed = bedOf({ path, named: '{version}/*', settings: { version: 'name' } });
  for (const [version, rows] of [
    ['1', 300],
    ['2', 600],
  ] as const) {
    mkdirSync(join(path, version));
    drop(path, `${version}/f.csv`, featuresCsv(rows));
  }
  await readSnapshots(bed);
  expect(bed.status().models.map(({ version, lastWindow }) => [version, lastWindow?.rows])).toEqual([
    ['1', 300],
    ['2', 600],
  ]);

  const columns = temporaryFolder();
  const other = bedOf({ path: columns, settings: { version: { column: 'release' }, model: { column: 'name' } } });
  drop(columns, 'features-2025-12-01.csv', featuresCsv(300).replaceAll('\n', ',churn,7\n').replace(',churn,7', ',name,release'));
  await readSnapshots(other);
  expect(other.status().models.map(({ model, version, lastWindow }) => [model, version, lastWindow?.rows])).toEqual([['churn', '7', 300]]);
});

test('the window reaches from the first to the last time of the time column', async () => {
  const path = temporaryFolder();
  const bed = bedOf({ path, settings: { time: 'at', named: null } });
  drop(path, 'any.csv', 'age,country,at\n1,de,2025-12-01T10:00:00Z\n2,de,2025-12-03T11:00:00Z\n');
  await readSnapshots(bed);
  const [window] = bed.memory.commits.flatMap(({ windows }) => windows);
  expect([window?.startMs, window?.endMs]).toEqual([Date.UTC(2025, 11, 1, 10), Date.UTC(2025, 11, 3, 11) + 1]);
});

describe('a reference', () => {
  const reference = 'reference-*';

  test('refreshes the baseline once: snapshots behind it are judged by it, and no other file ever refreshes one', async () => {
    const path = temporaryFolder();
    const bed = bedOf({ path, reference, named: '*-{yyyy}-{mm}-{dd}.csv' });
    drop(path, 'features-2025-12-01.csv', featuresCsv(600, 5));
    drop(path, 'reference-2025-12-02.csv', featuresCsv(900, 5));
    drop(path, 'features-2025-12-03.csv', featuresCsv(660, 5));
    await readSnapshots(bed);
    expect(windowsOf(bed).map(({ start, drifted }) => [start, drifted])).toEqual([
      ['2025-12-01', 1],
      ['2025-12-03', 0],
    ]);
    const taken = bed.told('reference_taken');
    expect(taken.map(({ how }) => how)).toEqual(['activated']);
    const again = bed.restart();
    drop(path, 'features-2025-12-04.csv', featuresCsv(630, 5));
    copyFileSync(join(path, 'reference-2025-12-02.csv'), join(path, 'reference-2025-12-05.csv'));
    await readSnapshots(again);
    expect(again.status().models[0]?.baseline?.sha256).toBe(taken[0]?.sha256);
    expect(windowsOf(again).at(-1)).toMatchObject({ start: '2025-12-04', drifted: 0 });
    expect(again.told('reference_taken')).toEqual([]);
  });

  test('that makes the same baseline changes nothing, and says so', async () => {
    const path = temporaryFolder();
    const bed = bedOf({ path, reference, named: '*-{yyyy}-{mm}-{dd}.csv' });
    drop(path, 'reference-2025-12-01.csv', featuresCsv(900));
    drop(path, 'reference-2025-12-02.csv', `${featuresCsv(900).replace('age,country', '"age","country"')}`);
    await readSnapshots(bed);
    expect(bed.told('reference_taken').map(({ how }) => how)).toEqual(['activated', 'unchanged']);
  });
});

const PARQUET = 'PAR1broken, but with a footer\x05\0\0\0PAR1';

test.each([
  ['without a column of the baseline', 'a.csv', 'age\n1\n', {}, 'schema', /has no column country/],
  ['without rows', 'a.csv', 'age,country\n', {}, 'schema', /at least one row/],
  [
    'with words for numbers',
    'a.csv',
    'age,country\nold,de\nyoung,fr\n',
    {},
    'schema',
    /column age .* holds text: the baseline counts it as a number/,
  ],
  ['with lists for categories', 'a.jsonl', '{"age":1,"country":["de"]}\n', {}, 'schema', /column country/],
  ['with ragged lines', 'a.csv', 'age,country\n1,de,fr\n', {}, 'syntax', /line 2 has 3 fields/],
  ['of no JSON', 'a.jsonl', 'age\n', {}, 'syntax', /one JSON object/],
  ['with a broken footer', 'a.parquet', PARQUET, {}, 'syntax', /Parquet/],
  ['with bytes for a gzip stream', 'a.csv.gz', 'age,country\n1,de\n', {}, 'syntax', /gzip/],
  ['with two versions', 'a.csv', 'age,country,v\n1,de,1\n2,de,2\n', { version: { column: 'v' } }, 'schema', /one value in all rows/],
  ['without a version', 'a.csv', 'age,country,v\n1,de,\n', { version: { column: 'v' } }, 'schema', /one value in all rows/],
  ['without times', 'a.csv', 'age,country,at\n1,de,never\n', { time: 'at' }, 'schema', /time column/],
  ['of the future', 'a.csv', 'age,country,at\n1,de,2030-01-01\n', { time: 'at' }, 'clock_skew', /future/],
  ['of before 1970', 'a.csv', 'age,country,at\n1,de,1960-01-01\n', { time: 'at' }, 'schema', /1970/],
  ['of an unknown model', 'a.csv', 'age,country,m\n1,de,other\n', { model: { column: 'm' } }, 'unknown_model', /models has entries/],
] as const)(
  'a file %s is refused with its reason, counted once, and tried again when it changes',
  async (_, name, text, settings, reason, why) => {
    const path = temporaryFolder();
    const options = { path, settings: { ...settings, named: null } };
    const bed = bedOf(options, { settingsOf: (model) => (model === 'churn' ? SETTINGS : null) });
    writeFileSync(join(path, name), text, 'latin1');
    drop(path, 'z.csv', featuresCsv(300).replaceAll('\n', ',1,2025-12-01,churn\n').replace('1,2025-12-01,churn', 'v,at,m'));
    await readSnapshots(bed);
    const counted = (of: PipelineBed): unknown => [
      of.sample(`aiops_ingest_rejected_total{source="snapshots",reason="${reason}"}`),
      of.sample('aiops_ingest_events_total{source="snapshots",kind="snapshot"}'),
    ];
    expect(counted(bed)).toEqual([1, 1]);
    const [told] = bed.told('snapshot_rejected');
    expect(told).toMatchObject({ reason, path: join(path, name), error: expect.stringMatching(why) });
    const again = bed.restart();
    await readSnapshots(again);
    expect(counted(again)).toEqual([1, 1]);
    rmSync(join(path, name));
    drop(path, 'mended.csv', featuresCsv(330).replaceAll('\n', ',1,2025-12-01,churn\n').replace('1,2025-12-01,churn', 'v,at,m'));
    await readSnapshots(again);
    expect(counted(again)).toEqual([1, 2]);
  },
);

test('what was refused is tried again under a changed configuration; what was counted is not', async () => {
  const path = temporaryFolder();
  const bed = bedOf({ path, settings: { version: { column: 'v' } } });
  drop(path, 'features-2025-12-01.csv', featuresCsv(300));
  await readSnapshots(bed);
  expect(windowsOf(bed)).toHaveLength(0);
  for (const settingsHash of ['changed', 'changed again']) {
    const changed = bed.restart(snapshotsOf({ path, named: DAY, settingsHash }));
    await readSnapshots(changed);
    expect(windowsOf(changed)).toHaveLength(1);
  }
});

test('a file that changes while it is read is not counted as what it was', async () => {
  const path = temporaryFolder();
  const file = join(path, 'features-2025-12-01.csv');
  writeFileSync(file, featuresCsv(300));
  const tables = tableReader();
  let calls = 0;
  const count: SnapshotTables['count'] = async (ask) => {
    const table = await tables.count(ask);
    if (calls++ === 0) writeFileSync(file, featuresCsv(600));
    return table;
  };
  const bed = bedOf({ path, tables: { ...tables, count } });
  await readSnapshots(bed);
  expect(windowsOf(bed)).toEqual([{ start: '2025-12-01', rows: 600, drifted: 0 }]);
});
