import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { sfc32 } from '../simulation/seeded-random.js';
import { DEMO_INCIDENTS, endOf, startOf, troubleAt, type DemoIncident } from './demo-incidents.js';
import { CATEGORY, DEMO_MODELS, NUMBERS, OBJECTIVES, type DemoModel } from './demo-models.js';
import { DemoRequests, type DemoRequest } from './demo-requests.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A Thursday. Long enough ago that every window of it is over. */
export const DEMO_START_MS = Date.parse('2026-01-01T00:00:00Z');
export const DEMO_DAYS = 15;
/** Rows that a baseline is built from; of a seasonal one, six a minute over four weeks, so that each hour of the weekend has enough. */
const TRAINING_ROWS = 20_000;
const SEASON_DAYS = 28;
const SEASON_STEP_MS = 10_000;

export interface DemoOptions {
  readonly folder: string;
  readonly seed: number;
  /** Length of the history; it may end within a day. */
  readonly days?: number;
  readonly models?: readonly DemoModel[];
  readonly incidents?: readonly DemoIncident[];
}

/** Where the parts of a demo history are. */
export interface DemoFiles {
  readonly config: string;
  readonly incidents: string;
  /** Training data by model, and the arguments of `aiops baseline build` beside them. */
  readonly training: readonly { readonly model: DemoModel; readonly file: string; readonly baseline: string }[];
}

/** Writes logs, labels, training data, the configuration and incidents.yaml of a demo history. The same seed gives the same bytes. */
export function writeDemoHistory(options: DemoOptions): DemoFiles {
  const { folder, seed, days = DEMO_DAYS, models = DEMO_MODELS, incidents = DEMO_INCIDENTS } = options;
  for (const name of ['logs', 'labels', 'training', 'baselines']) mkdirSync(join(folder, name), { recursive: true });
  const training = models.map((model, i) => {
    const file = join(folder, 'training', `${model.name}.csv`);
    writeTraining(model, new DemoRequests(model, sfc32(seed, 2 * i + 1)), file);
    return { model, file, baseline: join(folder, 'baselines', `${model.name}.json`) };
  });
  const requests = models.map((model, i) => ({ model, source: new DemoRequests(model, sfc32(seed, 2 * i)) }));
  let labels: NonNullable<DemoRequest['label']>[] = [];
  const endMs = DEMO_START_MS + days * DAY_MS;
  for (let fromMs = DEMO_START_MS; fromMs < endMs; fromMs += DAY_MS) {
    const toMs = Math.min(fromMs + DAY_MS, endMs);
    const lines = new Map<string, string[]>();
    for (let minuteMs = fromMs; minuteMs < toMs; minuteMs += MINUTE_MS) {
      const minute = requests.flatMap(({ model, source }) =>
        source
          .minute(minuteMs, troubleAt(model.name, minuteMs, DEMO_START_MS, incidents))
          .map((request) => ({ ...request, to: model.source })),
      );
      // Several models write to one log, in the order of time.
      for (const { line, to, label } of minute.sort((a, b) => a.timeMs - b.timeMs)) {
        const own = lines.get(to);
        if (own) own.push(line);
        else lines.set(to, [line]);
        if (label) labels.push(label);
      }
    }
    const name = new Date(fromMs).toISOString().slice(0, 10);
    for (const [source, own] of lines) writeLines(join(folder, 'logs', `${source}-${name}.jsonl`), own);
    const isLast = toMs === endMs;
    const known = labels.filter(({ knownMs }) => isLast || knownMs < fromMs + DAY_MS).sort((a, b) => a.knownMs - b.knownMs);
    labels = isLast ? [] : labels.filter(({ knownMs }) => knownMs >= fromMs + DAY_MS);
    if (known.length > 0) {
      const lines = known.map(({ line }) => line);
      writeLines(join(folder, 'labels', `${name}.jsonl`), lines);
    }
  }
  const files = { config: join(folder, 'aiops.yaml'), incidents: join(folder, 'incidents.yaml'), training };
  writeFileSync(files.config, stringify(configOf(models)));
  writeFileSync(files.incidents, stringify(labelledOf(models, incidents, days)));
  return files;
}

