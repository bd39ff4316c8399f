import type { RejectReason } from './reject-reason.js';

/**
 * What rooms with I/O have to say, as one closed union. A room calls `notify` and never touches a counter or a logger;
 * one table in `metrics` turns a notice into a counter and a rate-limited log line. A notice covers a batch and carries
 * a count. It never carries a payload.
 */
export type Notice =
  | { kind: 'records_rejected'; source: string; reason: RejectReason; count: number; where: string; field?: string }
  | { kind: 'source_opened'; source: string; path: string; detail: string }
  | { kind: 'source_unreadable'; source: string; path: string; error: string }
  | { kind: 'source_recovered'; source: string; path: string }
  | { kind: 'file_rotated'; source: string; path: string; how: 'renamed' | 'truncated' | 'compressed' | 'copied' | 'removed' }
  | { kind: 'bytes_lost'; source: string; path: string; count: number; why: string }
  | { kind: 'snapshot_read'; source: string; path: string; model: string; version: string; rows: number; how: 'new' | 'changed' }
  | { kind: 'snapshot_rejected'; source: string; path: string; reason: RejectReason; error: string }
  | { kind: 'snapshot_recognised'; source: string; path: string }
  | { kind: 'reference_taken'; source: string; path: string; model: string; sha256: string; how: 'activated' | 'unchanged' }
  | { kind: 'commit_failed'; error: string; advice: string }
  | { kind: 'commit_recovered'; afterSeconds: number }
  | {
      kind: 'window_closed';
      model: string;
      version: string;
      start: string;
      rows: number;
      how: 'watermark' | 'idle' | 'shutdown' | 'snapshot';
    }
  | { kind: 'verdict_reached'; model: string; version: string; id: string; drifted: number; judged: number; insufficient: number }
  | { kind: 'quality_reached'; model: string; version: string; id: string; state: string; reason: string }
  | { kind: 'labels_begun_anew'; model: string; why: string }
  | { kind: 'no_drift'; model: string; version: string; why: string }
  | { kind: 'no_calibration'; model: string; version: string; why: string }
  | { kind: 'no_season'; model: string; version: string; why: string }
  | { kind: 'baseline_activated'; model: string; version: string; sha256: string; source: string }
  | { kind: 'bootstrap_finished'; model: string; version: string; rows: number }
  | { kind: 'incident_opened'; id: string; model: string; cause: string; severity: string; start: string }
  | { kind: 'incident_resolved'; id: string; model: string; cause: string; severity: string; seconds: number; reason: string }
  | { kind: 'alerts_truncated'; source: string; count: number }
  | { kind: 'alerts_unusable'; source: string; count: number }
  | { kind: 'alertmanager_unreachable'; url: string; error: string }
  | { kind: 'alertmanager_recovered'; url: string }
  | { kind: 'series_dropped'; family: string; reason: string; count: number }
  | { kind: 'request_refused'; route: string; status: number; code: string; count: number }
  | { kind: 'request_failed'; route: string; error: string }
  | { kind: 'config_reloaded'; path: string }
  | { kind: 'config_refused'; path: string; error: string }
  | { kind: 'secret_replaced'; what: 'token' | 'certificate'; path: string }
  | { kind: 'secret_refused'; what: 'token' | 'certificate'; path: string; error: string }
  | { kind: 'access_warning'; warning: string }
  | { kind: 'store_repaired'; path: string; detail: string }
  | { kind: 'retention_applied'; record: string; count: number }
  | { kind: 'exporter_started'; version: string; listen: string }
  | { kind: 'exporter_stopping'; signal: string };

export type NoticeKind = Notice['kind'];
export type Notify = (notice: Notice) => void;
