import { describe, expect, it } from 'vitest';
import { cellValue, guessDecimal, guessDelimiter } from './csv-dialect.js';
import { FieldProfile } from './field-profile.js';
import { guessDuration } from './guess-duration.js';
import { guessMap } from './guess-map.js';
import { guessOutcome } from './guess-outcome.js';
import { guessFormat } from './log-format.js';
import { guessPersonal } from './personal.js';
import { profileRecords } from './profile-records.js';
import { epochUnitOf } from './time-unit.js';
import { usualWindow } from './usual-window.js';
import { valueShapeOf } from './value-shape.js';
import { yamlText } from './yaml-text.js';

function field(name: string, values: readonly unknown[]): FieldProfile {
  const made = new FieldProfile([name]);
  for (const value of values) made.add(value);
  return made;
}

describe('the format of a log', () => {
  it.each([
    ['kserve', { specversion: '1.0', type: 'org.kubeflow.serving.inference.request', id: '1', data: {} }],
    ['kserve', { url: 'u', bytes: 'e30=', reqType: 'x', id: '1', inferenceService: 's', namespace: 'n' }],
    ['sagemaker', { captureData: { endpointInput: {} }, eventMetadata: { eventId: 'e' }, eventVersion: '0' }],
    ['sagemaker', { groundTruthData: { data: '1', encoding: 'CSV' }, eventMetadata: { eventId: 'e' }, eventVersion: '0' }],
    ['bentoml', { timestamp: '2026-11-23T08:00:00', request_id: 1, trace_id: 2, age: 3 }],
    ['bentoml', { bento_name: 'b', bento_version: '1', columns: [{ name: 'a', role: 'feature', type: 'numerical' }] }],
    ['databricks', { databricks_request_id: 'd', timestamp_ms: 1, status_code: 200, request: '{}', response: '{}' }],
    ['otel_genai', { resourceSpans: [] }],
    ['jsonl', { ts: 1, features: {} }],
  ])('%s is recognised by its keys', (format, record) => {
    expect(guessFormat(['noise', JSON.stringify(record), JSON.stringify(record)])?.format).toBe(format);
  });

  it('is CSV where no line is an object, and nothing where there is no line', () => {
    expect(guessFormat(['a,b', '1,2'])?.format).toBe('csv');
    expect(guessFormat([])).toBeNull();
  });
});

describe('the dialect of a CSV', () => {
  it.each([',', ';', '\t', '|'])('separates by %j, also where texts hold other separators', (delimiter) => {
    const lines = [
      ['ts', 'a', 'b'],
      ['1', '"x, y; z|"', '2,5'],
      ['2', 'q', '3'],
    ].map((cells) => cells.join(delimiter));
    expect(guessDelimiter(delimiter === ',' ? lines.map((line) => line.replace('2,5', '2.5')) : lines)).toBe(delimiter);
  });

  it('has a decimal comma only where no number has a dot', () => {
    expect(guessDecimal([['1,5', 'a']], ';').decimal).toBe(',');
    expect(guessDecimal([['1,5', '2.5']], ';').decimal).toBe('.');
    expect([cellValue('1,5', ','), cellValue('1,5', '.'), cellValue('', '.')]).toEqual([1.5, '1,5', null]);
  });
});

describe('units', () => {
  it.each([
    [1795420800, 's'],
    [1795420800123, 'ms'],
    [1795420800123456, 'us'],
    [1795420800123e6, 'ns'],
    [20261123, null],
    [41, null],
  ])('of a time such as %d are %s', (value, unit) => {
    expect(epochUnitOf(value)).toBe(unit);
  });

  it.each([
    ['latency_ms', [0.2, 0.3], 'ms'],
    ['latencyMicros', [12, 13], 'us'],
    ['durationSeconds', [12, 13], 's'],
    ['latency', [0.01, 0.25], 's'],
    ['latency', [12.5, 80], 'ms'],
    ['took', [1_500_000, 2_000_000], 'ns'],
    ['elapsed', ['12.5ms', '1.2s'], 'text'],
  ])('of %s with values like %j are %s', (name, values, unit) => {
    expect(guessDuration('latency', [field(name, values)])?.unit).toBe(unit);
  });

  it('are not guessed for texts without one', () => {
    expect(guessDuration('latency', [field('latency', ['12.5', 'fast'])])).toBeNull();
  });
});

