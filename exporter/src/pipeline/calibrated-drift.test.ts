import { describe, expect, it, test } from 'vitest';
import { withSections, type CalibrationSection } from '../baseline/index.js';
import { recompute } from '../drift/index.js';
import { PipelineBed, SETTINGS, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import { baselineOf, numericFeature } from '../../test/pipeline/sample-baselines.js';
import { calibrationGap, driftUnder, expectedFalseAlarms } from './calibrated-drift.js';

const BUDGET = { max: 1, perMs: 30 * 86_400_000 };
const expected = (per_week: number): CalibrationSection['expected'] => ({ per_week, lower: 0, upper: 1, how: 'counted' });
const section: CalibrationSection = {
  method: 'leave_block_out',
  window_ms: SETTINGS.windowMs,
  windows: 100,
  block_windows: 2,
  rows_without_time: 0,
  settings: { min_samples: SETTINGS.drift.min_samples, fdr: 0.05, missing_threshold: 0.05, consecutive: 1 },
  budget: { max: 1, per_ms: BUDGET.perMs },
  is_budget_met: true,
  expected: expected(0.125),
  replayed_alarms: 0,
  thresholds: { x: 3 },
  uniform: [
    { threshold: 0.1, expected: expected(7) },
    { threshold: 0.2, expected: expected(5) },
  ],
  course: { piece_windows: 1, largest: [0.5, null] },
  alarming: [],
};
const plain = baselineOf('churn', [numericFeature('x')]);
const calibrated = withSections(plain, { calibration: section });
const auto = { ...SETTINGS, calibration: BUDGET };

/** x only in its upper half: PSI 2.9 against ten equal bins. */
const shifted: LogRecord[] = Array.from({ length: 200 }, (_, i) => ({ t: i, f: { x: 5.5 + (i % 5) } }));

async function judged(baseline: typeof plain, settings: Partial<typeof auto>): Promise<PipelineBed> {
  const bed = new PipelineBed({ nowMs: 60_000, settings });
  bed.memory.request(baseline);
  bed.write([...shifted, { t: 30_000 }]);
  await bed.settle();
  return bed;
}

describe('a model with threshold: auto', () => {
  it('is judged by the fitted threshold of each feature, which its verdict stores, so that it recomputes', async () => {
    const bed = await judged(calibrated, { calibration: BUDGET });
    const [stored] = bed.memory.content.verdicts;
    expect(stored?.verdict.features[0]).toMatchObject({ verdict: 'stable', effect: { threshold: 3 } });
    expect(stored && recompute(stored)).toEqual(stored?.verdict);
    expect((await judged(calibrated, {})).memory.content.verdicts[0]?.verdict.features[0]).toMatchObject({ verdict: 'drifted' });
  });

  it('exports how many false alarms a week its baseline expects', async () => {
    const bed = await judged(calibrated, { calibration: BUDGET });
    expect(bed.exposition.render('text').toString()).toContain(
      'aiops_baseline_expected_false_alarms_per_week{model="churn",version="1"} 0.125',
    );
    expect(bed.exposition.render('text').toString()).toContain(
      'aiops_feature_drift_threshold{model="churn",version="1",feature="x",method="psi"} 3',
    );
  });

  it('is judged by 0.1 where the baseline was not calibrated, and the log and the status say what to do', async () => {
    const bed = await judged(plain, { calibration: BUDGET });
    const why =
      'drift.threshold is auto and the baseline holds no calibration, so 0.1 is used: build it with aiops baseline build --time --window';
    expect(bed.memory.content.verdicts[0]?.verdict.features[0]?.effect.threshold).toBe(0.1);
    expect(bed.told('no_calibration')).toEqual([{ kind: 'no_calibration', model: 'churn', version: '*', why }]);
    expect(bed.status().models[0]?.calibrationGap).toBe(why);
    expect(bed.exposition.render('text').toString()).not.toContain('aiops_baseline_expected_false_alarms_per_week{');
  });
});

describe('calibrationGap', () => {
  it('does not take a replay against the whole reference for one by season', () => {
    const seasonal = { ...auto, season: 'hour_of_day' as const };
    expect(calibrationGap(seasonal, calibrated)).toBe(
      'drift.threshold is auto and the baseline was calibrated for no season (--season), so 0.1 is used: build it with aiops baseline build --time --window --season hour_of_day for these settings',
    );
    expect(driftUnder(seasonal, calibrated).thresholds).toEqual({});
    expect(expectedFalseAlarms(seasonal, calibrated)).toBeNaN();
  });

  it('takes a replay by season for that season alone', () => {
    const bySeason = withSections(plain, { calibration: { ...section, season: 'hour_of_day' } });
    expect(driftUnder({ ...auto, season: 'hour_of_day' }, bySeason).thresholds).toEqual({ x: 3 });
    expect(expectedFalseAlarms({ ...auto, season: 'hour_of_day' }, bySeason)).toBe(0.125);
    for (const season of [null, 'day_of_week'] as const) {
      expect(calibrationGap({ ...auto, season }, bySeason)).toContain('was calibrated for season hour_of_day, so 0.1 is used');
      expect(expectedFalseAlarms({ ...auto, season }, bySeason)).toBeNaN();
    }
  });

  it.each([
    ['another budget', { calibration: { max: 1, perMs: 60 * 86_400_000 } }],
    ['windows of another length', { windowMs: SETTINGS.windowMs * 2 }],
    ['other min_samples', { drift: { ...SETTINGS.drift, min_samples: 99 } }],
    ['another consecutive', { drift: { ...SETTINGS.drift, consecutive: 2 } }],
  ])('finds %s', (what, other) => {
    expect(calibrationGap({ ...auto, ...other }, calibrated)).toContain(`was calibrated for ${what} (--`);
    expect(driftUnder({ ...auto, ...other }, calibrated).thresholds).toEqual({});
  });

  it('takes a calibration for a stricter budget', () => {
    expect(calibrationGap({ ...auto, calibration: { max: 2, perMs: BUDGET.perMs } }, calibrated)).toBeNull();
  });
});

test('a threshold set by hand for a feature stays under auto', () => {
  const drift = { ...SETTINGS.drift, thresholds: { x: 0.4 } };
  expect(driftUnder({ ...auto, drift }, calibrated).thresholds).toEqual({ x: 0.4 });
});

test('with thresholds set by hand the expected alarms are those of the largest replayed threshold that none is below', () => {
  const at = (threshold: number, thresholds: Record<string, number> = {}): number =>
    expectedFalseAlarms({ ...SETTINGS, drift: { ...SETTINGS.drift, threshold, thresholds } }, calibrated);
  expect([at(0.1), at(0.19), at(0.3), at(0.3, { x: 0.1 })]).toEqual([7, 7, 5, 7]);
  expect(at(0.05)).toBeNaN();
  expect(expectedFalseAlarms({ ...SETTINGS, windowMs: 7 }, calibrated)).toBeNaN();
});
