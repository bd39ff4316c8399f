import { describe, expect, it } from 'vitest';
import { checkCertificate } from './check-certificate.js';
import { checkExporter } from './check-exporter.js';
import { checkPrometheus, type PrometheusFacts } from './check-prometheus.js';
import { checkRotations } from './check-rotations.js';
import { checkClock, checkFormat, type SampleFacts } from './check-sample.js';
import { checkStore } from './check-store.js';
import { bytesInWords, shareInWords, spanInWords } from './in-words.js';

const EXPORTER = { state: 'answers', address: 'a:1', isReady: true, version: '1', startedSeconds: 5, status: null } as const;
const PROMETHEUS: PrometheusFacts = {
  url: 'http://p',
  targets: [{ instance: 'a:1', job: 'j', address: 'a:1', isUp: true, lastError: '', intervalSeconds: 15 }],
  exporters: [{ instance: 'a:1', job: 'j', startedSeconds: 5 }],
  ruleGroups: 1,
  rules: [{ name: 'r', problem: '' }],
  alertmanagers: ['m:1'],
  clockAheadMs: 0,
};
const SAMPLE: SampleFacts = { path: 'l', format: 'jsonl', records: 1000, rejected: {}, newestMs: 1e12, writtenMs: 1e12, unreadable: null };
const codesOf = (findings: readonly { code: string }[]): string[] => findings.map(({ code }) => code);

describe('the checks of the doctor', () => {
  it('tell a clock of Prometheus that is away, and not one within the accuracy of an HTTP date', () => {
    expect(codesOf(checkPrometheus({ ...PROMETHEUS, clockAheadMs: -29_000 }, EXPORTER, null))).toEqual([]);
    expect(codesOf(checkPrometheus({ ...PROMETHEUS, clockAheadMs: -31_000 }, EXPORTER, null))).toEqual(['prometheus_clock']);
  });

  it('repeat what the exporter says of itself', () => {
    const status = { configPath: '/c', problems: ['Source x: silent.'] };
    const [said] = checkExporter({ ...EXPORTER, status }, { version: '1', configPath: '/c' });
    expect(said).toMatchObject({ code: 'exporter_reports', found: 'the exporter says: Source x: silent.' });
  });

  it.each([
    [9, []],
    [10, ['format_some_rejects']],
    [99, ['format_some_rejects']],
    [100, ['format_rejects']],
  ])('%i rejected records of 1000 give %j', (syntax, codes) => {
    expect(codesOf(checkFormat({ ...SAMPLE, rejected: { syntax } }))).toEqual(codes);
  });

  it('leave records in the future to the clock, whose finding does not count as a format that does not fit', () => {
    const sample = { ...SAMPLE, rejected: { clock_skew: 900 } };
    expect(checkFormat(sample)).toEqual([]);
    expect(codesOf(checkClock(sample, 1e12 - 3_600_000))).toEqual(['clock_file_future', 'clock_future_events']);
  });

  it('take rotations that start at 0 or later, and miss only what lies between', () => {
    const gaps = (numbers: number[]): string[] =>
      codesOf(checkRotations({ uncaught: [], lost: [], numbered: new Map([['a.log', numbers]]) }));
    expect(gaps([0, 1, 2])).toEqual([]);
    expect(gaps([3, 2])).toEqual([]);
    expect(gaps([1, 4])).toEqual(['rotation_gap']);
  });

  it('warn of a certificate three weeks before it ends', () => {
    const day = 24 * 3_600_000;
    const after = (ms: number): string[] => codesOf(checkCertificate({ path: 'c', endsMs: 1e12 + ms }, 1e12));
    expect([after(21 * day), after(21 * day - 1), after(1), after(0)]).toEqual([
      [],
      ['certificate_ends_soon'],
      ['certificate_ends_soon'],
      ['certificate_expired'],
    ]);
  });

  it('warn of a disk before it is full', () => {
    const store = { folder: '/s', notWritable: null, damage: null, holder: null };
    const at = (mebibytes: number): string[] =>
      codesOf(checkStore({ ...store, freeBytes: mebibytes * 1024 * 1024 }, { address: 'a:1', isThere: true }));
    expect([at(513), at(511), at(63)]).toEqual([[], ['store_disk_low'], ['store_disk_full']]);
  });
});

describe('words for amounts', () => {
  it('keep one unit, and never round a share to none or all', () => {
    expect([spanInWords(45_000), spanInWords(600_000), spanInWords(5_400_000), spanInWords(3 * 86_400_000)]).toEqual([
      '45 s',
      '10 min',
      '2 h',
      '3 days',
    ]);
    expect([bytesInWords(512), bytesInWords(1536), bytesInWords(20 * 1024 ** 3)]).toEqual(['512 bytes', '1.5 KiB', '20 GiB']);
    expect([shareInWords(1, 1000), shareInWords(999, 1000), shareInWords(1, 3)]).toEqual(['under 1 %', 'over 99 %', '33 %']);
  });
});
