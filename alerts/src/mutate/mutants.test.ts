import { describe, expect, test } from 'vitest';
import { findTool } from '../../../exporter/tools/find-tool.js';
import { DEFAULT_CONFIG } from '../config.js';
import { prometheusGroups } from '../render/prometheus.js';
import { allRules } from '../rules/all-rules.js';
import { isSeen } from './is-seen.js';
import { mutants } from './mutants.js';

const ALL = mutants();
// One alert for a start; `npm run mutate -w alerts` takes them all, and minutes.
const FEW = ALL.filter(({ name }) => /^serving\.downMinFailures|^ModelServingDown|^AiopsExporterDown|^ModelVersionChanged/.test(name));

test('there is a mutant for every threshold twice, for every `for` and for every guard', () => {
  expect(ALL.filter(({ name }) => name.startsWith('drift.rate x')).map(({ name }) => name)).toEqual([
    'drift.rate x 0.8',
    'drift.rate x 1.2',
  ]);
  expect(ALL.filter(({ name }) => name.endsWith('for halved')).length).toBeGreaterThan(15);
  expect(ALL.filter(({ name }) => name.includes('guard removed')).length).toBeGreaterThan(10);
  expect(new Set(ALL.map(({ name, file }) => `${file} ${name}`)).size).toBe(ALL.length);
});

describe('a test sees', () => {
  test.each(FEW.map((mutant) => [mutant.name, mutant] as const))('%s', (_, mutant) => {
    expect(isSeen(mutant, findTool('promtool'))).toBe(true);
  });
});

test('rules that are right pass the same tests', () => {
  const [mutant] = FEW.filter(({ file }) => file === 'release');
  const right = allRules(DEFAULT_CONFIG).find(({ name }) => name === 'release');
  if (!mutant || !right) throw new Error('the alert ModelVersionChanged has moved to another file');
  expect(isSeen({ ...mutant, groups: prometheusGroups(right, DEFAULT_CONFIG) }, findTool('promtool'))).toBe(false);
});
