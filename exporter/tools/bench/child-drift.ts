// usage: child-drift.js REFERENCE CURRENT POLICY: `aiops drift` as a user runs it, measured from the start of the process to its verdict.
import type { Measured } from './measured.js';

const [node = '', , reference = '', current = '', policy = ''] = process.argv;
const write = process.stdout.write.bind(process.stdout);
let printed = '';
// The report is what a user would wait for; its text is checked and not passed on.
process.stdout.write = (chunk: string | Uint8Array): boolean => {
  printed += chunk.toString();
  return true;
};
process.argv = [node, 'aiops', 'drift', '--reference', reference, '--current', current, '--policy', policy, '--json'];
process.once('exit', () => {
  const { drifted, judged } = JSON.parse(printed) as { drifted: number; judged: number };
  const { user, system } = process.cpuUsage();
  const seconds = process.uptime();
  const measured: Measured = {
    records: judged,
    seconds,
    warmRecords: judged,
    warmSeconds: seconds,
    cpuSeconds: (user + system) / 1e6,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    check: { drifted, judged },
  };
  write(`${JSON.stringify(measured)}\n`);
});
await import('../../src/cli/main.js');
