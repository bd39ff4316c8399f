import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../src/cli/doctor/examine.js';
import { mountSmallDisk } from '../bad-input/small-disk.js';
import { startChild } from '../processes/child.js';
import { runAiops, startExporter } from '../processes/exporter.js';
import { freePort } from '../processes/free-port.js';
import { doctorReportSchema, type DoctorReport } from '../../src/cli/doctor/doctor-report.js';
import { DISK_FAULTS } from './disk-faults.js';
import { HealthySetUp, configText } from './healthy-set-up.js';

const PROGRAM = fileURLToPath(new URL('../../bin/aiops.js', import.meta.url));

let healthy: HealthySetUp;
let port: number;

/** Codes that are found, without those about the exporter: none runs here. */
async function found(config: string): Promise<string[]> {
  const { findings } = await examine({ configPath: config });
  return findings.map(({ code }) => code).filter((code) => !code.startsWith('exporter_'));
}

beforeAll(async () => {
  port = await freePort();
  healthy = await HealthySetUp.make(port);
});
afterAll(() => healthy.remove());

async function inCopy<T>(work: (setUp: HealthySetUp) => Promise<T>): Promise<T> {
  const setUp = healthy.copy();
  try {
    return await work(setUp);
  } finally {
    setUp.remove();
  }
}

describe('aiops doctor', () => {
  test('finds nothing on the disk of a healthy set-up', async () => {
    expect(await found(healthy.config)).toEqual([]);
  });

  test.each(DISK_FAULTS)('finds $fault as $code, and nothing else', async ({ code, also = [], plant }) => {
    const codes = await inCopy(async (setUp) => {
      await plant(setUp);
      return found(setUp.config);
    });
    expect([...new Set(codes)].sort()).toEqual([code, ...also].sort());
  });

  test('finds a small disk, and one that is read-only', async () => {
    await inCopy(async (setUp) => {
      const disk = await mountSmallDisk(setUp.at('disk'));
      try {
        setUp.write('aiops.yaml', `store: { path: disk }\n${configText(port)}`);
        const [program, ...args] = disk.enter;
        const run = async (): Promise<string[]> => {
          const child = startChild(program, [...args, process.execPath, PROGRAM, 'doctor', '--json', '--config', setUp.config]);
          expect(await child.ended, child.output()).toBe(1);
          return reportOf(child.output()).findings.map(({ code }) => code);
        };
        expect(await run()).toContain('store_disk_full');
        disk.remount('ro');
        expect(await run()).toContain('store_not_writable');
      } finally {
        await disk.unmount();
      }
    });
  });

  test('names the process that holds the store, where no exporter answers on the address', async () => {
    await inCopy(async (setUp) => {
      setUp.write('other.yaml', configText(0));
      const exporter = await startExporter(setUp.at('other.yaml'));
      try {
        const { findings } = await examine({ configPath: setUp.config });
        const held = findings.find(({ code }) => code === 'store_in_use');
        expect(held?.found).toContain(`process ${exporter.process.pid} `);
      } finally {
        await exporter.stop();
      }
    });
  });

  test('prints findings for people and for programs, and its exit code says whether there are problems', async () => {
    await inCopy(async (setUp) => {
      setUp.write('aiops.yaml', configText(port).replace('window: 1h', 'windw: 1h'));
      const text = await runAiops(['doctor', '--config', setUp.config]);
      expect(text.code).toBe(1);
      expect(text.output).toMatch(/problem {2}.*config_fault\n/);
      const json = await runAiops(['doctor', '--config', setUp.config, '--json']);
      expect(json.code).toBe(1);
      expect(reportOf(json.output)).toMatchObject({ problems: 1, warnings: 0, findings: [{ code: 'config_fault' }] });
    });
  });

  test.each([[['--config', '/nowhere/aiops.yaml']], [['--prometheus', 'localhost:9090']]])(
    'with %j cannot run and exits with 2',
    async (args) => {
      const { code, output } = await runAiops(['doctor', ...args]);
      expect(code, output).toBe(2);
    },
  );
});

function reportOf(output: string): DoctorReport {
  return doctorReportSchema.parse(JSON.parse(output));
}
