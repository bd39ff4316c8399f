import { CONTRACT_FIELDS, describeFormatContract } from '../format.contract.js';
import { csv } from './csv.js';

describeFormatContract({
  name: 'csv',
  factory: csv({ delimiter: ',' }),
  head: 'ts,model,latency,note\n',
  fields: [...CONTRACT_FIELDS, { path: ['note'], kind: 'id', key: new Uint8Array(16) }],
  good: [
    '2026-11-23T08:00:00Z,churn,1.5,',
    '1795420800,"fraud",2e2,"said ""no"""',
    ',,,',
    '2026-11-23,"é",-0,"two\nlines, and ""quotes"""',
    '"2026-11-23",third,"12",x',
    'yesterday,fourth,many,x',
  ],
  bad: [
    { text: 'a,b,c', reason: 'syntax' },
    { text: 'a,b,c,d,e', reason: 'syntax' },
    { text: 'a,b"c,d,e', reason: 'syntax' },
    { text: '"a"b,c,d,e', reason: 'syntax' },
    { text: 'a,\u0000,c,d', reason: 'encoding' },
    { text: '\u0001\u0002', reason: 'encoding' },
    { text: `a,b,c,${'x'.repeat(400)}`, reason: 'too_large' },
  ],
  blank: ['', '\r', 'ts,model,latency,note'],
  ofBytes: (bytes) => `,churn,1,${'x'.repeat(bytes - 9)}`,
});
