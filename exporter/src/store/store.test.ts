import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { HOUR_MS, NEW_YEAR_MS, SHA_A, SHA_B, putSampleRecords, readSampleRecords, sampleVerdict } from '../../test/store/sample-records.js';
import { temporaryFolder } from '../../test/store/temporary-folder.js';
import { Connection } from './connection.js';
import { openStore } from './open-store.js';
import { PUSH_KEY_LIFE_MS } from './push-keys.js';
import { RECORD_KINDS, type RecordKind } from './record-sizes.js';
import { Store } from './store.js';

const coded = (code: string): Error => expect.objectContaining({ code }) as Error;
let now = NEW_YEAR_MS;
let folder: string;
let store: Store;
const reopen = (): void => {
  store.close();
  store = openStore({ folder, mode: 'own', nowMs: () => now });
};

beforeEach(() => {
  now = NEW_YEAR_MS;
  folder = temporaryFolder();
  store = openStore({ folder, mode: 'own', nowMs: () => now });
  onTestFinished(() => store.close());
});

const putWindows = (count: number, byteLength = 4): void => {
  store.commit(({ windows }) => {
    for (let n = 0; n < count; n++) {
      const startMs = NEW_YEAR_MS + n * HOUR_MS;
      windows.put({
        model: 'churn',
        version: 'v1',
        startMs,
        endMs: startMs + HOUR_MS,
        baselineSha256: SHA_A,
        rows: n,
        bytes: new Uint8Array(byteLength),
      });
    }
  });
};
const sizeOf = (kind: RecordKind): { rows: number; bytes: number } => {
  const found = store.sizes().records.find(({ record }) => record === kind);
  return { rows: found?.rows ?? NaN, bytes: found?.bytes ?? NaN };
};

test('every kind of record is the same after the store was closed and opened', () => {
  putSampleRecords(store);
  const before = readSampleRecords(store);
  reopen();
  expect(readSampleRecords(store)).toEqual(before);
});

test('putting the same commit again changes nothing, because a commit whose outcome is unknown is repeated as a whole', () => {
  putSampleRecords(store);
  const before = readSampleRecords(store) as Record<string, unknown>;
  // A request is a row of its own each time: it comes from a person, not from the pipeline's commit.
  store.commit((records) => {
    for (const { id } of records.activations.pending('churn')) records.activations.markEffective(id, NEW_YEAR_MS + HOUR_MS);
    for (const { id } of records.activations.effective('churn', 9).slice(1)) records.activations.markEffective(id, NEW_YEAR_MS + HOUR_MS);
    const bootstrap = { model: 'churn', version: '*', sha256: SHA_A, requestedMs: NEW_YEAR_MS, reason: 'bootstrap' };
    records.activations.activate(bootstrap, NEW_YEAR_MS);
    for (const n of [0, 1]) records.verdicts.put(sampleVerdict(n));
    for (const window of records.windows.list({ model: 'churn', version: 'v1', fromMs: 0, toMs: NEW_YEAR_MS * 2 }, 9))
      records.windows.put(window);
    for (const position of records.positions.of('scoring')) records.positions.put('scoring', position);
  });
  const after = readSampleRecords(store) as Record<string, unknown>;
  expect(store.activations.effective('churn', 9)).toHaveLength(2);
  for (const key of ['positions', 'windows', 'verdicts', 'sizes']) expect(after[key]).toEqual(before[key]);
});

test('positions replace each other, and a forgotten stream is gone', () => {
  store.commit(({ positions }) => {
    positions.put('a', { stream: '1', position: { offset: 1 } });
    positions.put('a', { stream: '2', position: { offset: 2 } });
    positions.put('b', { stream: '1', position: { offset: 3 } });
  });
  store.commit(({ positions }) => {
    positions.put('a', { stream: '1', position: { offset: 9 } });
    positions.forget('a', '2');
    positions.forget('a', 'never seen');
  });
  expect(store.positions.of('a')).toEqual([{ stream: '1', position: { offset: 9 } }]);
  expect(store.positions.of('b')).toEqual([{ stream: '1', position: { offset: 3 } }]);
});

