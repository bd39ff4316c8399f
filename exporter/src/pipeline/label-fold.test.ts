import { describe, expect, it } from 'vitest';
import { PipelineBed, SETTINGS, NEW_YEAR_MS, LOG_MAP, lineOf } from '../../test/pipeline/pipeline-bed.js';
import type { QualitySettings, RejectReason } from '../contract/index.js';
import { PRESENT, SipHash, type LabelMap, type LabelRows, type LabelSink, type PredictionRows } from '../events/index.js';
import { DECODER_PADDING, formats, type DecoderFactory } from '../formats/index.js';
import { LabelFold } from './label-fold.js';

const KEY = Uint8Array.from({ length: 16 }, (_, i) => i);
const QUALITY: QualitySettings = {
  task: 'binary',
  positive: '1',
  cut: 0.5,
  metric: 'roc_auc',
  margin: 0.02,
  expected: null,
  min_samples: 100,
  label_delay_ms: 1000,
  label_horizon_ms: 30 * 86_400_000,
  coverage: 0.8,
  join_sample: 1,
  at: 10,
  fairness: [],
};
const MAP: LabelMap = {
  requestId: ['id'],
  model: { path: ['m'] },
  label: ['y'],
  values: [{ kpi: 'won', unit: 'EUR', path: ['won'] }],
  time: { path: ['t'], unit: 'ms' },
};

function hashOf(id: string): string {
  const halves = { lo: 0, hi: 0 };
  new SipHash(KEY).hash(id, halves);
  return `${halves.hi}/${halves.lo}`;
}

interface Taken {
  readonly model: string;
  readonly id: string | null;
  readonly label: string | number | null;
  readonly time: number;
  readonly won: number;
}

/** Keeps what it is handed, in words. */
class KeptLabels implements LabelSink {
  readonly labelled: Taken[] = [];
  readonly predicted: { model: string; version: string; id: string | null; prediction: unknown; label: unknown; score: unknown }[] = [];

  labels({ model, columns, plan: { roles }, order, from, to, arrivalMs }: LabelRows): void {
    for (let k = from; k < to; k++) {
      const r = order[k] as number;
      const code = roles.label < 0 ? -1 : (columns.values[roles.label]?.[r] as number);
      const number = roles.labelNumber < 0 ? NaN : (columns.values[roles.labelNumber]?.[r] as number);
      const time = columns.values[roles.time]?.[r] ?? NaN;
      this.labelled.push({
        model,
        id: idOf(columns, roles.requestId, r),
        // As the join does it: the task of the model says which of the two counts.
        label: model === 'price' ? number : (columns.dictionaries[roles.label]?.[code] ?? null),
        time: (Number.isNaN(time) ? arrivalMs : time) - NEW_YEAR_MS,
        won: columns.values[roles.values[0] as number]?.[r] as number,
      });
    }
  }

  predictions({ model, version, batch: { columns, plan }, order, from, to }: PredictionRows): void {
    const { roles } = plan;
    const valueOf = (column: number, r: number): unknown => {
      const value = columns.values[column]?.[r] as number;
      const names = columns.dictionaries[column];
      return names ? (names[value] ?? value) : value;
    };
    for (let k = from; k < to; k++) {
      const r = order[k] as number;
      const [prediction, label, score] = [roles.prediction, roles.label, roles.score].map((column) => valueOf(column, r));
      this.predicted.push({ model, version, id: idOf(columns, roles.requestId, r), prediction, label, score });
    }
  }
}

function idOf(columns: LabelRows['columns'], column: number, r: number): string | null {
  const values = columns.values[column];
  return columns.absent[column]?.[r] === PRESENT ? `${values?.[2 * r + 1]}/${values?.[2 * r]}` : null;
}

function labelFold(
  map: LabelMap = MAP,
  format: DecoderFactory = formats.jsonl,
): { fold: LabelFold; kept: KeptLabels; push: (text: string) => Partial<Record<RejectReason, number>> } {
  const kept = new KeptLabels();
  const settings = {
    churn: { ...SETTINGS, quality: QUALITY },
    price: { ...SETTINGS, quality: { ...QUALITY, task: 'regression' as const } },
    plain: SETTINGS,
  };
  const bed = new PipelineBed({ settingsOf: (model) => settings[model as keyof typeof settings] ?? null });
  const options = { name: 'truth', map, format, maxRecordBytes: 1 << 16, maxDepth: 8, clockSkewMs: 1000, idKey: KEY };
  const fold = new LabelFold(
    options,
    bed.pipeline.directory,
    kept,
    () => undefined,
    () => NEW_YEAR_MS + bed.now,
  );
  const push = (text: string): Partial<Record<RejectReason, number>> => {
    const buffer = Buffer.concat([Buffer.from(text), Buffer.alloc(DECODER_PADDING)]);
    const rejected: Partial<Record<RejectReason, number>> = {};
    for (let at = 0; at < buffer.length - DECODER_PADDING;) {
      const outcome = fold.fold('s', { head: buffer, buffer, start: at, end: buffer.length - DECODER_PADDING }, true, {
        path: 's',
        streamOffset: 0,
      });
      for (const [reason, count] of Object.entries(outcome.rejected))
        rejected[reason as RejectReason] = (rejected[reason as RejectReason] ?? 0) + count;
      at = outcome.consumed;
    }
    return rejected;
  };
  return { fold, kept, push };
}

