import type { Field } from '../../src/events/index.js';
import { formats } from '../../src/formats/index.js';
import {
  FEATURES,
  MODEL,
  VERSION,
  answerOf,
  category,
  featureFields,
  featuresOf,
  hasFailed,
  isoTime,
  latencyMs,
  valuesOf,
  type SampleLog,
} from './sample-log.js';

const FIELDS: readonly Field[] = [
  { path: ['ts'], kind: 'time', unit: 'auto' },
  category('model'),
  category('version'),
  { path: ['latency_ms'], kind: 'number' },
  category('status'),
  { path: ['y'], kind: 'number' },
];

/** JSON lines of a service of one's own. */
export const jsonlLog: SampleLog = {
  format: 'jsonl',
  head: '',
  lines: (i) => [
    JSON.stringify({
      ts: isoTime(i),
      model: MODEL,
      version: VERSION,
      latency_ms: latencyMs(i),
      status: hasFailed(i) ? 500 : 200,
      y: answerOf(i),
      features: featuresOf(i),
    }),
  ],
  decoder: formats.jsonl,
  fields: [...FIELDS, ...featureFields(['features'])],
  featuresAt: ['features'],
};

/** CSV as a spreadsheet of a country with decimal commas writes it; one column is in quotes. */
export const csvLog: SampleLog = {
  format: 'csv',
  head: `ts;model;version;latency_ms;status;y;note;${FEATURES.join(';')}\n`,
  lines: (i) => {
    const numbers = valuesOf(i).map((x) => String(x).replace('.', ','));
    const y = String(answerOf(i)).replace('.', ',');
    return [`${isoTime(i)};${MODEL};${VERSION};${latencyMs(i)};${hasFailed(i) ? 500 : 200};${y};"x; y";${numbers.join(';')}`];
  },
  decoder: formats.csv({ delimiter: 'auto', decimal: ',', timeColumn: 'ts' }),
  fields: [...FIELDS, ...featureFields([])],
  featuresAt: null,
};

/** Data log of a BentoML monitor; read as JSON lines. */
export const bentomlLog: SampleLog = {
  format: 'bentoml',
  head: '',
  lines: (i) => [
    JSON.stringify({
      ...featuresOf(i),
      y: answerOf(i),
      timestamp: isoTime(i).slice(0, -1),
      request_id: String(10_000_000_000 + i),
      trace_id: String(20_000_000_000 + i),
    }),
  ],
  decoder: formats.jsonl,
  fields: [{ path: ['timestamp'], kind: 'time', unit: 'auto' }, { path: ['y'], kind: 'number' }, ...featureFields([])],
  featuresAt: null,
};

/** The schema log beside it. */
export const BENTO_SCHEMA = `${JSON.stringify({
  meta_data: { bento_name: MODEL, bento_version: VERSION },
  columns: [
    ...FEATURES.map((name) => ({ name, role: 'feature', type: 'numerical' })),
    { name: 'y', role: 'prediction', type: 'numerical' },
  ],
})}\n`;
