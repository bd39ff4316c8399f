import type { FatigueReport, IncidentRecord, ModelStatus, QualityStatus, SourceStatus, StatusReport } from '../../src/contract/index.js';

/** The instant that the reports below are about. */
export const NOW_MS = Date.UTC(2026, 10, 24, 10, 0, 0);

const ago = (seconds: number): string => new Date(NOW_MS - seconds * 1000).toISOString();

const SHA = '9f2c4e7a1b3d5f60718293a4b5c6d7e8f9a0b1c2d3e4f5061728394a5b6c7d8e';

const fileSource = (over: Partial<SourceStatus> = {}): SourceStatus => ({
  name: 'scoring',
  type: 'file',
  is_up: true,
  problem: null,
  backlog_bytes: 0,
  last_event_time: ago(4),
  events: 1_284_551,
  rejected: {},
  streams: [{ path: '/var/log/scoring/churn.jsonl', offset: 570_412_889, size: 570_412_889, is_drained: true }],
  ...over,
});

const calmModel = (over: Partial<ModelStatus> = {}): ModelStatus => ({
  model: 'churn',
  version: '2026.11.1',
  baseline: { sha256: SHA, source: 'built', rows: 250_000 },
  why_no_drift: null,
  drift_rate: 0,
  policy: 'default',
  drifted_features: [],
  segments: [],
  why_no_segments: null,
  verdict_id: 'a3f1c2d4e5b60718',
  p95_seconds: 0.0312,
  requests: 1_204_551,
  violations: 0,
  last_window: { end: ago(1500), rows: 48_212, drifted: 0, judged: 23, insufficient: 0 },
  season_bucket: null,
  open_windows: 1,
  attributions: null,
  ...over,
});

const qualityOf = (over: Partial<QualityStatus> = {}): QualityStatus => ({
  model: 'churn',
  version: '2026.11.1',
  state: 'immature',
  reason: 'roc_auc is 0.912 [0.905, 0.919]; expected 0.91, margin 0.02',
  metric: 'roc_auc',
  value: null,
  coverage: 0.87,
  window_end: ago(90_000),
  labels: 41_200,
  segments: [],
  ...over,
});

const frame = (over: Partial<StatusReport>): StatusReport => ({
  version: '0.1.0',
  started: ago(3 * 86_400 + 4 * 3600),
  is_ready: true,
  config: { path: '/etc/aiops/aiops.yaml', last_reload: null },
  sources: [],
  models: [],
  quality: [],
  dropped_series: 0,
  problems: [],
  ...over,
});

/** Nothing to worry about. */
export const HEALTHY = frame({
  config: { path: '/etc/aiops/aiops.yaml', last_reload: { time: ago(7200), is_taken_over: true } },
  sources: [
    fileSource(),
    fileSource({ name: 'push', type: 'http', events: 80_003, streams: [], rejected: { schema: 2 }, last_event_time: ago(31) }),
  ],
  models: [calmModel(), calmModel({ model: 'fraud', version: '7', requests: 80_003, p95_seconds: 0.0042 })],
  quality: [qualityOf({ state: 'kept', value: 0.912 })],
});

/** Just started: no traffic yet. */
export const EMPTY = frame({
  started: ago(3),
  sources: [fileSource({ events: 0, last_event_time: null, streams: [] })],
});

