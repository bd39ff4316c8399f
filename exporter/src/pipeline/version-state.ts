import { VERDICT_STATES, type StoredVerdict } from '../contract/index.js';
import { TrafficTotals, type ModelLayout } from '../profile/index.js';
import { valueViolations } from '../quality/index.js';
import type { ActiveBaseline } from './active-baseline.js';
import type { OpenWindow } from './open-window.js';
import { SlowRequests } from './slow-requests.js';

/** What is remembered of the window that closed last. */
export interface LastWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly rows: number;
  /** Latency quantiles in seconds by probability; null where no latency was logged. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
}

/** One version of one model: totals of its closed windows, its open windows and its last verdict. */
export class VersionState {
  readonly model: string;
  readonly version: string;
  /** The layout of the exported feature counters. */
  layout: ModelLayout;
  traffic: TrafficTotals;
  readonly slow = new SlowRequests();
  /** Counts of closed windows under `layout`. */
  featureTotals: Float64Array;
  /** Windows in which a feature stood still, or repeated the window before. */
  constantWindows: Float64Array;
  staleWindows: Float64Array;
  /** Counts of the window closed last, under `layout`; null for none. */
  previousCounts: Float64Array | null = null;
  readonly windows = new Map<number, OpenWindow>();
  streaks: Record<string, number> = {};
  /** Hash of the baseline that the streaks were judged by. */
  streakBaseline: string | null = null;
  verdictCounts = new Float64Array(VERDICT_STATES.length);
  /** On the window closed last; null when that window was not judged. */
  lastVerdict: StoredVerdict | null = null;
  lastWindow: LastWindow | null = null;
  lastEventWallMs = -Infinity;
  /** Differs from what the store holds. */
  isDirty = true;
  /** Grows with each change: the exposition looks only at what changed. */
  revision = 0;

  constructor(model: string, version: string, layout: ModelLayout) {
    this.model = model;
    this.version = version;
    this.layout = layout;
    this.traffic = new TrafficTotals(layout.latencyBounds);
    this.featureTotals = new Float64Array(layout.slots);
    this.constantWindows = new Float64Array(layout.counted.length);
    this.staleWindows = new Float64Array(layout.counted.length);
  }

  touch(): void {
    this.isDirty = true;
    this.revision++;
  }

  /** Something came for it that is no inference. */
  isHeardOf(nowMs: number): void {
    this.lastEventWallMs = Math.max(this.lastEventWallMs, nowMs);
  }

  /**
   * From here on windows are counted under this layout. Feature counters start again at 0 when the bins change (Prometheus
   * reads that as a counter reset); traffic goes on, also through a change of the latency buckets.
   */
  adoptLayout(layout: ModelLayout): void {
    if (layout === this.layout) return;
    if (!this.traffic.hasBounds(layout.latencyBounds)) this.traffic = this.traffic.rebucketed(layout.latencyBounds);
    const isSameBins = layout.id === this.layout.id;
    this.layout = layout;
    this.touch();
    if (isSameBins) return;
    this.featureTotals = new Float64Array(layout.slots);
    this.constantWindows = new Float64Array(layout.counted.length);
    this.staleWindows = new Float64Array(layout.counted.length);
    this.previousCounts = null;
  }

  /**
   * Totals of closed and open windows together: what the exposition shows. Windows are added in the order in which they will
   * close: in any other one the sum of seconds or money could shrink by its last bit when a window closes, which Prometheus
   * takes for a counter reset.
   */
  trafficNow(): TrafficTotals {
    const sum = new TrafficTotals(this.traffic.bounds);
    sum.merge(this.traffic);
    for (const { profile } of [...this.windows.values()].sort((a, b) => a.lo - b.lo)) sum.absorb(profile.traffic);
    return sum;
  }

  featuresNow(): Float64Array {
    const sum = Float64Array.from(this.featureTotals);
    for (const { profile } of this.windows.values()) {
      if (profile.layout.id !== this.layout.id) continue;
      const { counts } = profile;
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (counts[i] as number);
    }
    return sum;
  }

  /** Values so far that break a data quality check, all features and checks together. */
  violationsNow(active: ActiveBaseline | null): number {
    const counts = this.featuresNow();
    let sum = 0;
    this.layout.features.forEach((layout, i) => {
      const range = active?.layout.id === this.layout.id ? (active.ranges[i] ?? null) : null;
      const found = valueViolations(layout, counts, this.layout.offsets[i] as number, range);
      sum += found.missing + found.type + found.range + found.unseenCategory + (this.constantWindows[i] ?? 0) + (this.staleWindows[i] ?? 0);
    });
    return sum;
  }
}
