import { formatBaseline } from '../baseline/index.js';
import { loadBaseline } from '../baseline/io.js';
import { defaultModelConfig, modelConfig } from '../config/index.js';
import { ANY_VERSION, openStore } from '../store/index.js';
import { requireSeason } from './serve/configured-baselines.js';
import { readConfig } from './serve/read-config.js';

/**
 * Asks for a baseline of its model in the store; a running exporter takes it over at the next window boundary.
 *
 * @returns what to tell the person
 */
export async function activateBaselineFile(file: string, configPath: string): Promise<string> {
  const baseline = await loadBaseline(file);
  const config = readConfig(configPath);
  requireSeason(baseline, modelConfig(config, baseline.model, defaultModelConfig())?.season ?? null, file);
  const store = openStore({ folder: config.store.folder, mode: 'visit', nowMs: Date.now });
  try {
    const { model, sha256 } = baseline;
    const requestedMs = Date.now();
    store.commit((records) => {
      records.baselines.put(sha256, formatBaseline(baseline), requestedMs);
      records.activations.request({ model, version: ANY_VERSION, sha256, requestedMs, reason: 'command' });
    });
  } finally {
    store.close();
  }
  return `baseline ${baseline.sha256.slice(0, 12)} of ${baseline.model} judges from its next window on`;
}
