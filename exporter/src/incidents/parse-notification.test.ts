import { describe, expect, it } from 'vitest';
import { alertmanagerStream, grafanaStream } from '../../test/incidents/recordings.js';
import { MAX_ALERTS, parseNotification } from './parse-notification.js';

const alert = {
  status: 'firing',
  labels: { alertname: 'A', model: 'm' },
  annotations: {},
  startsAt: '2026-11-24T10:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: '',
  fingerprint: 'c85dfb5d690e6621',
};
const message = (change: object = {}): object => ({
  version: '4',
  receiver: 'hook',
  groupKey: 'g',
  truncatedAlerts: 0,
  alerts: [alert],
  ...change,
});
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('a notification', () => {
  it('is read from every recorded body of Alertmanager and Grafana', () => {
    for (const { body } of [...alertmanagerStream(), ...grafanaStream()]) {
      const { alerts, unusable } = parseNotification(body);
      expect(alerts.length).toBeGreaterThan(0);
      expect(unusable).toBe(0);
    }
    expect(parseNotification(grafanaStream()[0]?.body).dialect).toBe('grafana');
    expect(parseNotification(alertmanagerStream()[0]?.body).dialect).toBe('alertmanager');
  });

  it('says how many alerts the sender left out', () => expect(parseNotification(message({ truncatedAlerts: 2 })).truncated).toBe(2));

  it('keeps nanoseconds to the millisecond', () => {
    const [read] = parseNotification(message({ alerts: [{ ...alert, startsAt: '2026-11-24T10:00:00.123456789Z' }] })).alerts;
    expect(read?.startsMs).toBe(Date.UTC(2026, 10, 24, 10, 0, 0, 123));
  });

  it.each([[null], [[]], ['text'], [7]])('is no %j', (body) =>
    expect(() => parseNotification(body)).toThrowError(refusal('INCIDENTS_NOT_JSON')),
  );

  it.each([
    ['another version', message({ version: '5' })],
    ['no version', { alerts: [] }],
    ['no alerts', { version: '4' }],
    ['alerts that are no list', message({ alerts: {} })],
  ])('is none of a custom payload: %s', (_, body) =>
    expect(() => parseNotification(body)).toThrowError(refusal('INCIDENTS_CUSTOM_PAYLOAD')),
  );

  it('shows nothing of a refused body', () => {
    try {
      parseNotification({ version: 'secret-of-somebody', alerts: 'secret-of-somebody' });
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify(error) + String(error)).not.toContain('secret-of-somebody');
    }
  });

  it('may hold 10 000 alerts and no more', () => {
    const many = (n: number): object => message({ alerts: Array.from({ length: n }, () => alert) });
    expect(parseNotification(many(MAX_ALERTS)).alerts).toHaveLength(MAX_ALERTS);
    expect(() => parseNotification(many(MAX_ALERTS + 1))).toThrowError(refusal('INCIDENTS_TOO_MANY'));
  });

  it.each([
    ['no fingerprint', { fingerprint: undefined }],
    ['a fingerprint with a space', { fingerprint: 'a b' }],
    ['a time that is none', { startsAt: 'yesterday' }],
    ['the zero time as its start', { startsAt: '0001-01-01T00:00:00Z' }],
    ['resolved without an end', { status: 'resolved' }],
    ['a status of its own', { status: 'silenced' }],
    ['a label that is no text', { labels: { model: 7 } }],
    ['a label longer than 1024', { labels: { model: 'm'.repeat(1025) } }],
    ['more than 64 labels', { labels: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`l${i}`, 'x'])) }],
  ])('counts an alert with %s as unusable and takes the others', (_, change) => {
    const { alerts, unusable } = parseNotification(message({ alerts: [{ ...alert, ...change }, alert] }));
    expect([alerts.length, unusable]).toEqual([1, 1]);
  });

  it('cuts long annotations', () => {
    const [read] = parseNotification(message({ alerts: [{ ...alert, annotations: { description: 'd'.repeat(9000) } }] })).alerts;
    expect(read?.annotations['description']).toHaveLength(4096);
  });
});