function writeLines(file: string, lines: readonly string[]): void {
  writeFileSync(file, `${lines.join('\n')}\n`);
}

function writeTraining(model: DemoModel, requests: DemoRequests, file: string): void {
  const rows = model.isSeasonal ? (SEASON_DAYS * DAY_MS) / SEASON_STEP_MS : TRAINING_ROWS;
  const startMs = DEMO_START_MS - rows * SEASON_STEP_MS;
  const fd = openSync(file, 'w');
  try {
    const names = NUMBERS.map(({ name }) => name);
    writeSync(fd, `at,${names.join(',')},${CATEGORY.name},said,score,truth\n`);
    for (let from = 0; from < rows; from += 1000) {
      const lines = Array.from({ length: Math.min(1000, rows - from) }, (_, i) => {
        const timeMs = startMs + (from + i) * SEASON_STEP_MS;
        const { numbers, category, score, isPositive } = requests.row(timeMs, {});
        const cells = [...names.map((name) => numbers[name]), category, score >= 0.5 ? 'yes' : 'no', score, isPositive ? 'yes' : 'no'];
        return `${new Date(timeMs).toISOString()},${cells.join(',')}\n`;
      });
      writeSync(fd, lines.join(''));
    }
  } finally {
    closeSync(fd);
  }
}

function configOf(models: readonly DemoModel[]): object {
  const map = {
    time: 'ts',
    request_id: 'id',
    model: { path: 'model' },
    version: 'version',
    latency: { path: 'latency_ms', unit: 'ms' },
    outcome: { path: 'status', ok: [200], default: 'error' },
    features: 'features',
    prediction: 'said',
    score: 'score',
  };
  const logs = [...new Set(models.map(({ source }) => source))].map((name) => ({
    name,
    type: 'file',
    path: `logs/${name}-*.jsonl`,
    format: 'jsonl',
    map,
  }));
  const outcomes = {
    name: 'outcomes',
    type: 'file',
    kind: 'labels',
    path: 'labels/*.jsonl',
    format: 'jsonl',
    map: { time: 'known_at', request_id: 'id', model: { path: 'model' }, label: 'label' },
  };
  return {
    sources: models.some(({ isLabelled }) => isLabelled) ? [...logs, outcomes] : logs,
    models: Object.fromEntries(models.map((model) => [model.name, modelConfigOf(model)])),
  };
}

function modelConfigOf({ name, isLabelled, isSeasonal }: DemoModel): object {
  const { thresholdMs, latency, errors } = OBJECTIVES;
  return {
    baseline: `baselines/${name}.json`,
    window: '1h',
    // As docs/seasons.md asks for windows of an hour.
    ...(isSeasonal && { drift: { season: 'hour_of_week', consecutive: 2 } }),
    ...(isLabelled && { quality: { task: 'binary', positive: 'yes', label_delay: '6h' } }),
    latency: { threshold: `${thresholdMs}ms`, objective: latency },
    errors: { objective: errors },
    features: Object.fromEntries([...NUMBERS, CATEGORY].map(({ name: feature, importance }) => [feature, { importance }])),
  };
}

function labelledOf(models: readonly DemoModel[], incidents: readonly DemoIncident[], days: number): object {
  const instant = (ms: number): string => new Date(ms).toISOString();
  return {
    incidents: incidents.map((incident) => ({
      model: incident.models.length === 1 ? incident.models[0] : incident.models,
      kind: incident.kind,
      start: instant(startOf(incident, DEMO_START_MS)),
      end: instant(endOf(incident, DEMO_START_MS)),
      should: incident.should,
      attributed_to: incident.by,
    })),
    clean: models
      .filter(({ isClean }) => isClean)
      .map(({ name }) => ({ model: name, start: instant(DEMO_START_MS), end: instant(DEMO_START_MS + days * DAY_MS) })),
  };
}
