import { CodedError, type RejectReason } from '../../contract/index.js';

/** Why a snapshot is not counted. */
export class SnapshotRefusal {
  readonly reason: RejectReason;
  /** What was found and what to do, for people. Never anything that the file holds. */
  readonly why: string;

  constructor(reason: RejectReason, why: string) {
    this.reason = reason;
    this.why = why;
  }
}

/** What a file has of its own fault. A file that went away meanwhile is none. */
const REASONS: Readonly<Record<string, RejectReason>> = {
  BASELINE_FILE_BROKEN: 'syntax',
  BASELINE_FILE_EMPTY: 'schema',
  BASELINE_COLUMN_MISSING: 'schema',
  BASELINE_COLUMN_TYPE: 'schema',
  BASELINE_COLUMN_NOT_ONE: 'schema',
  BASELINE_NO_FEATURES: 'schema',
};

/** The refusal that an error of the reader stands for; null where it is no fault of the file. */
export function refusalOf(error: unknown): SnapshotRefusal | null {
  if (!(error instanceof CodedError)) return null;
  const reason = REASONS[error.code];
  return reason ? new SnapshotRefusal(reason, `${error.message}: ${error.advice}`) : null;
}

const WORDS = {
  unknown_model: 'models has entries and the model of the snapshot is none of them: add it, or a "*" entry',
  cardinality: 'there are more models or versions than budget.models and budget.versions allow',
} as const;

/** The refusal of a snapshot whose model or version is not accepted. */
export function notAccepted(reason: RejectReason): SnapshotRefusal {
  return new SnapshotRefusal(reason, WORDS[reason as keyof typeof WORDS] ?? reason);
}