const line = (record: object): string => `${JSON.stringify({ m: 'churn', t: NEW_YEAR_MS + 5, ...record })}\n`;

describe('a source of labels', () => {
  it('hands over the hash of the id, the label as its model reads it, when it was known and what it was worth', () => {
    const { kept, push, fold } = labelFold();
    push(
      line({ id: 'a', y: 1 }) +
        line({ id: 17, y: '1', won: 2.5 }) +
        line({ id: 'b', y: 3.25, m: 'price' }) +
        line({ id: 'c', y: true, t: null }),
    );
    expect(kept.labelled).toEqual([
      { model: 'churn', id: hashOf('a'), label: '1', time: 5, won: NaN },
      { model: 'churn', id: hashOf('17'), label: '1', time: 5, won: 2.5 },
      { model: 'churn', id: hashOf('c'), label: 'true', time: 0, won: NaN },
      { model: 'price', id: hashOf('b'), label: 3.25, time: 5, won: NaN },
    ]);
    expect(fold.counters.events).toBe(4);
    expect(fold.counters.newestMs).toBe(NEW_YEAR_MS + 5);
  });

  it('reads labels of a CSV by its columns', () => {
    const { kept, push } = labelFold({ ...MAP, model: { constant: 'churn' }, time: null }, formats.csv({ delimiter: ',' }));
    push('y,id\n1,a\n,b\n0,"c"\n');
    expect(kept.labelled.map(({ id, label }) => [id, label])).toEqual([
      [hashOf('a'), '1'],
      [hashOf('b'), null],
      [hashOf('c'), '0'],
    ]);
  });

  it('rejects, with a reason that is counted, what no join could use; its neighbours are taken', () => {
    const { kept, push, fold } = labelFold();
    const rejected = push(
      line({ id: 'a', y: 1 }) +
        line({ y: 1 }) + // no id
        line({ id: 1.5, y: 1 }) + // no id either
        line({ id: 'b' }) + // nothing known
        line({ id: 'b', y: [1] }) +
        line({ id: 'b', y: 'many', m: 'price' }) + // no number
        line({ id: 'b', y: 1, m: 'other' }) +
        line({ id: 'b', y: 1, m: 7 }) +
        line({ id: 'b', y: 1, m: null }) +
        line({ id: 'b', y: 1, t: NEW_YEAR_MS + 2000 }) +
        line({ id: 'b', y: 1, t: -1 }) +
        '{\n' +
        line({ id: 'z', won: 3 }) +
        line({ id: 'z', y: null }),
    );
    expect(rejected).toEqual({ schema: 7, unknown_model: 2, clock_skew: 1, syntax: 1 });
    expect(kept.labelled.map(({ id, label, won }) => [id, label, won])).toEqual([
      [hashOf('a'), '1', NaN],
      [hashOf('z'), null, 3],
      [hashOf('z'), null, NaN],
    ]);
    expect(fold.counters.rejected).toMatchObject(rejected);
  });

  it('holds no window of a model back', () => {
    expect(labelFold().fold.carries()).toBe(false);
  });
});

describe('a source of inferences', () => {
  const map = { ...LOG_MAP, score: ['p'], requestId: ['id'], label: ['actual'] };
  const predictedBy = async (quality: QualitySettings | null): Promise<KeptLabels> => {
    const kept = new KeptLabels();
    const bed = new PipelineBed({ settings: { quality }, labels: kept, sources: { log: { map, idKey: KEY } } });
    bed.append(lineOf({ t: 1, y: 1, id: 'a', p: 0.75, actual: '0' }) + lineOf({ t: 2, y: 'never seen', id: 7 }) + lineOf({ t: 3 }));
    await bed.readAll();
    return kept;
  };

  it('offers accepted rows of models whose quality is judged, with their ids, answers, scores and labels', async () => {
    const { predicted } = await predictedBy(QUALITY);
    expect(predicted).toEqual([
      { model: 'churn', version: '1', id: hashOf('a'), prediction: '1', label: '0', score: 0.75 },
      { model: 'churn', version: '1', id: hashOf('7'), prediction: 'never seen', label: -1, score: NaN },
      { model: 'churn', version: '1', id: null, prediction: -1, label: -1, score: NaN },
    ]);
  });

  it('offers nothing of a model whose quality is not', async () => {
    expect((await predictedBy(null)).predicted).toEqual([]);
  });
});