test('what is not there is null, empty or undefined, and nothing is made up', () => {
  expect(store.positions.of('x')).toEqual([]);
  expect(store.sourceCounters.get('x')).toBeNull();
  expect(store.modelStates.names()).toEqual([]);
  expect(store.modelStates.model('x')).toBeNull();
  expect(store.modelStates.versions('x')).toEqual([]);
  expect(store.windows.get('x', 'v', 0)).toBeNull();
  expect(store.verdicts.get('x')).toBeNull();
  expect(store.verdicts.latest('x', 'v')).toBeNull();
  expect(store.baselines.get(SHA_A)).toBeNull();
  expect(store.activations.models()).toEqual([]);
  expect(store.activations.active('x', 'v')).toBeNull();
  expect(store.pushKeys.find('x', 'k')).toBeNull();
  expect(store.facts.get('x')).toBeUndefined();
});

test('versions that differ only in a NUL or in half a surrogate pair stay two versions', () => {
  const versions = ['v', 'v\0', 'v\0\0', 'v\ud800', 'v\ufffd'];
  store.commit(({ modelStates }) => {
    versions.forEach((version, i) => modelStates.putVersion('m\0', { version, bytes: Uint8Array.of(i), updatedMs: 1 }));
  });
  reopen();
  const found = new Map(store.modelStates.versions('m\0').map(({ version, bytes }) => [version, bytes[0]]));
  expect(found).toEqual(new Map(versions.map((version, i) => [version, i])));
  expect(store.modelStates.names()).toEqual(['m\0']);
});

test('verdicts are listed newest first under every filter, and the latest is of the window that ended last', () => {
  store.commit(({ verdicts }) => {
    for (const n of [2, 0, 1]) verdicts.put(sampleVerdict(n));
    verdicts.put(sampleVerdict(5, 'churn', 'v2'));
    verdicts.put(sampleVerdict(9, 'fraud', 'v1'));
  });
  const ids = (filter: Parameters<typeof store.verdicts.list>[0], limit = 10): string[] =>
    store.verdicts.list(filter, limit).map(({ id }) => id);
  const at = (n: number): number => NEW_YEAR_MS + n * HOUR_MS;
  expect(ids({})).toEqual(['fraud-v1-9', 'churn-v2-5', 'churn-v1-2', 'churn-v1-1', 'churn-v1-0']);
  expect(ids({}, 2)).toEqual(['fraud-v1-9', 'churn-v2-5']);
  expect(ids({ model: 'churn' }, 2)).toEqual(['churn-v2-5', 'churn-v1-2']);
  expect(ids({ model: 'churn', version: 'v1' })).toEqual(['churn-v1-2', 'churn-v1-1', 'churn-v1-0']);
  expect(ids({ version: 'v1', fromMs: at(2) })).toEqual(['fraud-v1-9', 'churn-v1-2']);
  expect(ids({ fromMs: at(1), toMs: at(2) })).toEqual(['churn-v1-1']);
  expect(ids({ model: "x' OR 1 = 1 --" })).toEqual([]);
  expect(store.verdicts.latest('churn', 'v1')).toEqual(sampleVerdict(2));
  expect(store.verdicts.get('churn-v2-5')).toEqual(sampleVerdict(5, 'churn', 'v2'));
});

test('a baseline waits until it is marked effective; one for the version goes before one for all versions', () => {
  const request = { model: 'churn', requestedMs: NEW_YEAR_MS, reason: 'command' };
  const ids = store.commit(({ baselines, activations }) => {
    baselines.put(SHA_A, '{"a":1}', NEW_YEAR_MS);
    baselines.put(SHA_A, '{"never":"replaces"}', NEW_YEAR_MS);
    baselines.put(SHA_B, '{"b":1}', NEW_YEAR_MS);
    return [
      activations.request({ ...request, version: '*', sha256: SHA_A }),
      activations.request({ ...request, version: 'v1', sha256: SHA_B }),
      activations.request({ ...request, version: '*', sha256: SHA_B }),
    ];
  });
  expect(store.activations.pending('churn').map(({ id }) => id)).toEqual(ids);
  expect(store.activations.active('churn', 'v1')).toBeNull();
  store.commit(({ activations }) => ids.slice(0, 2).forEach((id, i) => activations.markEffective(id, NEW_YEAR_MS + i)));
  expect(store.activations.pending('churn').map(({ id }) => id)).toEqual(ids.slice(2));
  expect(store.activations.active('churn', 'v1')).toMatchObject({ sha256: SHA_B, fromMs: NEW_YEAR_MS + 1 });
  expect(store.activations.active('churn', 'v2')).toMatchObject({ sha256: SHA_A, version: '*' });
  store.commit(({ activations }) => activations.markEffective(ids[2] ?? -1, NEW_YEAR_MS + 2));
  expect(store.activations.active('churn', 'v1')).toMatchObject({ sha256: SHA_B, version: 'v1' });
  expect(store.activations.active('churn', 'v2')).toMatchObject({ sha256: SHA_B, version: '*' });
  expect(store.activations.effective('churn', 2).map(({ id }) => id)).toEqual(ids.slice(1));
  expect(store.activations.models()).toEqual(['churn']);
  expect(store.baselines.get(SHA_A)).toBe('{"a":1}');
});

