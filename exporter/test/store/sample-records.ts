import type { QualityVerdict, StoredVerdict } from '../../src/contract/index.js';
import type { Store } from '../../src/store/index.js';
import { INCIDENT } from '../http/sample-reports.js';

/** 2026-01-01T00:00:00Z, a time for tests. */
export const NEW_YEAR_MS = Date.UTC(2026, 0, 1);
export const HOUR_MS = 3_600_000;
export const SHA_A = 'a'.repeat(64);
export const SHA_B = 'b'.repeat(64);

/** A verdict on the nth hour of the year. */
export function sampleVerdict(n: number, model = 'churn', version = 'v1'): StoredVerdict {
  const startMs = NEW_YEAR_MS + n * HOUR_MS;
  return {
    id: `${model}-${version}-${n}`,
    model,
    version,
    window_start: new Date(startMs).toISOString(),
    window_end: new Date(startMs + HOUR_MS).toISOString(),
    baseline_sha256: SHA_A,
    code_version: '0.1.0',
    settings: { min_samples: 500, fdr: 0.05, threshold: 0.1, missing_threshold: 0.05, consecutive: 1, thresholds: {}, weights: {} },
    streaks: { income: 2 },
    verdict: {
      policy: 'default',
      drift_rate: 0.5,
      drift_rate_weighted: null,
      drifted: 1,
      judged: 2,
      insufficient: 0,
      rows: 1000 + n,
      features: [],
      prediction: null,
    },
  };
}

/** The quality of the nth hour of the year. */
export function sampleQuality(n: number, model = 'churn', version = 'v1'): QualityVerdict {
  const startMs = NEW_YEAR_MS + n * HOUR_MS;
  return {
    id: `${model}-${version}-q${n}`,
    model,
    version,
    window_start: new Date(startMs).toISOString(),
    window_end: new Date(startMs + HOUR_MS).toISOString(),
    baseline_sha256: SHA_A,
    code_version: '0.1.0',
    settings: {
      task: 'binary',
      positive: '1',
      cut: 0.5,
      metric: 'accuracy',
      margin: 0.02,
      expected: 0.9,
      min_samples: 200,
      label_delay_ms: 7 * 24 * HOUR_MS,
      label_horizon_ms: 30 * 24 * HOUR_MS,
      coverage: 0.8,
      join_sample: 1,
      at: 10,
      fairness: [],
    },
    predictions: 1000,
    labelled: 900,
    coverage: 0.9,
    state: 'kept',
    reason: 'accuracy is 0.9 [0.88, 0.92]; expected 0.9, margin 0.02',
    measures: [{ metric: 'accuracy', value: 0.9, lower: 0.88, upper: 0.92, n: 900 }],
    baseline: { accuracy: 0.9 },
    estimated: [],
    fairness: [],
  };
}

