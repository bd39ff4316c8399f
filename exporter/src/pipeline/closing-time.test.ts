import { describe, expect, test } from 'vitest';
import { MAX_OPEN_WINDOWS, closingTime, type ClosingView } from './closing-time.js';

const view: ClosingView = {
  windowMs: 1000,
  latenessMs: 100,
  idleMs: 5000,
  newestMs: 0,
  heldBackMs: Infinity,
  nowMs: 1_000_000,
  quietSinceMs: 1_000_000,
  openEnds: [1000],
};
const until = (changes: Partial<ClosingView>): number => closingTime({ ...view, ...changes }).untilMs;

describe('by watermark', () => {
  test('a window closes when the newest event is its end and the lateness behind it, not a millisecond earlier', () => {
    expect(until({ newestMs: 1099 })).toBe(0);
    expect(until({ newestMs: 1100 })).toBe(1000);
  });

  test('also where no window is open: a gap in the log is over all the same', () => {
    expect(until({ newestMs: 7350, openEnds: [] })).toBe(7000);
  });

  test('what is unread of a backlog holds it back', () => {
    expect(until({ newestMs: 9000, heldBackMs: 1099 })).toBe(0);
    expect(until({ newestMs: 9000, heldBackMs: 1100 })).toBe(1000);
    expect(until({ newestMs: 9000, heldBackMs: -Infinity })).toBe(-Infinity);
  });

  test('an event from a clock that is ahead does not use up the lateness of the others', () => {
    expect(until({ newestMs: 300_000, nowMs: 1099, quietSinceMs: 1099 })).toBe(0);
    expect(until({ newestMs: 300_000, nowMs: 1100, quietSinceMs: 1100 })).toBe(1000);
  });

  test('a model without events closes nothing', () => {
    expect(until({ newestMs: -Infinity, openEnds: [] })).toBe(-Infinity);
  });
});

describe('by idleness', () => {
  const idle: Partial<ClosingView> = { newestMs: 500, nowMs: 20_000, quietSinceMs: 15_000 };

  test('a window whose time is over closes when nothing came for the idle time, not a millisecond earlier', () => {
    expect(closingTime({ ...view, ...idle, quietSinceMs: 15_001 })).toEqual({ untilMs: 0, how: 'watermark' });
    expect(closingTime({ ...view, ...idle })).toEqual({ untilMs: 1000, how: 'idle' });
  });

  test('a window whose time is not over by the wall clock, lateness included, stays open', () => {
    expect(until({ ...idle, openEnds: [19_901] })).toBe(0);
    expect(until({ ...idle, openEnds: [19_900] })).toBe(19_900);
    expect(until({ ...idle, openEnds: [1000, 2000, 20_000] })).toBe(2000);
  });

  test('a busy source closes the windows of a silent model as far as it is read', () => {
    expect(until({ ...idle, heldBackMs: 1099 })).toBe(0);
    expect(until({ ...idle, heldBackMs: 1100 })).toBe(1000);
  });

  test('silence while the clock was set back does not count', () => {
    expect(until({ ...idle, nowMs: 10_000, quietSinceMs: 15_000 })).toBe(0);
  });
});

test('more windows than the bound: the oldest ones close, whatever is unread', () => {
  const ends = Array.from({ length: MAX_OPEN_WINDOWS + 3 }, (_, i) => (i + 1) * 1000);
  expect(until({ newestMs: 1e6, heldBackMs: 0, openEnds: ends.slice(0, MAX_OPEN_WINDOWS) })).toBe(-1000);
  expect(until({ newestMs: 1e6, heldBackMs: 0, openEnds: ends })).toBe(3000);
});
