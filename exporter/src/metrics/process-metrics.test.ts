import { describe, expect, it } from 'vitest';
import { METRIC_FAMILIES } from '../contract/index.js';
import { plainExposition } from './plain-exposition.js';
import { isProcessFamily, PROCESS_FAMILIES } from './process-families.js';
import { ProcessMetrics } from './process-metrics.js';
import { renderMetrics } from './render-metrics.js';

const make = (runtime: 'collect' | 'leave_out' = 'leave_out'): ProcessMetrics =>
  new ProcessMetrics({ version: '0.1.0', node: 'v20.19.0', runtime });
const printed = async (metrics: ProcessMetrics): Promise<string> => plainExposition(await metrics.families(), 'text');

describe('ProcessMetrics', () => {
  it('claims nothing before it is told something', async () => {
    expect((await printed(make())).match(/^[^#].*/gm)).toEqual(['aiops_build_info{version="0.1.0",node="v20.19.0"} 1']);
  });

  it('refuses to count what is no finite number of at least 0 (prom-client would be poisoned for ever)', async () => {
    const metrics = make();
    metrics.addNotice('bytes_lost');
    for (const wrong of [NaN, Infinity, -1]) {
      expect(() => metrics.addNotice('bytes_lost', wrong)).toThrow(expect.objectContaining({ code: 'METRICS_INCREMENT' }));
    }
    expect(await printed(metrics)).toContain('aiops_notices_total{kind="bytes_lost"} 1\n');
  });

  it('ends the series of sources and families that are not named any more', async () => {
    const metrics = make();
    metrics.setSources(
      new Map([
        ['a', { isUp: true, lagSeconds: 1, backlogBytes: 2 }],
        ['b', { isUp: false, lagSeconds: null, backlogBytes: null }],
      ]),
    );
    metrics.setSeries({ x: 1, y: 2 });
    expect(await printed(metrics)).toContain('aiops_source_up{source="b"} 0\n');
    expect(await printed(metrics)).not.toContain('aiops_ingest_lag_seconds{source="b"}');
    metrics.setSources(new Map([['a', { isUp: true, lagSeconds: 1, backlogBytes: 2 }]]));
    metrics.setSeries({ y: 2 });
    expect(await printed(metrics)).not.toMatch(/source="b"|family="x"/);
  });

  it('names each process family once, and all of them are in the catalogue', () => {
    expect(METRIC_FAMILIES.map(({ name }) => name).filter(isProcessFamily)).toEqual([...PROCESS_FAMILIES]);
  });

  it('prints the metrics of the runtime without Nan, without integers as bounds, and with one end', async () => {
    const text = (await renderMetrics(Buffer.alloc(0), make('collect'), 'openmetrics')).toString();
    expect(text).toContain('# TYPE process_cpu_seconds counter\n# UNIT process_cpu_seconds seconds\n');
    expect(text).toMatch(/^process_cpu_seconds_total \d/m);
    expect(text).not.toMatch(/nan/i);
    expect(text).not.toMatch(/le="\d+"/);
    expect(text.indexOf('# EOF\n')).toBe(text.length - 6);
  });
});
