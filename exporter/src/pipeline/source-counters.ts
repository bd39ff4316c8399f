import { REJECT_REASONS, type RejectReason } from '../contract/index.js';

export interface PairCounters {
  readonly request: number;
  readonly response: number;
  readonly waitingRequests: number;
  readonly waitingResponses: number;
  readonly horizonMs: number | null;
  readonly newestMs: number | null;
}

/** A source with its numbers, and what it calls one record: an inference, a label, or a whole snapshot. */
export interface CountedSource {
  readonly name: string;
  readonly counters: SourceCounters;
  readonly kind: 'inference' | 'label' | 'snapshot';
}

/** The additive numbers of one source; committed together with its positions. */
export class SourceCounters {
  events = 0;
  /** Records of ground truth in a log of inferences (SageMaker): counted, not joined. A source of labels counts its own as events. */
  labels = 0;
  bytes = 0;
  readonly rejected: Record<RejectReason, number>;
  newestMs = -Infinity;
  /** Models whose inferences it was seen to hold. */
  readonly models = new Set<string>();
  /** Requests that were logged, and those that they stand for where the log is a sample. */
  logged = 0;
  represented = 0;
  /** Halves of inferences that stayed alone, those that wait, and how far the join is; null where a source logs whole ones. */
  pairs: PairCounters | null = null;
  isDirty = false;

  constructor() {
    this.rejected = Object.fromEntries(REJECT_REASONS.map((reason) => [reason, 0])) as Record<RejectReason, number>;
  }

  toJson(): Record<string, unknown> {
    return {
      events: this.events,
      labels: this.labels,
      bytes: this.bytes,
      rejected: this.rejected,
      newest_ms: Number.isFinite(this.newestMs) ? this.newestMs : null,
      logged: this.logged,
      represented: this.represented,
      pairs: this.pairs,
      models: [...this.models],
    };
  }

  restore(json: Readonly<Record<string, unknown>>): void {
    this.events = Number(json['events'] ?? 0);
    this.labels = Number(json['labels'] ?? 0);
    this.bytes = Number(json['bytes'] ?? 0);
    this.newestMs = typeof json['newest_ms'] === 'number' ? json['newest_ms'] : -Infinity;
    this.logged = Number(json['logged'] ?? 0);
    this.represented = Number(json['represented'] ?? 0);
    this.pairs = (json['pairs'] ?? null) as PairCounters | null;
    for (const model of (json['models'] ?? []) as string[]) this.models.add(model);
    const rejected = (json['rejected'] ?? {}) as Record<string, number>;
    for (const reason of REJECT_REASONS) this.rejected[reason] = Number(rejected[reason] ?? 0);
  }
}
