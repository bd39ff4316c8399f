import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fatigueReportSchema, type IncidentRecord } from '../../contract/index.js';
import { fatigueReport } from '../index.js';

const HOUR = 3_600_000;
const SINCE = Date.parse('2026-09-01T00:00:00Z');
const QUESTION = { sinceMs: SINCE, untilMs: SINCE + 30 * 24 * HOUR, shiftMs: 12 * HOUR };
const at = (hour: number): string => new Date(SINCE + hour * HOUR).toISOString();

let made = 0;

/** An incident that is over, of one alert of each name. */
function incident(hour: number, alertnames: readonly string[], more: Partial<IncidentRecord> & { minutes?: number } = {}): IncidentRecord {
  const { minutes = 60, severity = 'critical', ...rest } = more;
  const end = new Date(SINCE + hour * HOUR + minutes * 60_000).toISOString();
  const id = `inc-${String(made++).padStart(12, '0')}`;
  const alerts = alertnames.map((alertname) => ({
    alertname,
    source: 'alertmanager',
    fingerprint: `${alertname}-${id}`,
    version: '1',
    severity,
    start: at(hour),
    end,
    end_reason: 'signal',
    reopens: 0,
    held_back: null,
  }));
  return {
    ...{ id, model: 'churn', version: '1', cause: 'serving', severity, phase: 'resolved', start: at(hour), end, net_end: end },
    ...{ end_reason: 'signal', reopens: 0, is_flapping: false, acknowledged: null, mitigated: null, detect_seconds: 120, verdict: null },
    alerts,
    acts: [],
    ...rest,
  };
}

const many = (n: number, make: (i: number) => IncidentRecord): IncidentRecord[] => Array.from({ length: n }, (_, i) => make(i));
const taken = { acknowledged: at(1) };

test('pages are counted by the shift in which they began; tickets, and what was held back, wake nobody', () => {
  const silenced = incident(13, ['Down']);
  const { shifts } = fatigueReport(
    [
      ...[1, 2, 11.9].map((hour) => incident(hour, ['Down'])),
      incident(12, ['Down', 'Slow']),
      { ...silenced, alerts: silenced.alerts.map((alert) => ({ ...alert, held_back: 'silenced' as const })) },
      incident(14, ['Drift'], { severity: 'warning' }),
      incident(-1, ['Down']),
      incident(30 * 24, ['Down']),
    ],
    QUESTION,
  );
  expect(shifts).toEqual({ hours: 12, count: 60, pages: 4, mean_pages: 4 / 60, most_pages: 3, worst: at(0), overloaded: 1 });
});

test('precision is the share of true verdicts among both kinds, with an interval that says how little a few verdicts are', () => {
  const incidents = [
    ...many(8, (i) => incident(i, ['Down'], { verdict: 'true_positive' })),
    ...many(2, (i) => incident(i, ['Down'], { verdict: 'false_positive' })),
    ...many(3, (i) => incident(i, ['Down'], { verdict: 'unknown' })),
    incident(5, ['Slow']),
  ];
  const { rules } = fatigueReport(incidents, QUESTION);
  const [down, slow] = rules;
  expect(down).toMatchObject({ alertname: 'Down', incidents: 13, true_positives: 8, false_positives: 2, precision: 0.8 });
  // 8 of 10 by Wilson's formula.
  expect(down?.precision_lower).toBeCloseTo(0.4902, 4);
  expect(down?.precision_upper).toBeCloseTo(0.9433, 4);
  expect(slow).toMatchObject({ precision: null, precision_lower: null, precision_upper: null });
});

test('what is open is not yet "never acknowledged"; a silence, an act of a person and an acknowledgement are', () => {
  const acted = { kind: 'mitigate' as const, by: 'ada', at: at(2), text: '', verdict: null, into: null };
  const incidents = [
    incident(1, ['Down']),
    incident(2, ['Down'], { phase: 'firing', end: null, net_end: null }),
    incident(3, ['Down'], taken),
    incident(4, ['Down'], { acts: [acted] }),
  ];
  expect(fatigueReport(incidents, QUESTION)).toMatchObject({ never_acknowledged: 1, rules: [{ never_acknowledged: 1 }] });
});

