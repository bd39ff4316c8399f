import type { AlertFact } from '../../src/incidents/index.js';

export const NOON_MS = Date.UTC(2026, 10, 24, 12);
export const MINUTE_MS = 60_000;

/** A fact about alert `x` of model `m`; times in minutes after noon. */
export function fact(
  kind: AlertFact['kind'],
  {
    starts = 0,
    ends,
    heard,
    ...rest
  }: Partial<AlertFact> & { starts?: number; ends?: number; heard: number; labels?: Record<string, string> },
): AlertFact {
  const { labels = {}, ...fields } = rest;
  const heardMs = NOON_MS + heard * MINUTE_MS;
  return {
    source: 'alertmanager',
    fingerprint: 'x',
    kind,
    via: 'webhook',
    startsMs: NOON_MS + starts * MINUTE_MS,
    endsMs: ends === undefined ? 0 : NOON_MS + ends * MINUTE_MS,
    mark: '',
    firstMs: heardMs,
    lastMs: heardMs,
    receipts: 1,
    validUntilMs: 0,
    silence: null,
    text: { labels: { alertname: 'ModelFeatureDrift', model: 'm', severity: 'warning', ...labels }, annotations: {}, generatorUrl: '' },
    ...fields,
  };
}

/** Minutes after noon. */
export function minutes(ms: number | null): number | null {
  return ms === null ? null : (ms - NOON_MS) / MINUTE_MS;
}
