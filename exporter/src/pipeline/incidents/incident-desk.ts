import { CodedError, type IncidentActInput, type IncidentRecord, type NotificationAccepted, type Notify } from '../../contract/index.js';
import {
  FACT_LIFE_MS,
  HISTORY_SOURCE,
  IncidentBook,
  incidentRecord,
  type AlertFact,
  type FiringAlert,
  type IncidentSettings,
} from '../../incidents/index.js';
import type { HotExposition } from '../../metrics/index.js';
import { IncidentFamilies } from './incident-families.js';
import type { IncidentStorage } from './incident-storage.js';

/** What one notification said, as the thread that took it made it out. */
export interface Told {
  readonly source: string;
  readonly facts: readonly AlertFact[];
  readonly rejected: number;
  readonly truncated: number;
}

export interface IncidentDeskOptions {
  readonly settings: IncidentSettings;
  readonly storage: IncidentStorage;
  readonly exposition: HotExposition;
  readonly notify: Notify;
  readonly nowMs: () => number;
}

/**
 * Keeps the incidents of a running exporter: takes notifications, polls and acts, makes them durable before it answers, and shows
 * only what is durable.
 */
export class IncidentDesk {
  readonly #options: IncidentDeskOptions;
  readonly #book: IncidentBook;
  readonly #families: IncidentFamilies;
  readonly #lastHeardMs = new Map<string, number>();
  readonly #phases = new Map<string, string>();

  /** Takes over what was committed earlier. */
  constructor(options: IncidentDeskOptions) {
    const { settings, storage, exposition, nowMs } = options;
    this.#options = options;
    this.#book = new IncidentBook(settings, storage.content(nowMs() - FACT_LIFE_MS));
    this.#families = new IncidentFamilies(exposition);
    this.#book.look(nowMs());
    for (const { entry, incident } of this.#book.known) this.#phases.set(entry.id, incident.phase);
  }

  reconfigure(settings: IncidentSettings): void {
    this.#book.reconfigure(settings);
  }

  /**
   * Takes in a notification. When this returns it is on the disk.
   *
   * @throws CodedError STORE_*: the sender has to send it again, which does no harm
   */
  tell({ source, facts, rejected, truncated }: Told): NotificationAccepted {
    const accepted = this.#book.tell(facts);
    const duplicate = facts.length - accepted;
    const outcomes = { accepted, duplicate, rejected, truncated };
    for (const [outcome, count] of Object.entries(outcomes)) this.#book.countNotification(source, outcome, count);
    const nowMs = this.#options.nowMs();
    this.#book.look(nowMs);
    this.#commit(nowMs);
    this.#lastHeardMs.set(source, nowMs);
    return outcomes;
  }

  /** Takes in what Alertmanager said when it was asked; that is no notification and counts as none. @throws CodedError STORE_* */
  observe(facts: readonly AlertFact[]): void {
    if (facts.length === 0) return;
    this.#book.tell(facts);
    const nowMs = this.#options.nowMs();
    this.#book.look(nowMs);
    this.#commit(nowMs);
  }

  /** @throws CodedError INCIDENTS_UNKNOWN, INCIDENTS_MERGE, INCIDENTS_ACT_TIME, STORE_* */
  act(id: string, input: IncidentActInput): string {
    const nowMs = this.#options.nowMs();
    this.#book.look(nowMs);
    const root = this.#book.act(id, input, nowMs);
    this.#book.look(nowMs);
    this.#commit(nowMs);
    return root;
  }

  /**
   * Lets time pass: what was resolving may be resolved now, and what a command booked from history is taken over. A store that cannot
   * be read or written leaves it for the next call.
   */
  tick(): void {
    const nowMs = this.#options.nowMs();
    try {
      this.#book.tell(this.#options.storage.booked());
      this.#book.look(nowMs);
      this.#commit(nowMs);
    } catch (error) {
      // The commits of the pipeline report a store that cannot be written; what is due here is tried again.
      if (!(error instanceof CodedError)) throw error;
    }
  }

  /** Brings the exposition up to what is durable. */
  refreshExposition(): void {
    this.tick();
    if (this.#book.changes === null) this.#families.refresh(this.#book, this.#lastHeardMs, this.#options.nowMs());
  }

  /** Alerts of a source that are taken to fire. */
  firing(source: string): FiringAlert[] {
    return this.#book.firing(source);
  }

  #commit(nowMs: number): void {
    const { changes } = this.#book;
    if (changes === null) return;
    this.#options.storage.commit(changes, nowMs);
    this.#book.committed();
    for (const known of changes.incidents) this.#announce(incidentRecord(known));
  }

  /** Says what happened to incidents, once it is durable. */
  #announce({ id, model, cause, severity, phase, start, net_end, end_reason, alerts }: IncidentRecord): void {
    const before = this.#phases.get(id);
    this.#phases.set(id, phase);
    // What only history tells of is no news.
    if (before === phase || alerts.every(({ source }) => source === HISTORY_SOURCE)) return;
    const of = { id, model: model ?? '', cause, severity };
    if (before === undefined) this.#options.notify({ kind: 'incident_opened', ...of, start });
    if (phase === 'resolved' && net_end !== null) {
      const seconds = (Date.parse(net_end) - Date.parse(start)) / 1000;
      this.#options.notify({ kind: 'incident_resolved', ...of, seconds, reason: end_reason ?? '' });
    }
  }
}
