import { createHash } from 'node:crypto';
import type { Baseline } from './artefact.js';
import { canonicalJson } from './canonical-json.js';
import { baselineError } from './errors.js';
import { featureProblem } from './feature-problem.js';
import { sectionProblem } from './section-problem.js';
import { formatVersionOf, type BaselineSections } from './sections.js';

/** What a baseline says, before format, version and hash are put to it. */
export type BaselineContent = Omit<Baseline, 'format' | 'format_version' | 'sha256'>;

/**
 * Completes a baseline with its hash.
 *
 * Errors: BASELINE_SCHEMA when counts, edges and rows contradict each other; BASELINE_NOT_CANONICAL for NaN and infinities.
 */
export function sealBaseline(content: BaselineContent): Baseline {
  const unsealed = { format: 'aiops-baseline', format_version: formatVersionOf(content), ...content } as const;
  const found = featureProblem(unsealed) ?? sectionProblem(unsealed);
  if (found) throw baselineError('BASELINE_SCHEMA', { where: `baseline of ${content.model}`, key: found.key, problem: found.problem });
  return { ...unsealed, sha256: hashOf(unsealed) };
}

/**
 * The same baseline with sections beside its bins, sealed again.
 *
 * Errors: as sealBaseline.
 */
export function withSections({ format: _f, format_version: _v, sha256: _s, ...content }: Baseline, sections: BaselineSections): Baseline {
  return sealBaseline({ ...content, ...sections });
}

/** SHA-256 (hex) over the canonical JSON of everything but the key `sha256`. */
export function hashOf(baseline: Omit<Baseline, 'sha256'> & { sha256?: string }): string {
  const content: Record<string, unknown> = { ...baseline };
  delete content['sha256'];
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/**
 * The bytes of the artefact: keys in a fixed order, one feature a line, so that two baselines can be compared with diff.
 * The hash is taken over the canonical form and does not depend on this layout.
 */
export function formatBaseline(baseline: Baseline): string {
  const { features, prediction, sha256, ...head } = baseline;
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${canonicalJson(value)},`);
  const featureLines = features.map((feature) => `    ${canonicalJson(feature)}`).join(',\n');
  lines.push(features.length > 0 ? `  "features": [\n${featureLines}\n  ],` : '  "features": [],');
  lines.push(`  "prediction": ${canonicalJson(prediction)},`, `  "sha256": ${JSON.stringify(sha256)}`);
  return `{\n${lines.join('\n')}\n}\n`;
}
