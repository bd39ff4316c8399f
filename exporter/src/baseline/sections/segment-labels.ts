/** What all rows of no other segment are called; a value of that name gets `value:` in front, as in the bins. */
const REST = 'other';

/**
 * What segments are called where they are shown, the rest last: no two of them alike, and none empty.
 *
 * @example segmentLabels(['web', 'other', '']) // ['web', 'value:other', 'value:', 'other']
 */
export function segmentLabels(names: readonly string[]): string[] {
  const taken = new Set([REST]);
  const labels = names.map((name) => {
    let label = name === '' ? 'value:' : name;
    while (taken.has(label)) label = `value:${label}`;
    taken.add(label);
    return label;
  });
  return [...labels, REST];
}
