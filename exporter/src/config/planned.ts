import type { Path } from './yaml-file.js';

/** Keys of the design that this version does not have yet; `*` is any name or index. They are refused, never ignored. */
export const PLANNED_KEYS: readonly string[] = ['store.retention.audit', 'registry', 'governance', 'gate', 'respond', 'watch'];

/** Values of the design that this version does not have yet, by key. */
export const PLANNED_VALUES: Readonly<Record<string, readonly string[]>> = {
  'sources.*.type': ['kafka'],
};

export function isPlannedKey(path: Path): boolean {
  return PLANNED_KEYS.some((pattern) => matches(pattern, path));
}

export function isPlannedValue(path: Path, value: unknown): boolean {
  return Object.entries(PLANNED_VALUES).some(
    ([pattern, values]) => typeof value === 'string' && values.includes(value) && matches(pattern, path),
  );
}

function matches(pattern: string, path: Path): boolean {
  const parts = pattern.split('.');
  return parts.length === path.length && parts.every((part, i) => part === '*' || part === path[i]);
}
