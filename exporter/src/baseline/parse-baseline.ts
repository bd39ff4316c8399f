import { BASELINE_FORMAT_VERSIONS, baselineSchema, type Baseline } from './artefact.js';
import { baselineError } from './errors.js';
import { featureProblem } from './feature-problem.js';
import { hashOf } from './seal.js';
import { sectionProblem } from './section-problem.js';
import { formatVersionOf } from './sections.js';

/**
 * Reads an artefact and proves that it is whole.
 *
 * @param where how messages name the text: a path, or "request body"
 * Errors: BASELINE_SYNTAX, BASELINE_VERSION, BASELINE_SCHEMA (names the key), BASELINE_HASH. No message holds content of the file.
 */
export function parseBaseline(text: string, where: string): Baseline {
  const data = parseObject(text, where);
  const version = data['format_version'];
  const isKnown = BASELINE_FORMAT_VERSIONS.some((known) => known === version);
  if (data['format'] === 'aiops-baseline' && typeof version === 'number' && !isKnown) {
    throw baselineError('BASELINE_VERSION', { where, found: version, supported: BASELINE_FORMAT_VERSIONS.join(' and ') });
  }
  const result = baselineSchema.safeParse(data);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw baselineError('BASELINE_SCHEMA', { where, key: keyOf(issue?.path ?? []), problem: issue?.message ?? 'does not fit the schema' });
  }
  const needed = formatVersionOf(result.data);
  if (result.data.format_version !== needed) {
    const problem = `must be ${needed}: ${needed === 1 ? 'it holds no section' : 'it holds a section'} that version 2 brought`;
    throw baselineError('BASELINE_SCHEMA', { where, key: 'format_version', problem });
  }
  const found = featureProblem(result.data) ?? sectionProblem(result.data);
  if (found) throw baselineError('BASELINE_SCHEMA', { where, key: found.key, problem: found.problem });
  const computed = hashOf(result.data);
  if (computed !== result.data.sha256) throw baselineError('BASELINE_HASH', { where, computed, found: result.data.sha256 });
  return result.data;
}

function parseObject(text: string, where: string): Record<string, unknown> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may be anything: a path given by mistake must not be printed.
    throw baselineError('BASELINE_SYNTAX', { where, found: text.trim() === '' ? 'nothing' : 'text that is not JSON' });
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw baselineError('BASELINE_SYNTAX', {
      where,
      found: Array.isArray(data) ? 'an array' : data === null ? 'null' : `a ${typeof data}`,
    });
  }
  return data as Record<string, unknown>;
}

function keyOf(path: readonly PropertyKey[]): string {
  const key = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return key.replace(/^\./, '') || 'the file';
}
