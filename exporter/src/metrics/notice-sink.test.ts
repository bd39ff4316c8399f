import { describe, expect, it } from 'vitest';
import type { Notice } from '../contract/index.js';
import { LOG_BURST, LOG_REFILL_MS, NoticeSink } from './notice-sink.js';
import { plainExposition } from './plain-exposition.js';
import { ProcessMetrics } from './process-metrics.js';

function sink(format: 'json' | 'logfmt' = 'json'): {
  notify: NoticeSink['notify'];
  sink: NoticeSink;
  lines: string[];
  clock: { ms: number; nowMs(): number };
  text(): Promise<string>;
} {
  const lines: string[] = [];
  const clock = { ms: Date.UTC(2026, 10, 24), nowMs: () => clock.ms };
  const metrics = new ProcessMetrics({ version: '0.1.0', node: 'v20', runtime: 'leave_out' });
  const made = new NoticeSink({ metrics, format, clock, stream: { write: (text: string) => lines.push(text) } });
  return { notify: made.notify, sink: made, lines, clock, text: async () => plainExposition(await metrics.families(), 'text') };
}

const closed: Notice = { kind: 'window_closed', model: 'm', version: '1', start: '2026-11-24T00:00:00Z', rows: 5, how: 'watermark' };
const lost: Notice = { kind: 'bytes_lost', source: 's', path: '/log', count: 3, why: 'truncated' };

describe('NoticeSink', () => {
  it('writes one JSON line with time, level, kind, sentence and fields', () => {
    const { notify, lines } = sink();
    notify(lost);
    expect(lines).toEqual([
      '{"time":"2026-11-24T00:00:00.000Z","level":"error","kind":"bytes_lost","msg":"source s lost 3 bytes of /log: truncated","source":"s","path":"/log","count":3,"why":"truncated"}\n',
    ]);
  });

  it('counts every notice and logs a burst, then one line per refill that says how many were left out', async () => {
    const { notify, lines, clock, text } = sink();
    for (let i = 0; i < LOG_BURST + 7; i++) notify(closed);
    expect(lines).toHaveLength(LOG_BURST);
    clock.ms += LOG_REFILL_MS - 1;
    notify(closed);
    expect(lines).toHaveLength(LOG_BURST);
    clock.ms += 1;
    notify(closed);
    expect(lines).toHaveLength(LOG_BURST + 1);
    expect(lines[LOG_BURST]).toContain('"suppressed":8,');
    expect(await text()).toContain(`aiops_notices_total{kind="window_closed"} ${LOG_BURST + 9}\n`);
  });

  it('limits each kind by itself', () => {
    const { notify, lines } = sink();
    for (let i = 0; i < LOG_BURST + 7; i++) notify(closed);
    notify(lost);
    expect(lines).toHaveLength(LOG_BURST + 1);
  });

  it('tells at the end what no later line could tell', () => {
    const { notify, lines, sink: made } = sink();
    for (let i = 0; i < LOG_BURST + 7; i++) notify(closed);
    made.flush();
    made.flush();
    expect(lines).toHaveLength(LOG_BURST + 1);
    expect(lines[LOG_BURST]).toContain('"suppressed":7');
  });

  it('gives nothing for a clock that runs backwards', () => {
    const { notify, lines, clock } = sink();
    for (let i = 0; i < LOG_BURST; i++) notify(closed);
    clock.ms -= 1e9;
    notify(closed);
    expect(lines).toHaveLength(LOG_BURST);
  });

  it('keeps a hostile value inside its field, in both formats', () => {
    const hostile: Notice = { kind: 'no_drift', model: 'm"\nlevel=error\u001b[31m\u009b\u2028\u202e', version: 'a b', why: 'x' };
    for (const format of ['json', 'logfmt'] as const) {
      const { notify, lines } = sink(format);
      notify(hostile);
      expect(lines).toHaveLength(1);
      expect(lines[0]?.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
    }
    const { notify, lines } = sink();
    notify(hostile);
    expect((JSON.parse(lines[0] ?? '') as { model: string }).model).toBe(hostile.model);
  });

  it('counts dropped series and refused requests in counters of their own, and survives a count that is no number', async () => {
    const { notify, text } = sink();
    notify({ kind: 'series_dropped', family: 'f', reason: 'budget', count: 4 });
    notify({ kind: 'request_refused', route: '/metrics', status: 401, code: 'HTTP_TOKEN_MISSING', count: 2 });
    notify({ kind: 'request_refused', route: '/metrics', status: 401, code: 'HTTP_TOKEN_MISSING', count: NaN });
    expect(await text()).toContain('aiops_series_dropped_total{family="f",reason="budget"} 4\n');
    expect(await text()).toContain('aiops_http_requests_refused_total{route="/metrics",status="401"} 2\n');
  });

  it('starts every kind at 0, so that the first notice shows as an increase', async () => {
    const printed = await sink().text();
    expect(printed).toContain('aiops_notices_total{kind="store_repaired"} 0\n');
  });
});
