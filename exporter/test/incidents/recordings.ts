import { readFileSync } from 'node:fs';
import { factsOfNotification, parseNotification, type AlertFact, type Incident } from '../../src/incidents/index.js';

const FIXTURES = new URL('../../fixtures/incidents/', import.meta.url);

export interface Recorded {
  readonly receivedMs: number;
  readonly body: unknown;
}

/** A recorded stream of Alertmanager, over a restart of Prometheus. */
export function alertmanagerStream(): Recorded[] {
  return linesOf('alertmanager/restart-webhooks.jsonl').map((line) => {
    const { at, body } = line as { at: string; body: unknown };
    return { receivedMs: Date.parse(at), body };
  });
}

/** A recorded stream of Grafana: the bodies that it signed. */
export function grafanaStream(): Recorded[] {
  return linesOf('grafana/stream.jsonl').map((line) => {
    const { receivedAt, body } = line as { receivedAt: string; body: string };
    return { receivedMs: Date.parse(receivedAt), body: JSON.parse(body) as unknown };
  });
}

export function testButton(): unknown {
  return JSON.parse(readFileSync(new URL('grafana/test-button.json', FIXTURES), 'utf8'));
}

export function factsOf(stream: readonly Recorded[], source: string): AlertFact[] {
  return stream.flatMap(({ body, receivedMs }) => factsOfNotification(parseNotification(body), source, receivedMs));
}

/** Time of day, in whole seconds. */
export function clock(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString().slice(11, 19);
}

/** Seconds from start to end, as an incident without keep_firing_for would have lasted. */
export function netSeconds({ startMs, netEndMs }: Incident): number | null {
  return netEndMs === null ? null : (netEndMs - startMs) / 1000;
}

function linesOf(name: string): unknown[] {
  const text = readFileSync(new URL(name, FIXTURES), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
