import type { IncidentEvidence, IncidentRecord } from '../../contract/index.js';
import type { Store } from '../../store/index.js';

type Change = IncidentEvidence['changes'][number];

/** How far before an incident causes are looked for: what was changed yesterday shows today. */
const BEFORE_MS = 24 * 3_600_000;
/** Of each kind; the newest before the incident and those within it say the most. */
const MAX_OF_A_KIND = 100;
/** Windows that are looked at for the first one of a version. */
const MAX_WINDOWS = 5000;

/** What changed around an incident, oldest first: versions, baselines, configurations, and verdicts that found drift. */
export function incidentEvidence(store: Store, incident: IncidentRecord, nowMs: number): IncidentEvidence {
  const fromMs = Date.parse(incident.start) - BEFORE_MS;
  const toMs = incident.end === null ? nowMs : Date.parse(incident.end);
  const isWithin = (ms: number): boolean => ms >= fromMs && ms <= toMs;
  const { model } = incident;
  const configurations = store.configurations
    .list(MAX_OF_A_KIND)
    .filter(({ firstSeenMs }) => isWithin(firstSeenMs))
    .map(({ sha256, firstSeenMs }): Change =>
      change(firstSeenMs, 'configuration_changed', 'another configuration came into force', sha256),
    );
  const ofModel =
    model === null
      ? []
      : [...versions(store, model, fromMs, toMs), ...baselines(store, model, isWithin), ...drifted(store, model, fromMs, toMs)];
  return { incident, changes: [...configurations, ...ofModel].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)) };
}

/** Versions whose first stored window lies in the time. */
function versions(store: Store, model: string, fromMs: number, toMs: number): Change[] {
  return store.modelStates.versions(model).flatMap(({ version }): Change[] => {
    const windows = store.windows.list({ model, version, fromMs: 0, toMs }, MAX_WINDOWS);
    const firstMs = Math.min(...windows.map(({ startMs }) => startMs));
    return firstMs >= fromMs && firstMs <= toMs
      ? [change(firstMs, 'version_seen', `version ${version} answered for the first time`, version)]
      : [];
  });
}

function baselines(store: Store, model: string, isWithin: (ms: number) => boolean): Change[] {
  return store.activations
    .effective(model, MAX_OF_A_KIND)
    .flatMap(({ sha256, fromMs, reason }): Change[] =>
      fromMs !== null && isWithin(fromMs)
        ? [change(fromMs, 'baseline_activated', `windows are judged by another baseline (${reason})`, sha256)]
        : [],
    );
}

function drifted(store: Store, model: string, fromMs: number, toMs: number): Change[] {
  return store.verdicts.list({ model, fromMs, toMs }, MAX_OF_A_KIND).flatMap(({ id, version, window_end, verdict }): Change[] => {
    if (verdict.drifted === 0) return [];
    const names = verdict.features.filter((feature) => feature.verdict === 'drifted').map(({ feature }) => feature);
    const text = `version ${version}: ${verdict.drifted} of ${verdict.judged} features drifted (${names.slice(0, 3).join(', ')})`;
    return [change(Date.parse(window_end), 'verdict_drifted', text, id)];
  });
}

function change(ms: number, kind: Change['kind'], text: string, reference: string): Change {
  return { at: new Date(ms).toISOString(), kind, text, reference };
}
