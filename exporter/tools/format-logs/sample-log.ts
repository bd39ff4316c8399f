import type { Field } from '../../src/events/index.js';
import type { DecoderFactory } from '../../src/formats/index.js';

/** A made-up log of one format: the same requests to the same model in each of them. */
export interface SampleLog {
  readonly format: string;
  /** What a stream begins with, line end included. */
  readonly head: string;
  /** The records of request i. */
  lines(i: number): readonly string[];
  readonly decoder: DecoderFactory;
  /** What the exporter asks the decoder for. */
  readonly fields: readonly Field[];
  readonly featuresAt: readonly string[] | null;
}

export const MODEL = 'credit';
export const VERSION = '7';
/** 2026-11-23T08:00:00Z; request i is i/10 seconds later. */
export const START_MS = 1_795_420_800_000;
/** Names of the features, in the order in which they are sent where they have no names. */
export const FEATURES = Array.from({ length: 12 }, (_, k) => `feature_${k}`);

export const timeMs = (i: number): number => START_MS + i * 100;
export const isoTime = (i: number): string => new Date(timeMs(i)).toISOString();
/** Whole milliseconds from 10 to 49. */
export const latencyMs = (i: number): number => 10 + (i % 40);
/** One request in fifty fails. */
export const hasFailed = (i: number): boolean => i % 50 === 49;
/** A number with two digits behind the point, in [0, 1000). */
export const featureOf = (i: number, k: number): number => (((i + 1) * 7919 * (k + 3)) % 100_000) / 100;
export const valuesOf = (i: number): number[] => FEATURES.map((_, k) => featureOf(i, k));
export const featuresOf = (i: number): Record<string, number> => Object.fromEntries(FEATURES.map((name, k) => [name, featureOf(i, k)]));
/** The share that the model answers. */
export const answerOf = (i: number): number => ((i * 31) % 97) / 97;

const EVENT_FIELDS: readonly Field[] = [
  { path: ['time'], kind: 'time', unit: 'auto' },
  category('model'),
  category('version'),
  { path: ['latency'], kind: 'number' },
  category('status'),
  { path: ['prediction'], kind: 'number' },
];

/** The fields of events that a format of others makes. */
export function eventFields(more: readonly Field[]): readonly Field[] {
  return [...EVENT_FIELDS, ...more];
}

export function category(...path: string[]): Field {
  return { path, kind: 'category', known: [], growth: 'open', capacity: 1024 };
}

export const featureFields = (at: readonly string[]): Field[] => FEATURES.map((name) => ({ path: [...at, name], kind: 'number' }));
