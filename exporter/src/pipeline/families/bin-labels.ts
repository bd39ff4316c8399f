import { judgedBinLabels, type FeatureLayout } from '../../profile/index.js';

/** Words that have a meaning of their own as values of the `bin` and `class` labels. */
const RESERVED = new Set(['other', 'missing', 'invalid']);

/**
 * Labels of the exported bins of a feature: its judged bins, then missing and invalid. A category that is called like one
 * of the reserved words, or like another category's replacement, gets `value:` in front, so that no two series are one.
 */
export function exportedBins(layout: FeatureLayout): string[] {
  const labels = judgedBinLabels(layout);
  const isCategorical = layout.type === 'categorical';
  const taken = new Set<string>(RESERVED);
  const bins = labels.map((label, i) => {
    if (!isCategorical || i === labels.length - 1) return label;
    let name = label === '' ? 'value:' : label;
    while (taken.has(name)) name = `value:${name}`;
    taken.add(name);
    return name;
  });
  return [...bins, 'missing', 'invalid'];
}
