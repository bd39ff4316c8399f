/** What rotation puts behind the name, or before its last extension: .1, -20261124, .2026-11-24T10, _2026-11-24, -1795500000. */
const SUFFIX = /^(.+?)(?:\.[0-9]{1,6}|[._-](?:19|20)[0-9]{2}-?[0-9]{2}-?[0-9]{2}[0-9T:._-]*|[._-][0-9]{10})(\.[A-Za-z][A-Za-z0-9]*)?$/;

/**
 * The names a file may have had before it was rotated to `name`, as logrotate, logback, log4j, Python and kubelet rename:
 * name.1, name.1.gz, name-20261124, name.2026-11-24, name-20261124.ext for name.ext, name.gz. Empty for a name that says
 * nothing of the kind; a short number after a dash is no rotation, as in replica-1.
 *
 * @example rotatedFrom('a.log.2.gz') // ['a.log.2', 'a.log']
 */
export function rotatedFrom(name: string): string[] {
  const plain = name.endsWith('.gz') ? name.slice(0, -3) : name;
  const names = plain === name ? [] : [plain];
  const [, stem, extension] = SUFFIX.exec(plain) ?? [];
  if (stem !== undefined) names.push(stem + (extension ?? ''));
  return names.filter((from) => from !== '');
}
