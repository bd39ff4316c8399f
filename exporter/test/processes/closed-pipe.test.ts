import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const AIOPS = fileURLToPath(new URL('../../bin/aiops.js', import.meta.url));

test('a command whose reader goes away, as | head does, ends without a word', async () => {
  const child = spawn(process.execPath, [AIOPS, 'baseline', 'build', '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
