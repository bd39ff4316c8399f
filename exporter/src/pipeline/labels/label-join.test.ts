import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { LabelStore } from '../../../test/pipeline/label-store.js';
import { PlainLabelJoin } from '../../../test/pipeline/plain-label-join.js';
import { LABEL_OUTCOMES, PREDICTION_OUTCOMES } from '../../contract/index.js';
import { labelChanges, labelsCommitted, restoreLabels } from './label-commit.js';
import { LabelJoin, UNKNOWN_VERSION, WAITING_CAPACITY, type LabelJoinSettings } from './label-join.js';
import { predictionColumns } from './label-period.js';

const WINDOW_MS = 100;
const HORIZON_MS = 300;
const SETTINGS: LabelJoinSettings = { horizonMs: HORIZON_MS, sample: 1, isOfClasses: false, waitMs: 0 };

/** Few ids whose hashes begin alike, so that they meet. */
const ids = fc.integer({ min: 1, max: 24 });
const hashOf = (id: number): { lo: number; hi: number } => ({ lo: id % 5, hi: id });
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('prediction' as const),
        id: ids,
        timeMs: fc.nat({ max: 999 }),
        version: fc.constantFrom('1', '2'),
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant('label' as const), id: ids, timeMs: fc.nat({ max: 1400 }), value: fc.nat({ max: 2 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), ms: fc.nat({ max: 1000 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), ms: fc.nat({ max: 700 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('commit' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
  ),
  { maxLength: 150 },
);

/** A join with its store: what dies with the process and what does not. */
class Bed {
  readonly store = new LabelStore();
  join = new LabelJoin(SETTINGS);

  commit(): void {
    const changes = labelChanges('m', this.join);
    if (!changes) return;
    this.store.commit(changes);
    labelsCommitted(this.join, changes);
  }

  crash(): void {
    this.join = new LabelJoin(SETTINGS);
    const stored = this.store.stored('m');
    if (stored) expect(restoreLabels(this.join, { ...stored, states: () => [], verdicts: () => [] })).toBe('restored');
  }

  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const [version, { outcomes, predictions }] of this.join.counts) {
      LABEL_OUTCOMES.forEach((outcome, i) => outcomes[i] && (counts[`${version}/${outcome}`] = outcomes[i]));
      PREDICTION_OUTCOMES.forEach((outcome, i) => predictions[i] && (counts[`${version}/${outcome}`] = predictions[i]));
    }
    return counts;
  }
}

describe('the join of labels', () => {
  it('does what a plain join does, in any order of predictions, labels, corrections, closing, erasing, commits and crashes', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const bed = new Bed();
        let plain = new PlainLabelJoin(HORIZON_MS);
        let committed = plain.clone();
        for (const step of taken) {
          if (step.kind === 'prediction') {
            const { id, timeMs, version } = step;
            const startMs = Math.floor(timeMs / WINDOW_MS) * WINDOW_MS;
            plain.predict({ id: String(id), version, startMs, endMs: startMs + WINDOW_MS, timeMs });
            bed.join.addPrediction(
              bed.join.periodOf(version, startMs, startMs + WINDOW_MS),
              { id: hashOf(id), timeMs, answer: id, score: id / 10, group: -1 },
              null,
            );
          } else if (step.kind === 'label') {
            plain.label(String(step.id), step.value, step.timeMs);
            bed.join.addLabel({ ...hashOf(step.id), value: step.value, timeMs: step.timeMs });
          } else if (step.kind === 'close') {
            plain.closeUntil(step.ms);
            bed.join.closeUntil(step.ms);
          } else if (step.kind === 'erase') {
            plain.erase(step.ms);
            bed.join.erase(step.ms);
          } else if (step.kind === 'commit') {
            bed.commit();
            committed = plain.clone();
          } else {
            bed.crash();
            plain = committed.clone();
            bed.join.closeUntil(plain.closedUntilMs);
          }
        }
        expect(bed.counts()).toEqual(plain.counts);
        expect([bed.join.size, bed.join.waiting.size]).toEqual([plain.rows.length, plain.waiting.length]);
        bed.commit();
        for (const period of bed.join.allPeriods()) {
          const { version, startMs } = period;
          const rows = plain.rows.filter((row) => row.version === version && row.startMs === startMs);
          expect([...period.labels(false)]).toEqual(plain.labelsOf(version, startMs));
          expect(period.labelled).toBe(rows.filter(({ labels }) => labels.length > 0).length);
          const columns = predictionColumns(bed.store.blocks('m', { version, startMs, kind: 'predictions' }));
          expect([...(columns?.answers ?? [])]).toEqual(rows.map(({ id }) => Number(id)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('comes to the same labels in any order in which they are given', () => {
    const label = fc.record({ id: ids, timeMs: fc.nat({ max: 300 }), value: fc.nat({ max: 5 }) });
    const given = fc.uniqueArray(label, { maxLength: 60, selector: ({ id, timeMs }) => `${id}/${timeMs}` });
    fc.assert(
      fc.property(given, fc.infiniteStream(fc.nat()), (labels, random) => {
        const labelsOf = (order: typeof labels): number[] => {
          const join = new LabelJoin(SETTINGS);
          const period = join.periodOf('1', 0, WINDOW_MS);
          for (let id = 1; id <= 24; id += 2)
            join.addPrediction(period, { id: hashOf(id), timeMs: 0, answer: 0, score: 0, group: -1 }, null);
          for (const { id, ...rest } of order) join.addLabel({ ...hashOf(id), ...rest });
          for (let id = 2; id <= 24; id += 2)
            join.addPrediction(period, { id: hashOf(id), timeMs: 0, answer: 0, score: 0, group: -1 }, null);
          return [...period.labels(false)];
        };
        const shuffled = labels.map((one) => ({ one, at: random.next().value as number })).sort((a, b) => a.at - b.at);
        expect(labelsOf(shuffled.map(({ one }) => one))).toEqual(labelsOf(labels));
      }),
    );
  });
});

const predict = (join: LabelJoin, id: number, own: { value: number; timeMs: number } | null = null): string =>
  join.addPrediction(
    join.periodOf('1', 0, WINDOW_MS),
    { id: id === 0 ? null : hashOf(id), timeMs: 10, answer: 0, score: 0, group: -1 },
    own,
  );
const outcomes = (join: LabelJoin, version: string): Record<string, number> =>
  Object.fromEntries(LABEL_OUTCOMES.map((name, i) => [name, join.countsOf(version).outcomes[i] ?? 0] as const).filter(([, n]) => n > 0));

test('a label of the same record needs no id, and a record that comes again with its label keeps only that', () => {
  const join = new LabelJoin(SETTINGS);
  expect(predict(join, 0)).toBe('no_id');
  expect(predict(join, 0, { value: 1, timeMs: 10 })).toBe('kept');
  expect(predict(join, 7)).toBe('kept');
  expect(predict(join, 7, { value: 0, timeMs: 10 })).toBe('repeated');
  expect([...join.periodOf('1', 0, WINDOW_MS).labels(false)]).toEqual([1, 0]);
  expect(outcomes(join, '1')).toEqual({ joined: 2 });
});

test('a sample leaves out predictions and labels of the same ids, and records without an id', () => {
  const join = new LabelJoin({ ...SETTINGS, sample: 0.5 });
  const [inside, outside] = [
    { lo: 1, hi: 2 ** 31 - 1 },
    { lo: 1, hi: 2 ** 31 },
  ];
  const period = join.periodOf('1', 0, WINDOW_MS);
  for (const id of [inside, outside]) {
    join.addPrediction(period, { id, timeMs: 0, answer: 0, score: 0, group: -1 }, null);
    join.addLabel({ ...id, value: 1, timeMs: 5 });
  }
  expect(predict(join, 0, { value: 1, timeMs: 10 })).toBe('no_id');
  expect([outcomes(join, '1'), outcomes(join, UNKNOWN_VERSION)]).toEqual([{ joined: 1, unmatched: 1 }, { unsampled: 1 }]);
});

test('a label waits one more time than its windows, then it expires; where too many wait, it is unmatched', () => {
  const join = new LabelJoin({ ...SETTINGS, waitMs: 50 });
  for (let i = 0; i < WAITING_CAPACITY; i++) join.addLabel({ lo: i, hi: 1, value: 1, timeMs: 100 });
  expect([join.isCrowded, join.addLabel({ lo: 1, hi: 2, value: 1, timeMs: 100 })]).toEqual([true, 'unmatched']);
  join.closeUntil(150);
  expect(join.waiting.size).toBe(WAITING_CAPACITY);
  join.closeUntil(151);
  expect([join.waiting.size, outcomes(join, UNKNOWN_VERSION)]).toEqual([0, { expired: WAITING_CAPACITY, unmatched: 1 }]);
});

test('a hundred thousand predictions in a thousand commits leave few blocks', () => {
  const bed = new Bed();
  for (let i = 0; i < 100_000; i++) {
    bed.join.addPrediction(
      bed.join.periodOf('1', 0, WINDOW_MS),
      { id: { lo: (i * 2654435761) >>> 0, hi: i + 1 }, timeMs: 10, answer: i, score: 0, group: -1 },
      null,
    );
    if (i % 100 === 0) bed.commit();
  }
  bed.commit();
  expect(bed.store.blockCount('m')).toBeLessThan(40);
  bed.crash();
  expect(bed.join.size).toBe(100_000);
  expect(bed.join.addLabel({ lo: (99_999 * 2654435761) >>> 0, hi: 100_000, value: 1, timeMs: 20 })).toBe('joined');
  bed.join.erase(1000);
  expect(bed.join.size).toBe(0);
});

test('bytes that were cut off are told, and a join of another task is not taken over', () => {
  const bed = new Bed();
  predict(bed.join, 3, { value: 1, timeMs: 10 });
  bed.commit();
  const stored = { ...bed.store.stored('m'), states: () => [], verdicts: () => [] } as never as Parameters<typeof restoreLabels>[1];
  expect(restoreLabels(new LabelJoin({ ...SETTINGS, isOfClasses: true }), stored)).toBe('of another task');
  const cut = [...stored.logs()].map(({ log, blocks }) => ({ log, blocks: blocks.map((bytes) => bytes.subarray(1)) }));
  expect(restoreLabels(new LabelJoin(SETTINGS), { ...stored, logs: () => cut })).toBe('damaged');
  const labelsOnly = [...stored.logs()].filter(({ log }) => log.kind === 'labels');
  expect(restoreLabels(new LabelJoin(SETTINGS), { ...stored, logs: () => labelsOnly })).toBe('damaged');
});
