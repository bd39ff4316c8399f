import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Baseline } from '../../baseline/index.js';
import { saveBaseline } from '../../baseline/io.js';
import { ConfigError, loadConfig } from '../../config/index.js';
import { writeConfiguration, type ConfigurationPlan } from '../../guess/index.js';
import { cliError } from '../errors.js';

export interface SetUpFiles {
  readonly config: string;
  readonly baseline: string | null;
}

/** The files of a set-up in a folder; the baseline's path in the configuration is relative to it. */
export function filesOf(out: string, baselineModel: string | null): SetUpFiles & { readonly baselinePath: string | null } {
  const baselinePath =
    baselineModel === null ? null : `baselines/${baselineModel.replace(/[^A-Za-z0-9_.-]/g, '_').replace(/^\.+/, '_')}.json`;
  return { config: join(out, 'aiops.yaml'), baseline: baselinePath === null ? null : join(out, baselinePath), baselinePath };
}

/** @throws CodedError CLI_INIT_EXISTS for the first file that is there already */
export function refuseExistingFiles({ config, baseline }: SetUpFiles): void {
  for (const path of [config, ...(baseline === null ? [] : [baseline])]) if (existsSync(path)) throw cliError('CLI_INIT_EXISTS', { path });
}

/**
 * Writes the configuration, after it was read as the exporter will read it, and the baseline.
 *
 * @throws CodedError CLI_INIT_REFUSED when this version cannot run what would be written, CLI_INIT_EXISTS; nothing is written then
 */
export async function writeSetUp(files: SetUpFiles, plan: ConfigurationPlan, baseline: Baseline | null): Promise<void> {
  const text = writeConfiguration(plan);
  const path = resolve(files.config);
  try {
    loadConfig({ path, readFile: (other) => (other === path ? text : readFileSync(other, 'utf8')), env: {} });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw cliError('CLI_INIT_REFUSED', { format: plan.format, fault: (error.faults[0] ?? '').replace(`${path}:`, 'line ') }, error);
  }
  refuseExistingFiles(files);
  if (files.baseline !== null && baseline !== null) {
    mkdirSync(dirname(files.baseline), { recursive: true });
    await saveBaseline(files.baseline, baseline, 'keep');
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
}
