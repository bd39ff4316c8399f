import type { AlertVerdict, IncidentActKind } from '../contract/index.js';

/** What a person did to an incident. */
export interface Act {
  /** The incident that it was said of. */
  readonly incident: string;
  readonly kind: IncidentActKind;
  readonly atMs: number;
  readonly by: string;
  readonly text: string;
  readonly verdict: AlertVerdict | null;
  readonly into: string | null;
}
