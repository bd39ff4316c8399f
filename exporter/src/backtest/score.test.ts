import { expect, test } from 'vitest';
import { score, type Firing, type LabelledIncident } from './index.js';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const RULES = [
  { alert: 'Down', severity: 'critical' },
  { alert: 'Drift', severity: 'warning' },
  { alert: 'Changed', severity: 'info' },
  { alert: 'Log', severity: 'warning' },
  { alert: 'Never', severity: 'critical' },
];
const OPTIONS = { startMs: 0, endMs: 2 * WEEK, graceMs: HOUR };

function incident(startHour: number, more: Partial<LabelledIncident> = {}): LabelledIncident {
  const times = { startMs: startHour * HOUR, endMs: (startHour + 2) * HOUR };
  return { models: ['a'], kind: 'k', should: 'page', attributedTo: 'model', ...times, ...more };
}

function fires(alertname: string, hour: number, model = 'a'): Firing {
  const { severity = '' } = RULES.find(({ alert }) => alert === alertname) ?? {};
  const cause = alertname === 'Log' ? 'pipeline' : 'serving';
  const labels = { alertname, severity, cause, ...(model !== '' && { model }) };
  return { labels, startMs: hour * HOUR, endMs: null };
}

const scored = (firings: Firing[], incidents: LabelledIncident[], clean: { model: string; startMs: number; endMs: number }[] = []) =>
  score(firings, { incidents, clean }, RULES, OPTIONS);

test('an alert that begins within the incident, or within the grace after it, has caught it', () => {
  const incidents = [incident(10), incident(20), incident(30), incident(40)];
  const { all, rules } = scored([fires('Down', 10.5), fires('Down', 22.9), fires('Down', 33.1), fires('Down', 39.9)], incidents);
  expect(all).toMatchObject({ firings: 4, caught: 2, missed: 2, falsePages: 2, recall: 0.5, pagesPerWeek: 2 });
  expect(all.medianDetectMs).toBe((0.5 + 2.9) * (HOUR / 2));
  expect(rules.map(({ alert, caught, missed }) => [alert, caught, missed])).toEqual([
    ['Down', 2, 2],
    ['Drift', 0, 4],
    ['Log', 0, 4],
    ['Never', 0, 4],
  ]);
});

test('an alert of another model catches nothing; one that names no model may be of any', () => {
  expect(scored([fires('Down', 10, 'b')], [incident(10)]).all).toMatchObject({ caught: 0, false: 1 });
  expect(scored([fires('Down', 10, '')], [incident(10)]).all).toMatchObject({ caught: 1, false: 0 });
});

test('an incident that should page is not caught by a ticket; one that should be a ticket is caught by a page', () => {
  expect(scored([fires('Drift', 10)], [incident(10)]).incidents).toMatchObject([{ verdict: 'too_quiet', detectMs: null }]);
  expect(scored([fires('Drift', 10), fires('Down', 11)], [incident(10)]).incidents).toMatchObject([{ verdict: 'caught', detectMs: HOUR }]);
  expect(scored([fires('Down', 10)], [incident(10, { should: 'ticket' })]).all).toMatchObject({ caught: 1, false: 0 });
});

test('who blames the model for the pipeline has not told of it, and the other way round', () => {
  const log = incident(10, { attributedTo: 'pipeline', should: 'ticket' });
  const { all, incidents } = scored([fires('Down', 10), fires('Log', 11, '')], [log]);
  expect(all).toMatchObject({ caught: 1, false: 1, falsePages: 1 });
  expect(incidents).toMatchObject([{ verdict: 'caught', alerts: ['Log (warning)'], wrongPlace: ['Down (critical)'] }]);
  expect(scored([fires('Log', 10, '')], [incident(10, { should: 'ticket' })]).all).toMatchObject({ caught: 0, missed: 1, false: 1 });
});

test('what is harmless is not to be told: it is neither caught nor missed, and an alert on it is false', () => {
  const { all, firings } = scored([fires('Drift', 10)], [incident(10, { should: 'nothing' })]);
  expect(all).toMatchObject({ caught: 0, missed: 0, false: 1, falseTickets: 1, recall: null });
  expect(firings[0]?.verdict).toBe('harmless');
});

test('of incidents at one time, an alert is of the one that it explains', () => {
  const incidents = [
    incident(10, { attributedTo: 'pipeline', models: [] }),
    incident(10, { should: 'nothing' }),
    incident(10, { kind: 'due' }),
    incident(10.5, { should: 'nothing' }),
  ];
  const { all, firings } = scored([fires('Down', 11), fires('Log', 11, '')], incidents);
  expect(firings.map(({ incident: one, verdict }) => [one?.kind, one?.attributedTo, verdict])).toEqual([
    ['due', 'model', 'right'],
    ['k', 'pipeline', 'right'],
  ]);
  expect(all).toMatchObject({ false: 0 });
});

test('severities that nobody is sent for are not judged', () => {
  expect(scored([fires('Changed', 10)], []).all).toMatchObject({ firings: 0, false: 0 });
});

test('alerts of a clean model while it was clean, and those without a model, disturb the clean days', () => {
  const clean = [{ model: 'c', startMs: 0, endMs: 48 * HOUR }];
  const { clean: found } = scored(
    [fires('Down', 1, 'c'), fires('Drift', 2, ''), fires('Down', 3), fires('Down', 60, 'c')],
    [incident(3)],
    clean,
  );
  expect(found).toEqual({ days: 2, pages: 1, tickets: 1 });
});
