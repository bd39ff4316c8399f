import { describe, expect, it } from 'vitest';
import { SAMPLE_LOGS } from '../../tools/format-logs/all-logs.js';
import { fuzzFormat } from '../../tools/fuzz/fuzz-formats.js';

/** Of each format; `npm run fuzz -- --formats` does a hundred thousand. */
const CORRUPTED = 1000;
/** Some seconds of computing; many more on a busy machine. */
const PATIENCE_MS = 240_000;

describe('corrupted records', { timeout: PATIENCE_MS }, () => {
  const random = Date.now() % 2 ** 31;

  it.each(SAMPLE_LOGS.map((log) => [log.format, log] as const))(
    `of %s are counted once each and cost no neighbour (seed ${random})`,
    (_, log) => {
      expect(fuzzFormat(log, CORRUPTED, random).faults).toEqual([]);
    },
  );

  it('are accepted, rejected and labels, in a log that holds all three', () => {
    const sagemaker = SAMPLE_LOGS.find(({ format }) => format === 'sagemaker');
    const result = sagemaker && fuzzFormat(sagemaker, CORRUPTED, 1);
    expect(result).toMatchObject({ silent: 0 });
    for (const kind of ['accepted', 'rejected', 'labels'] as const) expect(result?.[kind], kind).toBeGreaterThan(0);
  });
});
