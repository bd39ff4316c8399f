import { describeFormatContract, type FormatUnderTest } from '../format.contract.js';
import { jsonl } from './jsonl.js';
import { plainJsonl } from './plain-jsonl.js';

const record = (latency: string, model = 'churn'): string => `{"ts":"2026-11-23T08:00:00Z","model":"${model}","latency":${latency}}`;

const lines: Omit<FormatUnderTest, 'name' | 'factory'> = {
  head: '',
  good: [
    record('1.5'),
    record('2e2'),
    record('-0', 'fraud'),
    record('null', 'é'),
    record('12', 'third'),
    record('12', 'fourth'),
    '{}',
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
