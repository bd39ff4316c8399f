import type { Config } from '../../config/index.js';
import type { Notify } from '../../contract/index.js';
import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import { IncidentDesk } from '../../pipeline/index.js';
import type { Store } from '../../store/index.js';
import { AlertmanagerPoll } from './alertmanager-poll.js';
import { incidentSettings } from './incident-settings.js';
import { incidentStorage } from './incident-storage.js';

/** How often time alone is looked at: what is over becomes resolved within this. */
const TICK_MS = 5000;
/** Name of the Alertmanager as a source; notifications of its dialect have the same. */
const ALERTMANAGER = 'alertmanager';

/** Incidents in the ingest thread: the desk, its clock, and the Alertmanager that is asked. */
export class IncidentWorker {
  readonly desk: IncidentDesk;
  readonly #notify: Notify;
  readonly #up: SeriesBlock;
  readonly #timer: NodeJS.Timeout;
  #config: Config['incidents'];
  #poll: AlertmanagerPoll | null = null;

  constructor(config: Config, store: Store, exposition: HotExposition, notify: Notify) {
    this.#config = config.incidents;
    this.#notify = notify;
    const storage = incidentStorage(store);
    this.desk = new IncidentDesk({ settings: incidentSettings(config.incidents), storage, exposition, notify, nowMs: Date.now });
    this.#up = exposition.series('aiops_alertmanager_up', [{ source: ALERTMANAGER }]);
    this.#timer = setInterval(() => this.desk.tick(), TICK_MS).unref();
    this.#startPoll();
  }

  /** Asks Alertmanager at once: a message left alerts out. */
  pollSoon(): void {
    this.#poll?.soon();
  }

  reconfigure({ incidents }: Config): void {
    this.desk.reconfigure(incidentSettings(incidents));
    const isOther = this.#config.alertmanager !== incidents.alertmanager || this.#config.pollMs !== incidents.pollMs;
    this.#config = incidents;
    if (!isOther) return;
    void this.#poll?.stop();
    this.#startPoll();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#poll?.stop();
  }

  #startPoll(): void {
    const { alertmanager, pollMs } = this.#config;
    this.#up.values[0] = NaN;
    this.#poll =
      alertmanager === null
        ? null
        : new AlertmanagerPoll({
            url: alertmanager,
            source: ALERTMANAGER,
            intervalMs: pollMs,
            firing: () => this.desk.firing(ALERTMANAGER),
            take: (facts) => this.desk.observe(facts),
            setUp: (isUp) => (this.#up.values[0] = isUp ? 1 : 0),
            notify: this.#notify,
            nowMs: Date.now,
          });
  }
}
