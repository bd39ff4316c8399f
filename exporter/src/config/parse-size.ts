const SIZE_BYTES: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/**
 * `100B`, `512KiB`, `64MiB`, `1GiB` to bytes; null where it is none of these.
 *
 * @example parseSize('64MiB') // 67108864
 */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(B|KiB|MiB|GiB)$/.exec(text.trim());
  return match ? Math.round(Number(match[1]) * (SIZE_BYTES[match[2] ?? ''] ?? NaN)) : null;
}
