/** What nearly every target looks like: nothing in it to decode or to refuse. */
const PLAIN = /^(?:\/[A-Za-z0-9_-]+)+(?:\?[^#]*)?$/;
const ORIGIN = /^https?:\/\/[^/?#]*/i;

/**
 * The path and query of a request target, or null where it must not be routed.
 *
 * A target is refused when a segment of its path is empty, `.` or `..`, plainly or percent-encoded: proxies differ in what they
 * make of these (Grafana's app proxy passes `..%2f` on as `../`), so a rule in front of the exporter would not see the path that
 * is answered here. Also refused are backslashes, control characters, fragments, and percent signs that are no UTF-8.
 * The absolute form (`GET http://host/metrics`) loses its origin, which is not used for anything.
 *
 * @example originForm('/api/v1/verdicts?limit=5') // '/api/v1/verdicts?limit=5'
 * @example originForm('/api/v1/ingest/%2e%2e/status') // null
 */
export function originForm(target: string): string | null {
  if (PLAIN.test(target)) return target;
  const origin = ORIGIN.exec(target)?.[0] ?? '';
  const rest = target.slice(origin.length);
  const url = origin !== '' && !rest.startsWith('/') ? `/${rest}` : rest;
  if (!url.startsWith('/') || url.includes('#')) return null;
  const path = decoded(url.split('?', 1)[0] ?? '');
  if (path === null || /[\\\p{Cc}]/u.test(path)) return null;
  const segments = path.slice(1).split('/');
  const isDirectory = segments.at(-1) === '';
  if (isDirectory) segments.pop();
  return segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..') ? url : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
