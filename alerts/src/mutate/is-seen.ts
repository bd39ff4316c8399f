import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { DEFAULT_CONFIG } from '../config.js';
import { promtoolFiles } from '../render/promtool.js';
import { allRules } from '../rules/all-rules.js';
import { SCENARIOS } from '../scenarios/all-scenarios.js';
import type { Mutant } from './mutants.js';

/**
 * Whether a test of the alerts concerned fails on wrong rules. Only their rules and the records of the file are evaluated: the others
 * cannot change what they do.
 *
 * @param promtool path of the program
 * @throws Error where promtool does not get so far as to test
 */
export function isSeen(mutant: Mutant, promtool: string): boolean {
  const file = allRules(DEFAULT_CONFIG).find(({ name }) => name === mutant.file);
  if (!file) throw new Error(`no file of rules is called ${mutant.file}`);
  const groups = mutant.groups.map(({ name, rules }) => ({
    name,
    rules: rules.filter(({ alert }) => alert === undefined || mutant.alerts.includes(alert)),
  }));
  const scenarios = SCENARIOS.filter(({ alert }) => mutant.alerts.includes(alert));
  const folder = mkdtempSync(join(tmpdir(), 'aiops-mutant-'));
  try {
    for (const name of ['prometheus', 'tests']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'prometheus', `${mutant.file}.yaml`), stringify({ groups }, { lineWidth: 0 }));
    for (const [name, text] of promtoolFiles(file, scenarios, DEFAULT_CONFIG)) {
      writeFileSync(join(folder, 'tests', name), text);
      const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', join(folder, 'tests', name)], { encoding: 'utf8' });
      if (status === 0) continue;
      if (!/got:/.test(stdout + stderr)) throw new Error(`${mutant.name}: promtool did not test: ${stdout}${stderr}`);
      return true;
    }
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
