import { expect, test } from 'vitest';
import { rotatedFrom } from './rotation-name.js';

test.each([
  ['a.log.1', ['a.log']],
  ['a.log.2.gz', ['a.log.2', 'a.log']],
  ['a.log.gz', ['a.log']],
  ['a.log-20261124', ['a.log']], // logrotate, dateext
  ['a.log-20261124.gz', ['a.log-20261124', 'a.log']],
  ['a.log-1795500000', ['a.log']], // logrotate, dateformat -%s
  ['a-20261124.log', ['a.log']], // logrotate, dateext with extension .log
  ['a.1.log', ['a.log']], // logrotate, extension .log
  ['a.2026-11-24.log.gz', ['a.2026-11-24.log', 'a.log']], // logback
  ['a.log.2026-11-24_10-00-00', ['a.log']], // Python TimedRotatingFileHandler
  ['0.log.20261124-101010', ['0.log']], // kubelet
])('%s may have been %j', (name, expected) => {
  expect(rotatedFrom(name)).toEqual(expected);
});

test.each(['a.log', 'replica-1', 'replica-12', 'model-v2.log', 'a.jsonl', '.gz', 'a.log.bak', 'a.log~', '2026-11-24'])(
  '%s is no rotation',
  (name) => {
    expect(rotatedFrom(name)).toEqual([]);
  },
);
