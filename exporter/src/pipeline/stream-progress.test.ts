import { describe, expect, test } from 'vitest';
import { StreamProgress } from './stream-progress.js';

const looked = (): StreamProgress => {
  const progress = new StreamProgress();
  progress.asked('chunk', 0);
  return progress;
};

test('before the source looked, nothing may be closed, even if it knows of no backlog', () => {
  expect(new StreamProgress().heldBackMs([], 0)).toBe(-Infinity);
  expect(looked().heldBackMs([], 0)).toBe(Infinity);
});

test('the stream furthest behind holds windows back; one of which nothing is known, all of them', () => {
  const progress = looked();
  progress.read('a', 500);
  progress.begins('b', 300);
  expect(progress.heldBackMs(['a', 'b'], 0)).toBe(300);
  progress.read('b', 700);
  expect(progress.heldBackMs(['a', 'b'], 0)).toBe(500);
  expect(progress.heldBackMs(['b'], 0)).toBe(700);
  expect(progress.heldBackMs(['a', 'b', 'new'], 0)).toBe(-Infinity);
});

test('events out of order do not take a stream back', () => {
  const progress = looked();
  progress.read('a', 500);
  progress.read('a', 200);
  progress.read('a', -Infinity);
  expect(progress.heldBackMs(['a'], 0)).toBe(500);
});

describe('a stream without any event time', () => {
  test('is read first, and once it was looked into it holds nothing back', () => {
    const progress = looked();
    progress.read('garbage', -Infinity);
    expect(progress.orderOf('garbage')).toBe(-Infinity);
    expect(progress.heldBackMs(['garbage'], 0)).toBe(Infinity);
  });

  test('counts again as soon as it has one', () => {
    const progress = looked();
    progress.read('late bloomer', -Infinity);
    progress.read('late bloomer', 42);
    expect(progress.heldBackMs(['late bloomer'], 0)).toBe(42);
  });
});

test('a refused stream is read last and holds nothing back, until it can be read', () => {
  const progress = looked();
  progress.refuse('a');
  expect(progress.orderOf('a')).toBe(Infinity);
  expect(progress.heldBackMs(['a'], 0)).toBe(Infinity);
  progress.read('a', 5);
  expect(progress.orderOf('a')).toBe(5);
});

test('streams that cannot be read hold windows back for a minute, not a millisecond longer', () => {
  const progress = looked();
  progress.asked('stuck', 1000);
  progress.asked('stuck', 30_000);
  expect(progress.heldBackMs(['a'], 60_999)).toBe(-Infinity);
  expect(progress.heldBackMs(['a'], 61_000)).toBe(Infinity);
  progress.asked('chunk', 62_000);
  expect(progress.heldBackMs(['a'], 200_000)).toBe(-Infinity);
});

test('a long silence is no reason not to wait for what comes after it', () => {
  const progress = looked();
  progress.asked('drained', 0);
  progress.asked('drained', 100_000);
  expect(progress.heldBackMs(['new'], 100_000)).toBe(-Infinity);
});

test('a forgotten stream leaves nothing behind', () => {
  const progress = looked();
  progress.read('a', 5);
  progress.forget('a');
  expect(progress.knows('a')).toBe(false);
  expect(progress.orderOf('a')).toBe(-Infinity);
});
