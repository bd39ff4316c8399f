import type { Notice, NoticeKind } from '../contract/index.js';
import { logLine, type LogFormat } from './log-line.js';
import { NOTICE_TABLE, noticeRow } from './notice-table.js';
import type { ProcessMetrics } from './process-metrics.js';
import { TokenBucket } from './token-bucket.js';

/**
 * Log lines of one kind that pass at once.
 * Why 20:    a start with some dozens of files and models is still told in full enough to follow it.
 * Too low:   the start loses lines. Too high: a flood of one kind fills the disk that the store needs.
 * Pinned by: notice-sink.test.ts
 */
export const LOG_BURST = 20;

/**
 * One more line of a kind passes per this many milliseconds.
 * Why 5 s:   12 lines a minute and kind; the counter aiops_notices_total stays exact, so the log only has to show examples.
 * Too low:   noise. Too high: the first line after a quiet hour is still told, later ones come late.
 * Pinned by: notice-sink.test.ts
 */
export const LOG_REFILL_MS = 5000;

export interface LogStream {
  write(text: string): unknown;
}

export interface NoticeSinkOptions {
  readonly metrics: ProcessMetrics;
  readonly stream: LogStream;
  readonly format: LogFormat;
  readonly clock: { nowMs(): number };
}

interface KindState {
  readonly bucket: TokenBucket;
  suppressed: number;
}

/** Turns notices into counters and log lines. Every notice is counted; lines are limited per kind and say how many were left out. */
export class NoticeSink {
  readonly #options: NoticeSinkOptions;
  readonly #kinds = new Map<NoticeKind, KindState>();

  constructor(options: NoticeSinkOptions) {
    this.#options = options;
    // Every kind starts at 0, so that the first one shows as an increase.
    for (const kind of Object.keys(NOTICE_TABLE) as NoticeKind[]) options.metrics.addNotice(kind, 0);
  }

  /** Bound, so that it can be handed to the rooms as `notify`. */
  readonly notify = (notice: Notice): void => {
    const { metrics, clock } = this.#options;
    const row = noticeRow(notice);
    metrics.addNotice(notice.kind);
    row.count?.(notice, metrics);
    const nowMs = clock.nowMs();
    let state = this.#kinds.get(notice.kind);
    if (!state) this.#kinds.set(notice.kind, (state = { bucket: new TokenBucket(LOG_BURST, LOG_REFILL_MS, nowMs), suppressed: 0 }));
    if (!state.bucket.tryTake(nowMs)) {
      state.suppressed++;
      return;
    }
    const suppressed = state.suppressed > 0 ? { suppressed: state.suppressed } : {};
    state.suppressed = 0;
    this.#write({
      time: new Date(nowMs).toISOString(),
      level: row.level,
      kind: notice.kind,
      msg: row.message(notice),
      ...suppressed,
      ...row.fields(notice),
    });
  };

  /** Says how many lines of each kind were left out since the last one that passed; call it at the end of a run. */
  flush(): void {
    const time = new Date(this.#options.clock.nowMs()).toISOString();
    for (const [kind, state] of this.#kinds) {
      if (state.suppressed === 0) continue;
      this.#write({
        time,
        level: 'info',
        kind,
        msg: `${state.suppressed} log lines of this kind were left out`,
        suppressed: state.suppressed,
      });
      state.suppressed = 0;
    }
  }

  #write(fields: Readonly<Record<string, string | number>>): void {
    this.#options.stream.write(`${logLine(this.#options.format, fields)}\n`);
  }
}
