import type { BookChanges, BookContent } from '../../incidents/index.js';

/** What the incident desk wants of the store. */
export interface IncidentStorage {
  /** @param endedSinceMs incidents that ended before it are not needed */
  content(endedSinceMs: number): BookContent;
  /** All of it in one transaction, or none. */
  commit(changes: BookChanges, atMs: number): void;
}
