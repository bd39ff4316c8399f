import type { ModelDirectory } from './model-directory.js';
import type { ModelState } from './model-state.js';

/**
 * Lets versions without traffic for `retireAfterMs` leave memory. The store has their state, committed and without open
 * windows, and they come back with their traffic.
 *
 * @returns whether any left
 */
export function retireVersions(model: ModelState, nowMs: number, retireAfterMs: number): boolean {
  const before = model.versions.size;
  for (const [name, version] of model.versions) {
    if (version.isDirty || version.windows.size > 0 || nowMs - version.lastEventWallMs <= retireAfterMs) continue;
    model.versions.delete(name);
    model.retired.add(name);
  }
  return model.versions.size < before;
}

/**
 * The same for all models; a model whose versions are all gone leaves too.
 *
 * @param expected models that the configuration names: they stay
 */
export function retireQuiet(directory: ModelDirectory, expected: ReadonlySet<string>, nowMs: number, retireAfterMs: number): void {
  for (const model of directory.models.values()) {
    if (retireVersions(model, nowMs, retireAfterMs)) directory.routesEpoch++;
    const isQuiet = model.versions.size === 0 && model.retired.size > 0 && !model.isDirty;
    if (!isQuiet || expected.has(model.name)) continue;
    directory.models.delete(model.name);
    directory.columnsEpoch++;
  }
}
