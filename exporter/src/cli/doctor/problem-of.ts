/** What an error of the system says, without the call and the path: 'EACCES: permission denied'. */
export function problemOf(error: unknown): string {
  const { message, cause } = error as Error;
  // fetch says only "fetch failed"; why is in its cause.
  const text = cause instanceof Error && cause.message !== '' ? cause.message : message;
  return text.split(',', 1)[0] ?? text;
}
