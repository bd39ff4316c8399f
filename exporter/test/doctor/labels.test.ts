import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../src/cli/doctor/examine.js';
import type { Finding } from '../../src/doctor/index.js';
import { freePort } from '../processes/free-port.js';
import { HealthySetUp } from './healthy-set-up.js';
import { LABELS, QUALITY, runOnce, withLabels, type LabelOptions } from './label-set-up.js';

const HOUR_MS = 3_600_000;
let healthy: HealthySetUp;
let port: number;

beforeAll(async () => {
  port = await freePort();
  healthy = await HealthySetUp.make(port);
});
afterAll(() => healthy.remove());

/** What the doctor finds besides that no exporter runs, once one has read the labels, or before. */
async function found(options: LabelOptions, isDone?: Parameters<typeof runOnce>[1]): Promise<Finding[]> {
  const setUp = healthy.copy();
  try {
    withLabels(setUp, port, options);
    if (isDone) await runOnce(setUp, isDone);
    const { findings } = await examine({ configPath: setUp.config });
    return findings.filter(({ code }) => !code.startsWith('exporter_'));
  } finally {
    setUp.remove();
  }
}
const codesOf = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);
const all = ({ joined = 0, unmatched = 0, late = 0, expired = 0 }: Readonly<Record<string, number>>): boolean =>
  joined + unmatched + late + expired === LABELS;

describe('aiops doctor on labels', () => {
  test('finds nothing where they find their predictions, before an exporter ran and after', async () => {
    expect(codesOf(await found({}))).toEqual([]);
    expect(codesOf(await found({}, all))).toEqual([]);
  });

  test('finds labels of a model without quality', async () => {
    expect(codesOf(await found({ quality: '' }))).toEqual(['labels_without_quality']);
  });

  test('finds predictions whose id is not mapped', async () => {
    const [only, ...more] = await found({ idInMap: '' });
    expect(more).toEqual([]);
    expect(only).toMatchObject({ code: 'labels_without_ids', severity: 'problem' });
    expect(only?.found).toContain('scoring maps no request_id');
  });

  test('finds ids that never match, and shows what they look like and none of them', async () => {
    const labelId = (i: number): string => `ORDER_${100_000 + i}`;
    const [only, ...more] = await found({ labelId, lagMs: 2 * HOUR_MS, knownMs: 4 * HOUR_MS }, all);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ code: 'labels_never_match', severity: 'problem' });
    expect(only?.found).toContain(`none of ${LABELS} labels`);
    expect(only?.found).toMatch(/look like AAAAA_999999, those of predictions like aaa-999/);
    expect(JSON.stringify(only)).not.toMatch(/ORDER|req-|1000/);
  });

  test('finds ids that have nothing in common before any label was read', async () => {
    const [only, ...more] = await found({ labelId: (i) => `${7_000_000 + i}` });
    expect([only?.code, more]).toEqual(['labels_ids_unlike', []]);
    expect(only?.found).toContain('9999999');
    expect(JSON.stringify(only)).not.toContain('70000');
  });

  test('finds a source of predictions that is missing', async () => {
    const labelId = (i: number): string => (i % 4 === 0 ? `req-${i}` : `req-${90_000 + i}`);
    expect(codesOf(await found({ labelId, lagMs: 2 * HOUR_MS, knownMs: 4 * HOUR_MS }, all))).toEqual(['labels_seldom_match']);
  });

  test('finds a label_horizon that is shorter than labels take', async () => {
    const quality = QUALITY.replace('label_delay: 1d, label_horizon: 30d', 'label_delay: 1h, label_horizon: 3h');
    const [first] = await found({ quality, lagMs: 2.95 * HOUR_MS }, all);
    expect(first?.code).toBe('labels_after_horizon');
    expect(first?.found).toMatch(/of 400 labels came more than label_horizon \(3 h\)/);
  });

  test('finds a label_delay that is shorter than labels take', async () => {
    const quality = QUALITY.replace('label_delay: 1d', 'label_delay: 10m');
    const findings = await found({ quality, lagMs: 2 * HOUR_MS }, all);
    expect(codesOf(findings)).toEqual(['labels_after_delay']);
    expect(findings[0]?.found).toContain('100 % of the labels come more than label_delay (10 min)');
  });

  test('finds predictions without ids', async () => {
    const requestId = (i: number): string | null => (i % 5 === 0 ? null : `req-${i}`);
    const labelId = (i: number): string => `req-${i % 5 === 0 ? i + 1 : i}`;
    const findings = await found({ requestId, labelId }, ({ joined = 0 }) => joined === (LABELS * 4) / 5);
    expect(codesOf(findings)).toEqual(['labels_predictions_nameless']);
    expect(findings[0]?.found).toContain('20 %');
  });

  test('finds records of a source of labels that are none', async () => {
    expect(codesOf(await found({ labelId: (i) => (i % 2 === 0 ? null : `req-${i}`) }))).toEqual(['format_rejects']);
    expect(codesOf(await found({ label: { was: 'good' } }))).toEqual(['format_rejects']);
  });
});
