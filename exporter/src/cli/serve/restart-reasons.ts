import type { Config } from '../../config/index.js';

/** Settings that a running exporter cannot take over; a reload that changes one of them is refused as a whole. */
export function restartReasons(running: Config, next: Config): string[] {
  const reasons: string[] = [];
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a, mapsAsPairs) !== JSON.stringify(b, mapsAsPairs);
  if (running.server.host !== next.server.host || running.server.port !== next.server.port)
    reasons.push('server.listen changed: restart the exporter');
  if (running.store.folder !== next.store.folder) reasons.push('store.path changed: restart the exporter');
  if (differs(running.sources, next.sources)) reasons.push('sources changed: restart the exporter; positions and totals are kept');
  for (const [name, model] of next.models) {
    const before = running.models.get(name);
    if (before && before.windowMs !== model.windowMs) reasons.push(`models.${name}.window changed: restart the exporter`);
    if (before && differs(before.latencyBounds, model.latencyBounds))
      reasons.push(`models.${name}.latency buckets changed: restart the exporter`);
    if (before && differs(before.features, model.features)) reasons.push(`models.${name}.features changed: restart the exporter`);
  }
  return reasons;
}

function mapsAsPairs(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}
