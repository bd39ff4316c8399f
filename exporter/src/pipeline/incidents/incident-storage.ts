import type { AlertFact, BookChanges, BookContent } from '../../incidents/index.js';

/** What the incident desk wants of the store. */
export interface IncidentStorage {
  /** @param endedSinceMs incidents that ended before it are not needed */
  content(endedSinceMs: number): BookContent;
  /** What a command booked from the history of Prometheus since this was asked last. */
  booked(): readonly AlertFact[];
  /** All of it in one transaction, or none. */
  commit(changes: BookChanges, atMs: number): void;
}