describe('a suggestion', () => {
  const suggested = (incidents: readonly IncidentRecord[]) => fatigueReport(incidents, QUESTION).suggestions;

  test('to wait longer takes the shortest time that keeps half of the alerts away, and names them', () => {
    const short = many(6, (i) => incident(i, ['Slow'], { minutes: 4 }));
    const long = many(4, (i) => incident(i + 10, ['Slow'], taken));
    expect(suggested([...short, ...long])).toEqual([
      {
        advice: 'raise_for',
        alertname: 'Slow',
        severity: 'critical',
        text: '6 of its 10 alerts were over within 5 min, and nobody took them up: raise for by 5 min',
        longer_seconds: 300,
        into: null,
        evidence: short.map(({ id }) => id),
      },
    ]);
    expect(suggested([...short.slice(0, 4), ...long])).toEqual([]);
  });

  test('to wait longer is not made where one of the short alerts was taken up, or called true', () => {
    const short = many(6, (i) => incident(i, ['Slow'], { minutes: 4 }));
    const long = many(4, (i) => incident(i + 10, ['Slow'], taken));
    expect(suggested([...short, ...long, incident(20, ['Slow'], { minutes: 3, ...taken })])).toEqual([]);
    expect(suggested([...short, ...long, incident(20, ['Slow'], { minutes: 3, verdict: 'true_positive' })])).toEqual([]);
  });

  test('to make a page a ticket, and a ticket a note, follows from false alarms, once five verdicts say so clearly', () => {
    const wrong = (n: number, severity = 'critical') =>
      many(n, (i) => incident(i, ['Down'], { verdict: 'false_positive', severity, ...taken }));
    expect(suggested(wrong(5))).toMatchObject([{ advice: 'demote', into: 'warning', evidence: expect.objectContaining({ length: 5 }) }]);
    expect(suggested(wrong(5, 'warning'))).toMatchObject([{ advice: 'demote', into: 'info' }]);
    expect(suggested(wrong(4))).toEqual([]);
    expect(suggested([...wrong(5), ...many(5, (i) => incident(i, ['Down'], { verdict: 'true_positive', ...taken }))])).toEqual([]);
  });

  test('or from incidents that nobody acknowledged, unless somebody called one true', () => {
    const idle = many(8, (i) => incident(i, ['Down']));
    const used = many(2, (i) => incident(i + 10, ['Down'], taken));
    expect(suggested([...idle, ...used])).toMatchObject([{ advice: 'demote', text: expect.stringContaining('8 of its 10 incidents') }]);
    expect(suggested([...idle.slice(0, 7), ...used, incident(20, ['Down'], taken)])).toEqual([]);
    expect(suggested([...idle, ...used, incident(20, ['Down'], { verdict: 'true_positive' })])).toEqual([]);
  });

  test('to merge two rules that speak together keeps the louder one', () => {
    const both = many(8, (i) => incident(i, ['Slow', 'Drift'], taken));
    const incidents = both.map((one) => ({
      ...one,
      alerts: one.alerts.map((alert) => (alert.alertname === 'Slow' ? { ...alert, severity: 'warning' } : alert)),
    }));
    expect(suggested(incidents)).toMatchObject([{ advice: 'merge', alertname: 'Slow', severity: 'warning', into: 'Drift' }]);
    expect(suggested([...incidents, ...many(3, (i) => incident(i + 10, ['Drift'], taken))])).toEqual([]);
  });
});

test('a report is one of the contract, and the order of the incidents does not matter', () => {
  const some = fc.record({
    hour: fc.integer({ min: -10, max: 800 }),
    names: fc.uniqueArray(fc.constantFrom('A', 'B', 'C'), { minLength: 1 }),
    severity: fc.constantFrom('critical', 'warning', 'info'),
    minutes: fc.integer({ min: 0, max: 90 }),
    verdict: fc.constantFrom('true_positive' as const, 'false_positive' as const, null),
    acknowledged: fc.constantFrom(null, at(1)),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 60, size: 'max' }), (rows) => {
      const incidents = rows.map(({ hour, names, ...more }) => incident(hour, names, more));
      const report = fatigueReport(incidents, QUESTION);
      expect(fatigueReportSchema.safeParse(report).error).toBeUndefined();
      const sorted = (text: typeof report) => ({
        ...text,
        suggestions: text.suggestions.map((one) => ({ ...one, evidence: [...one.evidence].sort() })),
      });
      expect(sorted(fatigueReport([...incidents].reverse(), QUESTION))).toEqual(sorted(report));
    }),
    { numRuns: 50 },
  );
});
