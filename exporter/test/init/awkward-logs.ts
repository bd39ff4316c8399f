/** Logs that were made to be awkward: the same on each call. `accepted`: records that the exporter must count. */
export interface AwkwardLog {
  readonly name: string;
  readonly text: string;
  readonly accepted: number;
}

const START_MS = Date.parse('2026-11-23T08:00:00Z');
const RECORDS = 1200;
const rows = <T>(make: (i: number) => T): T[] => Array.from({ length: RECORDS }, (_, i) => make(i));

/** Nested and renamed fields, a time in microseconds, and people among the features. */
export const NESTED: AwkwardLog = {
  name: 'nested.jsonl',
  accepted: RECORDS,
  text: rows((i) =>
    JSON.stringify({
      meta: { loggedAt: (START_MS + i * 900) * 1000, requestId: `r-${i * 7919}` },
      call: { modelVersion: '7', latencyMicros: 2000 + ((i * 37) % 90_000), httpStatus: i % 40 === 0 ? 503 : 200 },
      request: {
        features: {
          MedInc: (i % 150) / 10,
          houseAge: 1 + (i % 50),
          ocean: i % 3 === 0 ? 'INLAND' : 'NEAR BAY',
          customer: { email: `person${i}@example.org`, gender: i % 2 ? 'f' : 'm' },
          schema: 'v2',
        },
      },
      y: i % 4 === 0 ? 'high' : 'low',
    }),
  ).join('\n'),
};

/** Latencies as texts with their unit, and three models in one log. */
export const MIXED: AwkwardLog = {
  name: 'mixed.jsonl',
  accepted: RECORDS,
  text: rows((i) =>
    JSON.stringify({
      timestamp: new Date(START_MS + i * 1000).toISOString(),
      model: ['churn', 'fraud', 'credit'][i % 3],
      took: i % 10 === 0 ? '1.2s' : `${(i % 200) + 0.5}ms`,
      status: i % 25 === 0 ? 'timeout' : 'ok',
      age: 18 + (i % 60),
      country: i % 2 ? 'DE' : 'FR',
      phone: `+49 30 ${1_000_000 + i}`,
    }),
  ).join('\n'),
};

const comma = (value: number): string => value.toFixed(2).replace('.', ',');

/** A CSV as a spreadsheet with German settings writes it. */
export const SEMICOLON: AwkwardLog = {
  name: 'semicolon.csv',
  accepted: RECORDS,
  text: [
    'Zeit;Modell;Latenz_ms;Alter;Einkommen;Geburtsdatum;PLZ',
    ...rows((i) => {
      const time = new Date(START_MS + i * 1000).toISOString().slice(0, 19).replace('T', ' ');
      return `${time};kredit;${comma(5 + (i % 80) / 3)};${18 + (i % 60)};${comma(900 + i * 1.5)};19${40 + (i % 59)}-03-01;${10_115 + (i % 30)}`;
    }),
  ].join('\r\n'),
};
