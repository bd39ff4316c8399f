import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { errorsOf } from '../contract/index.js';
import { registerBaselineCommand } from './baseline.js';
import type { CliIo } from './cli-io.js';
import { registerDriftCommand } from './drift.js';
import { registerQualityCommand } from './quality.js';
import { runProgram } from './run-program.js';

const SCRIPTS = new URL('../../fixtures/cli/baseline-and-drift/', import.meta.url);
const HOUSING = fileURLToPath(new URL('../../data/california-housing/california_housing', import.meta.url));
const isRewriting = process.env['UPDATE_GOLDEN'] === '1';
const refused = errorsOf({ STORE_ABSENT: { status: 0, message: 'no store', advice: 'start the exporter once' } });

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
  const program = new Command('aiops')
    .version('0.0.0')
    .exitOverride()
    .configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (err += text) });
  program.configureHelp({ helpWidth: 120 });
  registerBaselineCommand(program, io, {
    activate: async (file) => {
      if (file.endsWith('refused.json')) throw refused('STORE_ABSENT');
      return `activated ${file}`;
    },
  });
  registerDriftCommand(program, io);
  registerQualityCommand(program, io);
  await runProgram(program, io, line.split(' ').slice(1));
  const errors = err
    .split('\n')
    .slice(0, -1)
    .map((text) => `! ${text}\n`)
    .join('');
  return `${out}${errors}exit ${code}\n`;
}

/** Splits a script into its input part and its command lines. */
function parse(script: string): { files: string; commands: string[] } {
  const start = script.search(/^\$ /m);
  return { files: script.slice(0, start), commands: [...script.matchAll(/^\$ (.*)$/gm)].map(([, line]) => line ?? '') };
}

function writeFiles(files: string, folder: string): void {
  const parts = files.split(/^-- (\S+) --\n/m).slice(1);
  for (let i = 0; i < parts.length; i += 2) writeFileSync(join(folder, parts[i] ?? ''), parts[i + 1] ?? '');
}

// Time stands still: a slow machine would print progress.
beforeEach(() => void vi.spyOn(Date, 'now').mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

describe('aiops baseline, drift and quality', () => {
  it.each(readdirSync(SCRIPTS).filter((name) => name.endsWith('.txt')))('print what %s says', async (name) => {
    const script = readFileSync(new URL(name, SCRIPTS), 'utf8');
    const { files, commands } = parse(script);
    const folder = mkdtempSync(join(tmpdir(), 'aiops-test-'));
    try {
      writeFiles(files, folder);
      let transcript = files;
      for (const line of commands) {
        const printed = await run(line.replaceAll('HOUSING', HOUSING).replaceAll('DIR', folder));
        transcript += `$ ${line}\n${printed.replaceAll(folder, 'DIR').replaceAll(HOUSING, 'HOUSING')}`;
      }
      if (isRewriting) writeFileSync(new URL(name, SCRIPTS), transcript);
      expect(transcript).toBe(readFileSync(new URL(name, SCRIPTS), 'utf8'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
