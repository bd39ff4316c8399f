import type { AlertConfig } from '../../src/config.js';
import { DEFAULT_CONFIG } from '../../src/config.js';
import type { Behaviour } from './live-log.js';

/** A model whose every second request fails, or none. */
export const HEALTHY: Behaviour = () => ({ version: '7', latency: 0.02, status: 200 });
export const FAILING: Behaviour = (n) => ({ version: '7', latency: 0.02, status: n % 2 === 0 ? 500 : 200 });

/** @param path of its log */
export function failingModel(path: string): string {
  const map = 'time: ts, model: { const: churn }, version: version, latency: latency, outcome: { path: status, ok: [200], default: error }';
  return [
    `sources: [{ name: log, type: file, path: ${JSON.stringify(path)}, format: jsonl, map: { ${map} } }]`,
    'models: { churn: { errors: { objective: 0.99 } } }',
  ].join('\n');
}

/**
 * The rules with one window pair a severity: their other pairs look back over 30 minutes to 3 days, which on the faster clock would keep
 * the alert for 6 more minutes after the last failed request. Factors, objectives, `for` and guards are those of the bundle.
 */
export const SHORT_MEMORY: AlertConfig = {
  ...DEFAULT_CONFIG,
  serving: {
    ...DEFAULT_CONFIG.serving,
    fast: [{ long: '1h', short: '5m', factor: 14.4 }],
    slow: [{ long: '6h', short: '5m', factor: 3 }],
  },
};