/** Puts one or two records of every kind; what the fixture of each schema version holds. */
export function putSampleRecords(store: Store): void {
  store.commit((records) => {
    records.positions.put('scoring', { stream: '2049:131:ab12', position: { offset: 1024, path: '/var/log/a.jsonl' } });
    records.positions.put('scoring', { stream: '2049:132:cd34', position: { offset: 0, path: '/var/log/b.jsonl' } });
    records.sourceCounters.put('scoring', { accepted: 10, rejected: { syntax: 1 } });
    records.modelStates.putModel('churn', Uint8Array.of(1, 2, 3), NEW_YEAR_MS);
    records.modelStates.putVersion('churn', { version: 'v1', bytes: Uint8Array.of(0, 255, 0), updatedMs: NEW_YEAR_MS });
    records.modelStates.putVersion('churn', { version: 'v\0"2"', bytes: new Uint8Array(0), updatedMs: NEW_YEAR_MS });
    for (const n of [0, 1]) {
      const startMs = NEW_YEAR_MS + n * HOUR_MS;
      const window = { model: 'churn', version: 'v1', startMs, endMs: startMs + HOUR_MS, baselineSha256: n === 0 ? null : SHA_A };
      records.windows.put({ ...window, rows: 1000 + n, bytes: Uint8Array.of(n) });
      records.verdicts.put(sampleVerdict(n));
    }
    records.baselines.put(SHA_A, '{"model":"churn"}', NEW_YEAR_MS);
    records.activations.activate(
      { model: 'churn', version: '*', sha256: SHA_A, requestedMs: NEW_YEAR_MS, reason: 'bootstrap' },
      NEW_YEAR_MS,
    );
    records.activations.request({ model: 'churn', version: 'v1', sha256: SHA_A, requestedMs: NEW_YEAR_MS + 1, reason: 'command' });
    records.pushKeys.put({ source: 'push', key: 'k-1', bodySha256: SHA_B, answer: { accepted: 3, rejected: {} }, usedMs: NEW_YEAR_MS });
    records.configurations.see(SHA_B, NEW_YEAR_MS);
    records.facts.put('installation', { id: 7 });
    records.pairChanges.put('kserve', Uint8Array.of(1, 2, 3), false);
    records.pairChanges.put('kserve', Uint8Array.of(4), false);
    for (const snapshot of [SHA_A, SHA_B]) {
      const window = { model: 'churn', version: 'v1', startMs: NEW_YEAR_MS, endMs: NEW_YEAR_MS + HOUR_MS, baselineSha256: SHA_A };
      records.snapshotWindows.put({ ...window, snapshot, rows: 500, bytes: Uint8Array.of(7) });
    }
    const log = { model: 'churn', version: 'v1', startMs: NEW_YEAR_MS, endMs: NEW_YEAR_MS + HOUR_MS };
    records.labelBlocks.append({ ...log, kind: 'predictions' }, 0, Uint8Array.of(1, 2));
    records.labelBlocks.append({ ...log, kind: 'predictions' }, 1, Uint8Array.of(3));
    records.labelBlocks.append({ ...log, kind: 'labels' }, 0, Uint8Array.of(4));
    records.labelStates.put('churn', Uint8Array.of(5));
    records.labelStates.putWaiting('churn', Uint8Array.of(6), false);
    records.qualityVerdicts.put(sampleQuality(0), 1900);
    records.alertFacts.put({ key: 'alertmanager\0f1\0firing', lastMs: NEW_YEAR_MS, fact: { fingerprint: 'f1' } });
    records.incidents.put({ record: INCIDENT, entry: { id: INCIDENT.id } });
    records.incidents.putAct(INCIDENT.id, NEW_YEAR_MS, { kind: 'note', by: 'ada' });
  });
}

/** Everything that `putSampleRecords` put, as one plain value. */
export function readSampleRecords(store: Store): unknown {
  const bytes = (value: Uint8Array | null): number[] | null => value && [...value];
  const windows = store.windows.list({ model: 'churn', version: 'v1', fromMs: 0, toMs: NEW_YEAR_MS * 2 }, 10);
  return {
    positions: store.positions.of('scoring'),
    counters: store.sourceCounters.get('scoring'),
    models: store.modelStates.names(),
    model: bytes(store.modelStates.model('churn')),
    versions: store.modelStates.versions('churn').map((state) => ({ ...state, bytes: bytes(state.bytes) })),
    windows: windows.map((window) => ({ ...window, bytes: bytes(window.bytes) })),
    verdicts: store.verdicts.list({}, 10),
    baseline: store.baselines.get(SHA_A),
    pending: store.activations.pending('churn'),
    effective: store.activations.effective('churn', 10),
    pushKey: store.pushKeys.find('push', 'k-1'),
    configurations: store.configurations.list(10),
    fact: store.facts.get('installation'),
    pairs: store.pairChanges.of('kserve').map(bytes),
    snapshotWindows: store.snapshotWindows.list({ model: 'churn', version: 'v1', fromMs: 0, toMs: NEW_YEAR_MS * 2 }, 10).map((window) => ({
      ...window,
      bytes: bytes(window.bytes),
    })),
    labelLogs: store.labelBlocks.logs('churn').map((log) => ({ ...log, blocks: store.labelBlocks.of(log).map(bytes) })),
    labelState: bytes(store.labelStates.get('churn')),
    waitingLabels: store.labelStates.waiting('churn').map(bytes),
    qualityScored: store.qualityVerdicts.scored('churn'),
    quality: store.qualityVerdicts.list('churn', 'v1', 10),
    alertFacts: store.alertFacts.all(),
    incidents: store.incidents.list({}, 10),
    incidentEntries: store.incidents.entriesSince(0),
    incidentActs: store.incidents.actsSince(0),
    sizes: store.sizes().records,
  };
}
