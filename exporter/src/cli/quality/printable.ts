/** A group is text from a file: control characters in it must not reach the terminal. */
export function printable(name: string): string {
  return JSON.stringify(name)
    .slice(1, -1)
    .replace(/[\u0080-\u009f]/g, '?')
    .slice(0, 30);
}
