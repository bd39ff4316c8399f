import { finding, type Finding } from './findings.js';

/** What answers where the exporter should. */
export type ExporterFacts =
  | { readonly state: 'silent'; readonly address: string; readonly problem: string }
  | { readonly state: 'stranger'; readonly address: string }
  | {
      readonly state: 'answers';
      readonly address: string;
      readonly isReady: boolean;
      readonly version: string;
      /** `process_start_time_seconds`: the number by which this process is recognised elsewhere. */
      readonly startedSeconds: number;
      /** From its status report; null where that takes a token that the configuration does not hold. */
      readonly status: { readonly configPath: string; readonly problems: readonly string[] } | null;
    };

export interface ExpectedExporter {
  readonly version: string;
  readonly configPath: string;
}

/** Whether the exporter runs, with this version and this configuration, and what it says of itself. */
export function checkExporter(facts: ExporterFacts, expected: ExpectedExporter): Finding[] {
  const { address } = facts;
  if (facts.state === 'silent') return [finding('exporter_silent', address, { problem: facts.problem })];
  if (facts.state === 'stranger') return [finding('exporter_stranger', address)];
  const findings: Finding[] = [];
  if (!facts.isReady) findings.push(finding('exporter_not_ready', address));
  if (facts.version !== expected.version)
    findings.push(finding('exporter_other_version', address, { found: facts.version, expected: expected.version }));
  if (!facts.status) return findings;
  if (facts.status.configPath !== expected.configPath)
    findings.push(finding('exporter_other_config', address, { found: facts.status.configPath }));
  for (const problem of facts.status.problems) findings.push(finding('exporter_reports', address, { problem }));
  return findings;
}
