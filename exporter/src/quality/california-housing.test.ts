import { beforeAll, describe, expect, it } from 'vitest';
import { californiaRows, recordedQuality, type RecordedChunk } from '../../test/quality/california-housing.js';
import { qualitySettings } from '../../test/quality/quality-settings.js';
import type { QualityReference } from '../baseline/index.js';
import type { Measure } from '../contract/index.js';
import { isOutside, referenceQuality, scoreWindow, sliceRows, type ChunkThresholds, type WindowQuality } from './index.js';

const METRICS = ['roc_auc', 'accuracy', 'precision', 'recall', 'specificity', 'f1'];
/** What counts as the same estimate. */
const NEAR = 0.005;

const ROWS = { reference: californiaRows('reference'), analysis: californiaRows('analysis') };
const SETTINGS = qualitySettings('binary');

describe.each(['M', 'number_20'] as const)('California housing as NannyML sees it, in chunks (%s)', (how) => {
  const recorded = recordedQuality(how);
  let reference: QualityReference;
  let estimated: WindowQuality[];
  let realised: WindowQuality[];
  beforeAll(() => {
    const own = recorded.chunks.filter(({ period }) => period === 'reference');
    reference = referenceQuality(
      ROWS.reference,
      SETTINGS,
      own.map(({ start, end }) => ({ from: start, to: end + 1 })),
    );
    const judged = ({ period, start, end }: RecordedChunk): WindowQuality =>
      scoreWindow({ rows: sliceRows(ROWS[period], start, end + 1), settings: SETTINGS, reference, isMature: true });
    estimated = recorded.chunks.map(judged);
    realised = recorded.realisedChunks.map(judged);
  });
  const valueOf = (measures: readonly Measure[], name: string): number | null =>
    measures.find(({ metric }) => metric === name)?.value ?? null;
  const limitsOf = (name: string): ChunkThresholds | undefined => reference.thresholds.find(({ metric }) => metric === name);
  /** NannyML calls a precision without any row predicted positive 0; here it is not defined, and does not alert. */
  const isUndefined = (measures: readonly Measure[], name: string): boolean => name === 'precision' && valueOf(measures, name) === null;

  it('the estimate is within 0.005 of theirs wherever it is defined; where it is not, nothing was predicted positive, and they say 0', () => {
    for (const metric of METRICS) {
      const theirs = recorded.estimated[metric] ?? [];
      estimated.forEach((window, i) => {
        if (isUndefined(window.estimated, metric)) expect([theirs[i], recorded.estimated['true_positive']?.[i]]).toEqual([0, 0]);
        else expect(Math.abs((valueOf(window.estimated, metric) ?? NaN) - (theirs[i] ?? NaN)), `${metric} ${i}`).toBeLessThan(NEAR);
      });
    }
  });

  it('the thresholds are theirs, but for a precision that they took as 0', () => {
    for (const metric of METRICS) {
      const [least, most] = recorded.thresholds[metric] ?? [];
      const isTheirs = !(metric === 'precision' && how === 'number_20');
      expect(limitsOf(metric)?.upper, metric).toBeCloseTo(most ?? NaN, 9);
      expect(limitsOf(metric)?.lower, metric).toBeCloseTo(least ?? NaN, isTheirs ? 9 : 2);
    }
  });

  it('estimates and values with labels alert where theirs do, but for a precision that they take as 0', () => {
    for (const metric of METRICS) {
      const alertsOf = (windows: readonly (readonly Measure[])[]): number[] =>
        windows.flatMap((measures, i) => (isOutside(valueOf(measures, metric), limitsOf(metric)) ? [i] : []));
      const own = estimated.map((window) => window.estimated);
      const theirs = (recorded.estimatedAlerts[metric] ?? []).filter((i) => !isUndefined(own[i] ?? [], metric));
      expect(alertsOf(own), `${metric}, estimated`).toEqual(theirs);
      expect(alertsOf(realised.map(({ measures }) => measures)), metric).toEqual(recorded.realisedAlerts[metric]);
    }
  });

  it('the interval of the area held the value in 8 of 8 months and 18 of 20 parts of the reference, each estimated from the others only', () => {
    const area = reference.estimate?.backtest.find(({ metric }) => metric === 'roc_auc');
    expect([area?.covered, area?.chunks]).toEqual(how === 'M' ? [8, 8] : [18, 20]);
  });

  it('the interval of the area held the value in 9 of 12 months and 17 of 20 parts that came later', () => {
    const areas = recorded.chunks.flatMap(({ period, start }, i) => {
      if (period !== 'analysis') return [];
      const own = estimated[i]?.estimated.find(({ metric }) => metric === 'roc_auc');
      const found = realised[recorded.realisedChunks.findIndex((one) => one.period === period && one.start === start)];
      const value = valueOf(found?.measures ?? [], 'roc_auc');
      return value === null || own?.lower == null ? [] : [own.lower <= value && value <= (own.upper as number)];
    });
    expect([areas.filter((held) => held).length, areas.length]).toEqual(how === 'M' ? [9, 12] : [17, 20]);
  });
});
