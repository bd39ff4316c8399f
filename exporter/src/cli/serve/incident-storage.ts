import {
  HISTORY_SOURCE,
  factKey,
  incidentRecord,
  noTotals,
  totalsSchema,
  type Act,
  type AlertFact,
  type IncidentEntry,
} from '../../incidents/index.js';
import type { IncidentStorage } from '../../pipeline/index.js';
import type { Store } from '../../store/index.js';

/** Where the counters over incidents stand among the single values of the store. */
const TOTALS = 'incident_totals';

/** How often history was booked: it changes when a command wrote facts beside the exporter that runs. */
const BOOKINGS = 'incident_history_bookings';

/** Writes facts from the history of Prometheus; an exporter that runs takes them over within seconds. @throws CodedError STORE_* */
export function bookHistory(store: Store, facts: readonly AlertFact[]): void {
  store.commit((records) => {
    for (const fact of facts) records.alertFacts.put({ key: factKey(fact), lastMs: fact.lastMs, fact });
    records.facts.put(BOOKINGS, bookings(store) + 1);
  });
}

function bookings(store: Store): number {
  const value = store.facts.get(BOOKINGS);
  return typeof value === 'number' ? value : 0;
}

/** Fits the store to what the incident desk wants; what it wrote itself it reads back as the same types. */
export function incidentStorage(store: Store): IncidentStorage {
  let seen = bookings(store);
  return {
    booked: () => {
      const now = bookings(store);
      if (now === seen) return [];
      const facts = (store.alertFacts.all() as AlertFact[]).filter(({ source }) => source === HISTORY_SOURCE);
      seen = now;
      return facts;
    },
    content: (endedSinceMs) => {
      const totals = totalsSchema.safeParse(store.facts.get(TOTALS));
      return {
        facts: store.alertFacts.all() as AlertFact[],
        entries: store.incidents.entriesSince(endedSinceMs) as IncidentEntry[],
        // Acts are few; those on incidents that began before and go on are older than the incidents that ended since.
        acts: store.incidents.actsSince(0) as Act[],
        totals: totals.success ? totals.data : noTotals(),
      };
    },
    commit: ({ facts, forgotten, incidents, absorbed, acts, totals }) =>
      store.commit((records) => {
        for (const fact of facts) records.alertFacts.put({ key: factKey(fact), lastMs: fact.lastMs, fact });
        for (const fact of forgotten) records.alertFacts.forget(factKey(fact));
        for (const known of incidents) records.incidents.put({ record: incidentRecord(known), entry: known.entry });
        for (const id of absorbed) records.incidents.absorb(id);
        for (const act of acts) records.incidents.putAct(act.incident, act.atMs, act);
        if (totals) records.facts.put(TOTALS, totals);
      }),
  };
}
