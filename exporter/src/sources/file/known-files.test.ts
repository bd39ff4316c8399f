import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.js';
import { KnownFiles, RETIRED_LIMIT } from './known-files.js';

const retired = (stream: string, retiredMs: number): { stream: string; position: Record<string, unknown> } => ({
  stream,
  position: { path: `/log/${stream}`, ino: stream.slice(1), retiredMs },
});

test('forgets the files that went first when there are too many, whatever their names', () => {
  const positions = Array.from({ length: RETIRED_LIMIT + 2 }, (_, i) => retired(`s${i}`, i));
  // The store returns them by name.
  const known = new KnownFiles([...positions].sort((a, b) => (a.stream < b.stream ? -1 : 1)));
  known.trim(0);
  expect(known.takeChanged().forgotten).toEqual(['s0', 's1']);
  expect(known.byStream('s2')).not.toBeNull();
});

test('keeps all of them at the limit', () => {
  const known = new KnownFiles(Array.from({ length: RETIRED_LIMIT }, (_, i) => retired(`s${i}`, i)));
  known.trim(0);
  expect(known.takeChanged().forgotten).toEqual([]);
});

test('gives no new file the name of a stream that is known, or that the next commit deletes', () => {
  const head = fingerprintOf(Buffer.from('head'));
  const first = new KnownFiles([]).newStream('7', head);
  const known = new KnownFiles([retired(first, 1)]);
  expect(known.newStream('7', head)).not.toBe(first);
  const file = known.byStream(first);
  if (file) known.forget(file);
  expect(known.newStream('7', head)).not.toBe(first);
  known.takeChanged();
  expect(known.newStream('7', head)).toBe(first);
});

test('reads positions with the numbers that earlier versions wrote for device and inode', () => {
  const known = new KnownFiles([{ stream: 's', position: { path: '/log/a', dev: 1, ino: 2, offset: 3 } }]);
  expect(known.liveByKey('1:2')).toMatchObject({ offset: 3, home: '/log/a', isRotated: false });
});
