import { OUTCOMES, type Outcome } from '../contract/index.js';
import type { RecordMap } from '../events/index.js';
import { DIALECTS, type DialectName } from './source-schema.js';

/** What the status values of a format mean; every other value, and no value, is the fallback. */
const OUTCOMES_OF: Readonly<Record<DialectName, { words: readonly (readonly [string, Outcome])[]; fallback: Outcome }>> = {
  // Responses are logged for status 200 only: what has a response is ok.
  kserve: { words: [], fallback: 'ok' },
  // No record says how a request ended; what failed in the container is captured like anything else.
  sagemaker: { words: [], fallback: 'ok' },
  databricks: {
    words: [
      ...['200', '201', '202', '203', '204', '206'].map((status) => [status, 'ok'] as const),
      ['408', 'timeout'],
      ['504', 'timeout'],
      ['429', 'rejected'],
    ],
    fallback: 'error',
  },
  otel_genai: { words: OUTCOMES.map((outcome) => [outcome, outcome] as const), fallback: 'error' },
};

export function isDialect(format: string): format is DialectName {
  return (DIALECTS as readonly string[]).includes(format);
}

/** The map of a format of others: paths into the event that the format makes (formats/dialect/dialect.ts). */
export function dialectMap(format: DialectName): RecordMap {
  const { words, fallback } = OUTCOMES_OF[format];
  return {
    time: { path: ['time'], unit: 'auto' },
    model: { path: ['model'] },
    version: { path: ['version'] },
    latency: { path: ['latency'], perSecond: 1 },
    timeToFirstToken: { path: ['time_to_first_token'], perSecond: 1 },
    outcome: words.length === 0 ? null : { path: ['status'], words: new Map(words), fallback },
    features: { at: ['features'] },
    prediction: ['prediction'],
    score: ['score'],
    tokensInput: ['tokens_input'],
    tokensOutput: ['tokens_output'],
    cost: null,
    requestId: ['request_id'],
  };
}