/** A night at work: a source is down, a commit fails, two models drift, one has no verdict yet. */
export const SICK = frame({
  is_ready: false,
  config: { path: '/etc/aiops/aiops.yaml', last_reload: { time: ago(540), is_taken_over: false } },
  problems: [
    'Position and state cannot be committed since 2026-11-24T09:52:10.000Z: database or disk is full. Reading is paused; nothing is lost while the logs stay.',
    'The last reload of the configuration was refused; the running one stays.',
    '4120 series are not exported: the budget (budget.series) is spent.',
  ],
  dropped_series: 4120,
  sources: [
    fileSource({ backlog_bytes: 1_870_233_410, last_event_time: ago(480), rejected: { syntax: 12, clock_skew: 40_551 } }),
    fileSource({
      name: 'ranking',
      is_up: false,
      problem: 'EACCES: permission denied, open /var/log/ranking/2026-11-24.jsonl',
      last_event_time: ago(5400),
      events: 88_120,
      streams: [
        { path: '/var/log/ranking/2026-11-23.jsonl.gz', offset: 48_120_443, size: 48_120_443, is_drained: true },
        { path: '/var/log/ranking/2026-11-24.jsonl', offset: 12_000_551, size: 88_412_903, is_drained: false },
      ],
    }),
  ],
  quality: [
    qualityOf({}),
    qualityOf({
      model: 'ranking',
      version: '2026.10.4-hotfix.2',
      state: 'degraded',
      value: 0.71,
      reason: 'roc_auc is 0.71 [0.7, 0.72], wholly below 0.89 (0.91 - 0.02); degraded segment: web',
      segments: [
        { segment: 'web', state: 'degraded', value: 0.66, expected: 0.91, reference: 'own', labelled: 30_100 },
        { segment: 'other', state: 'kept', value: 0.905, expected: 0.91, reference: 'pooled', labelled: 11_100 },
      ],
    }),
  ],
  models: [
    calmModel({ requests: 1_204_551 }),
    calmModel({
      model: 'ranking',
      version: '2026.10.4-hotfix.2',
      drift_rate: 5 / 23,
      drifted_features: ['income', 'country', 'days_since_last_login', 'basket_value', 'device'],
      verdict_id: 'b4f1c2d4e5b60718',
      p95_seconds: 2.41,
      violations: 22_310,
      last_window: { end: ago(5200), rows: 11_020, drifted: 5, judged: 23, insufficient: 2 },
    }),
    calmModel({
      model: 'fraud',
      version: '7',
      baseline: { sha256: SHA, source: 'bootstrap', rows: 10_000 },
      policy: 'evidently',
      drift_rate: 1 / 40,
      drifted_features: ['amount'],
      p95_seconds: 0.0042,
      last_window: { end: ago(900), rows: 9020, drifted: 1, judged: 40, insufficient: 0 },
    }),
    calmModel({
      model: 'summariser',
      version: 'unversioned',
      baseline: null,
      why_no_drift: 'no baseline is configured, and bootstrap is off',
      drift_rate: null,
      verdict_id: null,
      p95_seconds: null,
      requests: 312,
      last_window: null,
      open_windows: 2,
    }),
  ],
});

/** Text that would be markup, an attribute, a style or a direction change if it were trusted. */
export const HOSTILE_TEXT = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&lt;</style>\u202e\u0000\ud800`;

/** Every text of a report that comes from outside is hostile. */
export const HOSTILE = frame({
  version: HOSTILE_TEXT,
  config: { path: HOSTILE_TEXT, last_reload: { time: ago(60), is_taken_over: false } },
  problems: [HOSTILE_TEXT],
  sources: [
    fileSource({
      name: HOSTILE_TEXT,
      is_up: false,
      problem: HOSTILE_TEXT,
      rejected: { [HOSTILE_TEXT]: 1 },
      streams: [{ path: HOSTILE_TEXT, offset: 1, size: 2, is_drained: false }],
    }),
  ],
  models: [
    calmModel({
      model: HOSTILE_TEXT,
      version: HOSTILE_TEXT,
      baseline: { sha256: HOSTILE_TEXT, source: HOSTILE_TEXT, rows: 1 },
      drift_rate: 1,
      drifted_features: Array.from({ length: 30 }, (_, i) => `${HOSTILE_TEXT}${i}`),
      verdict_id: HOSTILE_TEXT,
      last_window: { end: ago(60), rows: 1, drifted: 30, judged: 30, insufficient: 0 },
    }),
    calmModel({ model: 'x'.repeat(200), version: HOSTILE_TEXT, why_no_drift: HOSTILE_TEXT, drift_rate: null, verdict_id: null }),
  ],
});

/** An incident that goes on. */
export const INCIDENT: IncidentRecord = {
  id: 'inc-0123456789ab',
  model: 'churn',
  version: '2026.11.1',
  cause: 'latency',
  severity: 'critical',
  phase: 'firing',
  start: ago(900),
  end: null,
  net_end: null,
  end_reason: null,
  reopens: 0,
  is_flapping: false,
  acknowledged: null,
  mitigated: null,
  detect_seconds: 120,
  verdict: null,
  alerts: [],
  acts: [],
};

export const FATIGUE: FatigueReport = {
  since: '2026-09-01T00:00:00.000Z',
  until: '2026-10-01T00:00:00.000Z',
  incidents: 0,
  shifts: { hours: 12, count: 60, pages: 0, mean_pages: 0, most_pages: 0, worst: null, overloaded: 0 },
  flapping: 0,
  never_acknowledged: 0,
  rules: [],
  suggestions: [],
};