test('refuses an activation without its baseline, and an id that nobody asked for, and applies nothing of that commit', () => {
  const request = { model: 'churn', version: '*', sha256: SHA_A, requestedMs: NEW_YEAR_MS, reason: 'command' };
  expect(() =>
    store.commit(({ facts, activations }) => {
      facts.put('before', 1);
      activations.request(request);
    }),
  ).toThrowError(coded('STORE_UNKNOWN_BASELINE'));
  expect(() => store.commit(({ activations }) => activations.markEffective(77, 0))).toThrowError(coded('STORE_UNKNOWN_ACTIVATION'));
  expect(store.facts.get('before')).toBeUndefined();
});

test('a push key answers for 24 h, is unknown one millisecond later, and can then be used again', () => {
  store.commit(({ pushKeys }) => pushKeys.put({ source: 's', key: 'k', bodySha256: SHA_A, answer: { accepted: 1 }, usedMs: now }));
  now += PUSH_KEY_LIFE_MS;
  expect(store.pushKeys.find('s', 'k')).toMatchObject({ bodySha256: SHA_A, answer: { accepted: 1 } });
  expect(store.pushKeys.find('other', 'k')).toBeNull();
  now += 1;
  expect(store.pushKeys.find('s', 'k')).toBeNull();
  store.commit(({ pushKeys }) => pushKeys.put({ source: 's', key: 'k', bodySha256: SHA_B, answer: {}, usedMs: now }));
  expect(store.pushKeys.find('s', 'k')).toMatchObject({ bodySha256: SHA_B });
});

test('a configuration keeps the time it was first seen', () => {
  const seen = store.commit(({ configurations }) => [
    configurations.see(SHA_A, 5),
    configurations.see(SHA_A, 9),
    configurations.see(SHA_B, 7),
  ]);
  expect(seen).toEqual([true, false, true]);
  expect([store.configurations.firstSeenMs(SHA_A), store.configurations.firstSeenMs('0')]).toEqual([5, null]);
  expect(store.configurations.list(9)).toEqual([
    { sha256: SHA_B, firstSeenMs: 7 },
    { sha256: SHA_A, firstSeenMs: 5 },
  ]);
});

test('retention deletes the oldest first, a bounded number a step, and stops at the limit', () => {
  putWindows(10);
  store.commit(({ verdicts }) => {
    for (const n of [0, 1, 2]) verdicts.put(sampleVerdict(n));
  });
  // The window [3 h, 4 h) ends exactly 4 h before: it is kept, the three before it are past their time.
  const limits = { windowsMs: 4 * HOUR_MS, verdictsMs: 7 * HOUR_MS, incidentsMs: Infinity };
  now = NEW_YEAR_MS + 8 * HOUR_MS;
  expect(store.applyRetention(now, limits, 2)).toEqual({ deleted: { windows: 2 }, isDone: false });
  expect(store.applyRetention(now, limits, 2)).toEqual({ deleted: { windows: 1 }, isDone: true });
  expect(store.applyRetention(now, limits, 2)).toEqual({ deleted: {}, isDone: true });
  const left = store.windows.list({ model: 'churn', version: 'v1', fromMs: 0, toMs: now * 2 }, 99);
  expect(left.map(({ rows }) => rows)).toEqual([9, 8, 7, 6, 5, 4, 3]);
  expect(store.verdicts.list({}, 9)).toHaveLength(3);
  expect(store.applyRetention(now + 1, limits)).toEqual({ deleted: { windows: 1, verdicts: 1 }, isDone: true });
});

