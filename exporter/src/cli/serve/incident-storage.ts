import { factKey, incidentRecord, noTotals, totalsSchema, type Act, type AlertFact, type IncidentEntry } from '../../incidents/index.js';
import type { IncidentStorage } from '../../pipeline/index.js';
import type { Store } from '../../store/index.js';

/** Where the counters over incidents stand among the single values of the store. */
const TOTALS = 'incident_totals';

/** Fits the store to what the incident desk wants; what it wrote itself it reads back as the same types. */
export function incidentStorage(store: Store): IncidentStorage {
  return {
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
