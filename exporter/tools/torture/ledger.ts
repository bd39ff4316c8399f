/**
 * What the writer of a log knows about it. Count, sum of sequence numbers and sum of a hash of them: a lost line and a
 * doubled one cannot cancel out in all three.
 */
export interface Ledger {
  lines: number;
  sequenceSum: number;
  hashSum: number;
  /** Lines by bin of feature `a` (0..9). */
  bins: number[];
}

export const emptyLedger = (): Ledger => ({ lines: 0, sequenceSum: 0, hashSum: 0, bins: new Array<number>(10).fill(0) });

/** Knuth's multiplicative hash, cut to 20 bits so that sums stay exact in a double. */
const hashOf = (sequence: number): number => (Math.imul(sequence, 0x9e3779b1) >>> 12) + 1;

/** The log line of a sequence number; adds it to the ledger. */
export function writeLine(ledger: Ledger, sequence: number, timeMs: number): string {
  const hash = hashOf(sequence);
  const a = hash % 10;
  ledger.lines++;
  ledger.sequenceSum += sequence;
  ledger.hashSum += hash;
  ledger.bins[a] = (ledger.bins[a] ?? 0) + 1;
  const time = new Date(timeMs).toISOString();
  return `{"ts":"${time}","model":"torture","version":"1","request_id":"r${sequence}","latency_ms":${1 + (hash % 200)},"status":200,"features":{"a":${a + 0.5},"b":"c${hash % 3}"},"tokens":{"in":${sequence},"out":${hash}}}\n`;
}

/** The same numbers, as the exporter tells them. */
export function ledgerOfMetrics(text: string): Ledger & { rejected: number } {
  const ledger = { ...emptyLedger(), rejected: 0 };
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line === '') continue;
    const value = Number(line.slice(line.lastIndexOf(' ') + 1));
    if (line.startsWith('aiops_inference_requests_total{')) ledger.lines += value;
    else if (line.startsWith('aiops_inference_tokens_total{')) {
      if (line.includes('direction="input"')) ledger.sequenceSum += value;
      else ledger.hashSum += value;
    } else if (line.startsWith('aiops_ingest_rejected_total{') && !line.includes('reason="duplicate"')) ledger.rejected += value;
    else {
      const bin = /^aiops_feature_values_total\{.*feature="a",bin="b0(\d)"/.exec(line)?.[1];
      if (bin !== undefined) ledger.bins[Number(bin)] = value;
    }
  }
  return ledger;
}

/** Differences in words; empty when the exporter counted exactly what was written. */
export function compareLedgers(written: Ledger, counted: Ledger & { rejected: number }): string[] {
  const differences: string[] = [];
  const check = (name: string, want: number, got: number): void => {
    if (want !== got) differences.push(`${name}: written ${want}, counted ${got} (${got - want > 0 ? '+' : ''}${got - want})`);
  };
  check('lines', written.lines, counted.lines);
  check('sum of sequence numbers', written.sequenceSum, counted.sequenceSum);
  check('sum of hashes', written.hashSum, counted.hashSum);
  check('rejected', 0, counted.rejected);
  written.bins.forEach((count, i) => check(`bin ${i} of feature a`, count, counted.bins[i] ?? 0));
  return differences;
}