describe('outcomes', () => {
  it.each([
    ['status', [200, 201, 504, 500], [200, 201]],
    ['code', [0, 0, 14], [0]],
    ['success', [true, false], [true]],
    ['error', [false, true], [false]],
    ['outcome', ['OK', 'timed_out', 'failed'], ['OK']],
  ])('%s with %j is ok where it is one of %j', (name, values, ok) => {
    expect(guessOutcome([field(name, values)])?.words.ok).toEqual(ok);
  });

  it('of words that nobody understands are none', () => {
    expect(guessOutcome([field('status', ['blue', 'green'])])).toBeNull();
  });
});

describe('personal fields', () => {
  it.each([
    ['email', ['x'], 'left out'],
    ['lastName', ['x'], 'left out'],
    ['client_ip', ['x'], 'left out'],
    ['date_of_birth', ['x'], 'left out'],
    ['contact', ['a.b@example.org'], 'left out'],
    ['origin', ['192.0.2.7'], 'left out'],
    ['origin', ['2001:db8::7'], 'left out'],
    ['reach', ['+49 30 1234567'], 'left out'],
    ['since', ['1984-05-06'], 'left out'],
    ['payee', ['DE02120300000000202051'], 'left out'],
    ['reason', ['the customer says that it rains in the kitchen'], 'left out'],
    ['gender', ['f'], 'private'],
    ['zip_code', [10115], 'private'],
    ['age', [41], null],
    ['country', ['DE'], null],
    ['tenure', [3], null],
    ['model_name', ['x'], null],
    ['day', ['2026-11-23'], null],
    ['amount', ['1234567'], null],
  ])('%s with values shaped like %j: %s', (name, values, treatment) => {
    expect(guessPersonal(field(name, values))?.treatment ?? null).toBe(treatment);
  });

  it('are described without a value', () => {
    const reason = guessPersonal(field('contact', ['a.b@example.org']))?.reason;
    expect(reason).toBe('1 of 1 values have the shape of an e-mail address');
    expect(valueShapeOf('hello')).toBeNull();
  });
});

describe('the map of a log', () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({
    ts: 1795420800 + i * 60,
    id: `r${i}`,
    features: { model: i % 2 ? 'coupe' : 'van', 'a.b': 1, km: i, fixed: 'x', note: 'y', session_id: `s${i}`, text: `t${i}` },
    y: i % 3,
  }));

  it('takes features as they are called, leaves out what cannot be one, and says why', () => {
    const { time, fields, features } = guessMap(profileRecords(rows), 'jsonl');
    expect(time).toMatchObject({ unit: 's' });
    expect(fields.model).toBeUndefined();
    expect(fields.prediction?.field.name).toBe('y');
    expect(features.at).toBeNull();
    expect(features.features.map(({ name }) => name)).toEqual(['model', 'km']);
    expect(features.leftOut.map(({ field: { name } }) => name)).toEqual(['a.b', 'fixed', 'note', 'session_id', 'text']);
  });

  it('names the whole object where nothing in it is left out', () => {
    const clean = rows.map(({ ts, features: { km } }) => ({ ts, features: { km } }));
    expect(guessMap(profileRecords(clean), 'jsonl').features.at).toEqual(['features']);
  });

  it('has no time where no field holds one', () => {
    expect(guessMap(profileRecords([{ a: 1 }, { a: 2 }]), 'jsonl').time).toBeNull();
  });

  it('leads to a window that holds enough records', () => {
    const { time } = guessMap(profileRecords(rows), 'jsonl');
    expect(usualWindow(rows, time, 500).window).toBe('1d');
    expect(usualWindow(rows, time, 20).window).toBe('1h');
    expect(usualWindow(rows.slice(0, 10), time, 500)).toMatchObject({ window: '1h' });
  });
});

describe('text in YAML', () => {
  it.each([
    ['latency_ms', 'latency_ms'],
    ['y', '"y"'],
    ['null', '"null"'],
    ['1.0', '"1.0"'],
    ['a: b', '"a: b"'],
    ['-x', '"-x"'],
    ['"', '"\\""'],
  ])('%s is written as %s', (text, yaml) => {
    expect(yamlText(text)).toBe(yaml);
  });
});
