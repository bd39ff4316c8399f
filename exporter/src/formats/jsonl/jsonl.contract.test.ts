import { CONTRACT_FIELDS, describeFormatContract, type FormatUnderTest } from '../format.contract.js';
import { jsonl } from './jsonl.js';
import { plainJsonl } from './plain-jsonl.js';

const record = (latency: string, model = 'churn'): string => `{"ts":"2026-11-23T08:00:00Z","model":"${model}","latency":${latency}}`;

const lines: Omit<FormatUnderTest, 'name' | 'factory'> = {
  head: '',
  fields: [...CONTRACT_FIELDS, { path: ['id'], kind: 'id', key: new Uint8Array(16) }],
  good: [
    record('1.5'),
    record('2e2'),
    record('-0', 'fraud'),
    record('null', 'é'),
    record('12', 'third'),
    record('12', 'fourth'),
    '{}',
    '{"id":"3f2b-17","latency":1}',
    '{"id":17}',
    '{"id":"\u00e9\\n"}',
    '{"id":[1]}',
    '{"latency":[[7]]}',
  ],
  bad: [
    { text: '{"latency":1', reason: 'syntax' },
    { text: 'GET /health 200', reason: 'syntax' },
    { text: '[1,2]', reason: 'syntax' },
    { text: `${record('1')}}`, reason: 'syntax' },
    { text: '\u0000\u0000\u0000', reason: 'encoding' },
    { text: '{"latency":[[[[1]]]]}', reason: 'too_deep' },
    { text: '['.repeat(300), reason: 'too_deep' },
    { text: `{"pad":"${'x'.repeat(400)}"}`, reason: 'too_large' },
  ],
  blank: ['', ' \t', '\r'],
  ofBytes: (bytes) => `{"latency":7,"pad":"${'x'.repeat(bytes - 22)}"}`,
};

describeFormatContract({ name: 'jsonl', factory: jsonl, ...lines });
describeFormatContract({ name: 'plainJsonl', factory: plainJsonl, ...lines });
