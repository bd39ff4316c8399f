import { expect, test } from 'vitest';
import type { StreamPosition } from '../source.js';
import { GONE_CONTENTS, SnapshotLedger } from './snapshot-ledger.js';

/** What a store would hold after these changes. */
function stored(ledger: SnapshotLedger, before: readonly StreamPosition[] = []): StreamPosition[] {
  const { changed, forgotten } = ledger.takeChanges();
  const gone = new Set([...changed.map(({ stream }) => stream), ...forgotten]);
  return [...before.filter(({ stream }) => !gone.has(stream)), ...structuredClone(changed)];
}

test('a content stays known when its file is gone, and a file that was refused is told as long as it is there', () => {
  const ledger = new SnapshotLedger([], 's');
  ledger.use('/in/a', '1', 'hash-a', 'window');
  ledger.refuse('/in/b', '1', 'it is broken');
  const again = new SnapshotLedger(stored(ledger), 's');
  expect(again.refusals()).toEqual([{ path: '/in/b', why: 'it is broken' }]);
  again.keepOnly(() => false);
  expect([again.file('/in/a'), again.file('/in/b'), again.useOf('hash-a'), again.refusals()]).toEqual([null, null, 'window', []]);
});

test('what was refused under other settings is forgotten, so that it is tried again', () => {
  const ledger = new SnapshotLedger([], 'old');
  ledger.use('/in/a', '1', 'hash-a', 'reference');
  ledger.refuse('/in/b', '1', 'no column b');
  const before = stored(ledger);
  const changed = new SnapshotLedger(before, 'new');
  expect([changed.file('/in/a')?.sha256, changed.file('/in/b')]).toEqual(['hash-a', null]);
  expect(stored(changed, before).map(({ stream }) => stream)).toEqual(['content:hash-a', 'file:/in/a']);
});

test('what a failed commit took comes again, as it is by then', () => {
  const ledger = new SnapshotLedger([], 's');
  ledger.refuse('/in/a', '1', 'broken');
  const taken = ledger.takeChanges();
  expect(ledger.hasChanges).toBe(false);
  ledger.restoreChanges(taken);
  ledger.use('/in/a', '2', 'hash-a', 'window');
  expect(ledger.takeChanges().changed).toContainEqual({
    stream: 'file:/in/a',
    position: { signature: '2', sha256: 'hash-a', refused: null },
  });
});

test('of contents without a file the oldest beyond the limit are forgotten, and none that a file holds', () => {
  const ledger = new SnapshotLedger([], 's');
  for (let i = 0; i < GONE_CONTENTS + 3; i++) ledger.use(`/in/${i}`, '1', `hash-${i}`, 'window');
  ledger.keepOnly((path) => path === '/in/0');
  const known = ['hash-0', 'hash-1', 'hash-2', 'hash-3'].map((sha256) => ledger.useOf(sha256));
  expect(known).toEqual(['window', null, null, 'window']);
});
