import { formatBaseline } from '../baseline/index.js';
import { loadBaseline } from '../baseline/io.js';
import { Store } from '../store-own/index.js';
import { readConfig } from './serve/read-config.js';

/**
 * Asks for a baseline of its model in the store; a running exporter takes it over at the next window boundary.
 *
 * @returns what to tell the person
 */
export async function activateBaselineFile(file: string, configPath: string): Promise<string> {
  const baseline = await loadBaseline(file);
  const config = readConfig(configPath);
  const store = new Store({ folder: config.store.folder, mode: 'visit' });
  try {
    store.transaction(() => {
      store.putBaseline(baseline.sha256, formatBaseline(baseline));
      store.requestActivation(baseline.model, baseline.sha256, Date.now(), null, `activated by command from ${file}`);
    });
  } finally {
    store.close();
  }
  return `baseline ${baseline.sha256.slice(0, 12)} of ${baseline.model} judges from its next window on`;
}
