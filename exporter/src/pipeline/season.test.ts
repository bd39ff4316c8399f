import { describe, expect, it } from 'vitest';
import { sealBaseline, type Baseline, type SeasonsSection } from '../baseline/index.js';
import type { Season } from '../contract/index.js';
import { recompute } from '../drift/index.js';
import { NEW_YEAR_MS, PipelineBed, type LogRecord } from '../../test/pipeline/pipeline-bed.js';
import { baselineOf, numericFeature } from '../../test/pipeline/sample-baselines.js';

const HOUR = 3_600_000;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const NIGHT = [100, 100, 0, 0, 0, 0, 0, 0, 0, 0];
const DAY = [0, 0, 0, 0, 0, 0, 0, 0, 100, 100];

/** 4800 rows: before noon x is 0 or 1, afterwards 8 or 9. The hour 23 was hardly seen. */
function seasonal(season: Season = 'hour_of_day'): Baseline {
  const bins = (hour: number): number[] => (hour === 23 ? [0, 0, 0, 0, 0, 0, 0, 0, 5, 5] : hour < 12 ? NIGHT : DAY);
  const counts = hours.map(bins);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
  const zeros = hours.map(() => 0);
  const whole = {
    ...numericFeature('x'),
    type: 'numeric' as const,
    counts: NIGHT.map((_, bin) => sum(counts.map((row) => row[bin] as number))),
  };
  const seasons: SeasonsSection = {
    season,
    timezone: 'UTC',
    rows: counts.map(sum),
    days: hours.map(() => 9),
    features: [{ counts, missing: zeros, invalid: zeros }],
    prediction: null,
  };
  const { format: _f, format_version: _v, sha256: _s, ...content } = baselineOf('churn', []);
  return sealBaseline({ ...content, rows: sum(seasons.rows), features: [whole as Baseline['features'][number]], seasons });
}

/** Forty requests in an hour of the day, with x of the night or of the day. */
const inHour = (hour: number, from: number): LogRecord[] =>
  Array.from({ length: 40 }, (_, i) => ({ t: hour * HOUR + i * 1000, f: { x: from + (i % 2) + 0.5 } }));

async function judged(baseline: Baseline, season: Season | null, records: readonly LogRecord[]): Promise<PipelineBed> {
  const bed = new PipelineBed({ nowMs: 48 * HOUR, settings: { windowMs: HOUR, season } });
  bed.memory.request(baseline);
  bed.write([...records, { t: 30 * HOUR }]);
  await bed.settle();
  return bed;
}
const verdicts = (bed: PipelineBed) =>
  bed.memory.content.verdicts.map(({ window_start, season_bucket, verdict }) => ({
    hour: (Date.parse(window_start) - NEW_YEAR_MS) / HOUR,
    against: season_bucket?.bucket ?? null,
    drifted: verdict.drifted,
  }));

describe('a model with drift.season', () => {
  it('is judged by the reference rows of the hour of its window, where the whole would call every hour drift', async () => {
    const records = [...inHour(3, 0), ...inHour(15, 8), ...inHour(16, 0)];
    expect(verdicts(await judged(seasonal(), 'hour_of_day', records))).toEqual([
      { hour: 3, against: '03:00', drifted: 0 },
      { hour: 15, against: '15:00', drifted: 0 },
      { hour: 16, against: '16:00', drifted: 1 },
    ]);
    expect(verdicts(await judged(seasonal(), null, records)).map(({ against, drifted }) => [against, drifted])).toEqual([
      [null, 1],
      [null, 1],
      [null, 1],
    ]);
  });

  it('stores the counts that it was compared with, so that the verdict recomputes, and names the bucket in its status', async () => {
    const bed = await judged(seasonal(), 'hour_of_day', inHour(3, 0));
    const [stored] = bed.memory.content.verdicts;
    expect(stored?.verdict.features[0]?.table.reference).toEqual(NIGHT);
    expect(stored?.season_bucket).toEqual({
      season: 'hour_of_day',
      timezone: 'UTC',
      bucket: '03:00',
      level: 'hour_of_day',
      rows: 200,
      fallback: null,
    });
    expect(stored && recompute(stored)).toEqual(stored?.verdict);
    expect(bed.status().models[0]).toMatchObject({ seasonBucket: { bucket: '03:00' }, seasonGap: null });
    expect(bed.told('no_season')).toEqual([]);
  });

  it('falls back where its hour has too few rows, and says why', async () => {
    const bed = await judged(seasonal(), 'hour_of_day', inHour(23, 8));
    expect(bed.memory.content.verdicts[0]?.season_bucket).toMatchObject({
      bucket: 'all rows',
      rows: 4610,
      fallback: '23:00 has 10 rows in the baseline (80 are needed)',
    });
  });

  it.each<[string, Baseline]>([
    ['is not divided by season', baselineOf('churn', [numericFeature('x')])],
    ['is divided by hour_of_day', seasonal()],
  ])('is judged by the whole of a baseline that %s as asked, and the log and the status say so', async (found, baseline) => {
    const bed = await judged(baseline, 'hour_of_week', inHour(3, 0));
    const why = `the baseline ${found} and drift.season is hour_of_week, so windows are compared with all its rows: build it with --time and --season hour_of_week`;
    expect(verdicts(bed)).toMatchObject([{ hour: 3, against: null }]);
    expect(bed.told('no_season')).toEqual([{ kind: 'no_season', model: 'churn', version: '*', why }]);
    expect(bed.status().models[0]).toMatchObject({ seasonGap: why, seasonBucket: null });
  });
});