test('retention takes expired push keys, and keeps positions, counters, states, baselines and activations for ever', () => {
  putSampleRecords(store);
  const before = readSampleRecords(store) as Record<string, unknown>;
  const result = store.applyRetention(NEW_YEAR_MS * 3, { windowsMs: 0, verdictsMs: 0, incidentsMs: Infinity });
  expect(result).toEqual({ deleted: { windows: 2, snapshot_windows: 2, verdicts: 2, quality_verdicts: 1, push_keys: 1 }, isDone: true });
  const after = readSampleRecords(store) as Record<string, unknown>;
  for (const key of ['positions', 'counters', 'model', 'versions', 'baseline', 'pending', 'effective', 'configurations', 'fact']) {
    expect(after[key]).toEqual(before[key]);
  }
});

test('space that retention frees goes back to the disk, step by step', () => {
  putWindows(200, 60_000);
  const full = store.sizes();
  expect(full.fileBytes + full.logBytes).toBeGreaterThan(200 * 60_000);
  const limits = { windowsMs: 0, verdictsMs: 0, incidentsMs: Infinity };
  for (let i = 0; i < 20; i++) store.applyRetention(NEW_YEAR_MS * 2, limits, 100);
  reopen();
  expect(sizeOf('windows').rows).toBe(0);
  expect(store.sizes().fileBytes).toBeLessThan(2_000_000);
});

test('sizes are the exact bytes of the contents, after every kind of change', () => {
  const connection = new Connection({ folder, path: join(folder, 'aiops.db') });
  onTestFinished(() => connection.close());
  const columns = { windows: ['model', 'version', 'baseline_sha256', 'bytes'], positions: ['source', 'stream', 'position'] } as const;
  const check = (): void => {
    for (const table of ['windows', 'positions'] as const) {
      const bytes = columns[table].map((column) => `ifnull(sum(octet_length(${column})), 0)`).join(' + ');
      const counted = connection.reader(`SELECT count(*) AS rows, ${bytes} AS bytes FROM ${table}`).get();
      expect(counted).toMatchObject(sizeOf(table));
    }
  };
  expect(
    store
      .sizes()
      .records.map(({ record }) => record)
      .sort(),
  ).toEqual([...RECORD_KINDS].sort());
  for (const kind of RECORD_KINDS) expect(sizeOf(kind)).toEqual({ rows: 0, bytes: 0 });
  putWindows(5, 100);
  store.commit(({ positions }) => positions.put('ä', { stream: '€', position: { path: 'ö' } }));
  check();
  putWindows(3, 7);
  store.commit(({ positions }) => positions.put('ä', { stream: '€', position: {} }));
  check();
  store.applyRetention(NEW_YEAR_MS + 4 * HOUR_MS, { windowsMs: 0, verdictsMs: 0, incidentsMs: Infinity });
  store.commit(({ positions }) => positions.forget('ä', '€'));
  check();
  expect(sizeOf('positions')).toEqual({ rows: 0, bytes: 0 });
  expect(sizeOf('windows').rows).toBe(2);
});

test('a commit that fails half-way leaves positions, states and sizes as they were', () => {
  putSampleRecords(store);
  const before = readSampleRecords(store);
  expect(() =>
    store.commit((records) => {
      records.positions.put('scoring', { stream: '2049:131:ab12', position: { offset: 9999 } });
      records.modelStates.putVersion('churn', { version: 'v1', bytes: new Uint8Array(99), updatedMs: 1 });
      throw new Error('stop');
    }),
  ).toThrowError('stop');
  expect(readSampleRecords(store)).toEqual(before);
});

test('a full disk fails the commit as a whole, reading goes on, and the same commit succeeds when there is space', () => {
  putSampleRecords(store);
  const before = readSampleRecords(store);
  const commit = (): void =>
    store.commit((records) => {
      records.positions.put('scoring', { stream: '2049:131:ab12', position: { offset: 9999 } });
      records.modelStates.putVersion('churn', { version: 'v1', bytes: new Uint8Array(500_000), updatedMs: 1 });
    });
  store.close();
  const connection = new Connection({ folder, path: join(folder, 'aiops.db') });
  store = new Store(connection, null, () => now);
  connection.pragma(`max_page_count = ${Number(connection.pragma('page_count')) + 20}`);
  expect(commit).toThrowError(coded('STORE_DISK_FULL'));
  expect(readSampleRecords(store)).toEqual(before);
  expect(store.check()).toEqual([]);
  connection.pragma('max_page_count = 1000000');
  commit();
  expect(store.positions.of('scoring')[0]?.position).toEqual({ offset: 9999 });
});
