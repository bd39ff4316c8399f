import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MetricName, NoticeKind } from '../contract/index.js';
import { HotExposition } from './hot-exposition.js';
import { ProcessMetrics, type SourceState } from './process-metrics.js';
import { renderMetrics } from './render-metrics.js';

interface Input {
  series: { name: MetricName; sets: Record<string, string>[]; values: (number | null)[] }[];
  histograms: { name: MetricName; labels: Record<string, string>; bounds: number[]; counts: (number | null)[]; sum: number }[];
  process?: {
    checkpointAge: number;
    storeBytes: Record<string, number>;
    configReloaded: 'taken_over' | 'refused';
    sources: Record<string, SourceState>;
    series: Record<string, number>;
    seriesDropped: [string, string, number][];
    notices: NoticeKind[];
    refused: [string, number, number][];
  };
}

const FOLDER = new URL('../../fixtures/metrics/', import.meta.url);

function exposed(input: Input): { hot: HotExposition; own: ProcessMetrics } {
  const hot = new HotExposition();
  for (const { name, sets, values } of input.series) hot.series(name, sets).values.set(values.map((value) => value ?? NaN));
  for (const { name, labels, bounds, counts, sum } of input.histograms) {
    const block = hot.histogram(name, labels, bounds);
    block.counts.set(counts.map((count) => count ?? NaN));
    block.sum = sum;
  }
  const own = new ProcessMetrics({ version: '0.1.0', node: 'v20.19.0', runtime: 'leave_out' });
  const { process } = input;
  if (process) {
    own.setCheckpointAge(process.checkpointAge);
    own.setStoreBytes(process.storeBytes);
    own.setConfigReloaded(process.configReloaded);
    own.setSources(new Map(Object.entries(process.sources)));
    own.setSeries(process.series);
    for (const [family, reason, count] of process.seriesDropped) own.addSeriesDropped(family, reason, count);
    for (const kind of process.notices) own.addNotice(kind);
    for (const [route, status, count] of process.refused) own.addRefused(route, status, count);
  }
  return { hot, own };
}

describe('golden expositions', () => {
  const cases = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  it.each(cases.map(({ name }) => name))('%s is printed exactly as its expected files say', async (name) => {
    const { hot, own } = exposed(JSON.parse(readFileSync(new URL(`${name}/input.json`, FOLDER), 'utf8')) as Input);
    const text = await renderMetrics(hot.render('text'), own, 'text');
    const openmetrics = await renderMetrics(hot.render('openmetrics'), own, 'openmetrics');
    await expect(text.toString()).toMatchFileSnapshot(new URL(`${name}/expected.txt`, FOLDER).pathname);
    await expect(openmetrics.toString()).toMatchFileSnapshot(new URL(`${name}/expected.openmetrics.txt`, FOLDER).pathname);
  });
});
