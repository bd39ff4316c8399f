import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { isSeen } from '../src/mutate/is-seen.js';
import { mutants } from '../src/mutate/mutants.js';

const OWN_PROMTOOL = fileURLToPath(new URL('../../../.tools/bin/promtool', import.meta.url));

const program = new Command()
  .name('mutate')
  .description(
    'Makes the alert rules wrong in one place at a time (each threshold moved by 20 %, each `for` halved, each guard removed)\nand says whether a test of alerts/tests fails.',
  )
  .option('--only <pattern>', 'regular expression that the name of a mutant must match', '')
  .option('--promtool <file>', 'promtool to run', existsSync(OWN_PROMTOOL) ? OWN_PROMTOOL : 'promtool')
  .option('--least <share>', 'share that must be seen', Number, 0.95)
  .addHelpText('after', '\nProgress goes to stderr. Exit codes: 0 enough are seen, 1 bad option or too few.');

const { only, promtool, least } = program.parse().opts<{ only: string; promtool: string; least: number }>();
const all = mutants().filter(({ name }) => new RegExp(only).test(name));
const unseen: string[] = [];
for (const [i, mutant] of all.entries()) {
  const seen = isSeen(mutant, promtool);
  if (!seen) unseen.push(mutant.name);
  console.error(`${i + 1} of ${all.length}: ${seen ? 'seen' : 'NOT SEEN'}: ${mutant.name}`);
}
const share = all.length === 0 ? 0 : (all.length - unseen.length) / all.length;
console.log(`${all.length - unseen.length} of ${all.length} mutants are seen by a test (${(100 * share).toFixed(1)} %).`);
for (const name of unseen) console.log(`not seen: ${name}`);
if (share < least) process.exitCode = 1;
