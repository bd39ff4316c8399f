/** The number under an own key; `fallback` otherwise. A feature may be called "constructor" or "__proto__". */
export function ownEntry<T>(record: Readonly<Record<string, number>>, key: string, fallback: T): number | T {
  return Object.hasOwn(record, key) ? (record[key] ?? fallback) : fallback;
}
