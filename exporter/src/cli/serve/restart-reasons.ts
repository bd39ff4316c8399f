import { defaultModelConfig, modelConfig, type Config } from '../../config/index.js';

/** Settings that a running exporter cannot take over; a reload that changes one of them is refused as a whole. */
export function restartReasons(running: Config, next: Config): string[] {
  const reasons: string[] = [];
  const restart = (what: string): void => void reasons.push(`${what} changed: restart the exporter; positions and totals are kept`);
  if (running.server.host !== next.server.host || running.server.port !== next.server.port) restart('server.listen');
  if ((running.server.tls === null) !== (next.server.tls === null)) restart('server.tls');
  if (running.store.folder !== next.store.folder) restart('store.path');
  if (differs(running.sources, next.sources)) restart('sources');
  const defaults = defaultModelConfig();
  // By what holds for a model, not by its entry: it may move from "*" to a name of its own.
  for (const name of new Set([...running.models.keys(), ...next.models.keys()])) {
    const before = modelConfig(running, name, defaults);
    const after = modelConfig(next, name, defaults);
    if (!before || !after) continue;
    if (before.windowMs !== after.windowMs) restart(`models.${name}.window`);
    if (differs(before.latencyBounds, after.latencyBounds)) restart(`models.${name}.latency`);
    if (differs(before.segments, after.segments)) restart(`models.${name}.segments`);
    if (differs([...before.features], [...after.features])) restart(`models.${name}.features`);
  }
  return reasons;
}

function differs(a: unknown, b: unknown): boolean {
  const text = (value: unknown): string => JSON.stringify(value, (_key, inner: unknown) => (inner instanceof Map ? [...inner] : inner));
  return text(a) !== text(b);
}
