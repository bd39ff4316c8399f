/** Characters of a shape at most. */
const SHOWN = 40;

/**
 * What an id looks like, without the id: every lower-case letter is `a`, every other letter `A`, every digit `9`; characters that hold ids
 * together stay, all others are `?`. Long ones are cut.
 *
 * @example idShape('req-0042/b') // 'aaa-9999/a'
 */
export function idShape(id: string): string {
  const shape = Array.from(id, shapeOf).join('');
  return shape.length > SHOWN ? `${shape.slice(0, SHOWN)}…` : shape;
}

/**
 * What ids of one kind have in common, whatever their length: runs of letters, of digits (9), and of both (x), between what holds them together.
 *
 * @example idKind('req-0042') === idKind('req-7') // true
 */
export function idKind(id: string): string {
  return id
    .replace(/[^\p{L}\d\-_.:/#|@ ]/gu, '?')
    .replace(/[\p{L}\d]+/gu, (run) => (/^\d+$/.test(run) ? '9' : /\d/.test(run) ? 'x' : run === run.toUpperCase() ? 'A' : 'a'));
}

function shapeOf(character: string): string {
  if (/\d/.test(character)) return '9';
  if (/\p{L}/u.test(character)) return character === character.toUpperCase() ? 'A' : 'a';
  return /[-_.:/#|@ ]/.test(character) ? character : '?';
}
