import { expect, test } from 'vitest';
import { stampLines } from './stamp-lines.js';

test('every line gets the time at its end, in seconds; spaces and escapes within labels stay', () => {
  const lines = 'a{b="c d"} 1\na{b="line\\nend"} +Inf\n';
  expect(stampLines(Buffer.from(lines), 1_767_607_260_000).toString()).toBe('a{b="c d"} 1 1767607260\na{b="line\\nend"} +Inf 1767607260\n');
  expect(stampLines(Buffer.from('up 1\n'), 1500).toString()).toBe('up 1 1.5\n');
  expect(stampLines(Buffer.alloc(0), 1500)).toHaveLength(0);
});
