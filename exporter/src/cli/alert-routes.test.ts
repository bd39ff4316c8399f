import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { registerAlertsCommand } from './alerts.js';
import type { CliIo } from './cli-io.js';
import { runProgram } from './run-program.js';

const ALERTS = fileURLToPath(new URL('../../../alerts', import.meta.url));
const CONFIG = `--config ${ALERTS}/alertmanager/alertmanager.yml`;
const RULES = `--rules ${ALERTS}/prometheus`;
const SCRIPT = new URL('../../fixtures/cli/alert-routes.txt', import.meta.url);

/** Runs one command line and gives its transcript: output, `! ` stderr, exit code. */
async function run(line: string): Promise<string> {
  let out = '';
  let err = '';
  let code = 0;
  const sink = (take: (text: string) => void) => new Writable({ write: (chunk, _, done) => (take(String(chunk)), done()) });
  const io: CliIo = {
    stdout: sink((text) => (out += text)),
    stderr: sink((text) => (err += text)),
    isTty: false,
    setExitCode: (value) => (code = value),
  };
  const program = new Command('aiops').exitOverride().configureOutput({ writeErr: (text) => (err += text) });
  registerAlertsCommand(program, io);
  await runProgram(program, io, line.split(' '));
  const errors = err
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((text) => `! ${text}\n`)
    .join('');
  return `${out}${errors}exit ${code}\n`.replaceAll(ALERTS, 'alerts');
}

const LINES = [
  `alerts routes ModelFeatureDrift model=churn version=7 ${CONFIG} ${RULES}`,
  `alerts routes AiopsWatchdog ${CONFIG} ${RULES}`,
  `alerts routes DiskFull severity=critical ${CONFIG}`,
  `alerts routes ModelFeatureDrift component=aiops severity=warning cause=drift ${CONFIG} --json`,
  `alerts routes ModelFeatureDrifts ${CONFIG} ${RULES}`,
  `alerts routes ModelFeatureDrift severity ${CONFIG}`,
  `alerts routes ModelFeatureDrift --config ${ALERTS}/none.yml`,
  `alerts routes ModelFeatureDrift --config ${ALERTS}/prometheus/drift.yaml`,
];

test('aiops alerts routes says who gets an alert, how it is grouped and what inhibits it, and what is wrong with a question', async () => {
  const transcripts: string[] = [];
  for (const line of LINES) transcripts.push(`$ aiops ${line.replaceAll(ALERTS, 'alerts')}\n${await run(line)}`);
  await expect(transcripts.join('\n')).toMatchFileSnapshot(fileURLToPath(SCRIPT));
  expect(readFileSync(SCRIPT, 'utf8')).toContain('goes to page');
});
