import { REJECT_REASONS, type RejectReason } from '../contract/index.js';

/** The additive numbers of one source; committed together with its positions. */
export class SourceCounters {
  events = 0;
  bytes = 0;
  readonly rejected: Record<RejectReason, number>;
  newestMs = -Infinity;
  isDirty = false;

  constructor() {
    this.rejected = Object.fromEntries(REJECT_REASONS.map((reason) => [reason, 0])) as Record<RejectReason, number>;
  }

  toJson(): Record<string, unknown> {
    return {
      events: this.events,
      bytes: this.bytes,
      rejected: this.rejected,
      newest_ms: Number.isFinite(this.newestMs) ? this.newestMs : null,
    };
  }

  restore(json: Readonly<Record<string, unknown>>): void {
    this.events = Number(json['events'] ?? 0);
    this.bytes = Number(json['bytes'] ?? 0);
    this.newestMs = typeof json['newest_ms'] === 'number' ? json['newest_ms'] : -Infinity;
    const rejected = (json['rejected'] ?? {}) as Record<string, number>;
    for (const reason of REJECT_REASONS) this.rejected[reason] = Number(rejected[reason] ?? 0);
  }
}
