import type { ExporterFacts } from './check-exporter.js';
import { finding, type Finding } from './findings.js';
import { spanInWords } from './in-words.js';

export interface ScrapeTarget {
  readonly instance: string;
  readonly job: string;
  /** host:port of the scrape URL. */
  readonly address: string;
  readonly isUp: boolean;
  readonly lastError: string;
  readonly intervalSeconds: number;
}

/** What Prometheus says about its targets, rules and Alertmanagers. */
export interface PrometheusFacts {
  readonly url: string;
  readonly targets: readonly ScrapeTarget[];
  /** Start time of each process that exports aiops_build_info, by its series. */
  readonly exporters: readonly { readonly instance: string; readonly job: string; readonly startedSeconds: number }[];
  readonly ruleGroups: number;
  /** Rules whose expression uses a metric aiops_*; `problem` is what the last evaluation said. */
  readonly rules: readonly { readonly name: string; readonly problem: string }[];
  /** host:port of the Alertmanagers that get its alerts. */
  readonly alertmanagers: readonly string[];
  /** Its clock minus ours. */
  readonly clockAheadMs: number;
}

export type PrometheusAnswer = PrometheusFacts | { readonly url: string; readonly problem: string };

/** Start times are floats that went through text twice. */
const SAME_START_SECONDS = 0.01;
/** rate(…[5m]) needs two samples in five minutes, with room for one that failed. */
const LONGEST_INTERVAL_SECONDS = 120;
/** An HTTP date has whole seconds, and the answer took time. */
const CLOCK_PATIENCE_MS = 30_000;

/** Whether Prometheus scrapes this very exporter, often enough, has rules on it and passes alerts on. */
export function checkPrometheus(facts: PrometheusAnswer, exporter: ExporterFacts, alertmanager: string | null): Finding[] {
  const { url } = facts;
  if ('problem' in facts) return [finding('prometheus_silent', url, { problem: facts.problem })];
  const findings = [...checkTargets(facts, exporter), ...checkRules(facts)];
  const { alertmanagers, clockAheadMs } = facts;
  if (alertmanagers.length === 0) findings.push(finding('prometheus_no_alertmanager', url));
  else if (alertmanager !== null && !alertmanagers.includes(alertmanager))
    findings.push(finding('prometheus_other_alertmanager', url, { found: alertmanagers.join(', ') }));
  if (Math.abs(clockAheadMs) > CLOCK_PATIENCE_MS)
    findings.push(finding('prometheus_clock', url, { skew: spanInWords(Math.abs(clockAheadMs)) }));
  return findings;
}

function checkTargets({ url, targets, exporters }: PrometheusFacts, exporter: ExporterFacts): Finding[] {
  const { address } = exporter;
  const here = targets.filter((target) => target.address === address);
  const down = here.find(({ isUp }) => !isUp);
  if (down) return [finding('prometheus_target_down', `${url} job ${down.job}`, { problem: down.lastError })];
  const findings: Finding[] = [];
  const slow = here.find(({ intervalSeconds }) => intervalSeconds > LONGEST_INTERVAL_SECONDS);
  if (slow) findings.push(finding('prometheus_interval', `${url} job ${slow.job}`, { interval: spanInWords(slow.intervalSeconds * 1000) }));
  // An exporter that does not answer cannot be told from others, and one that is new to Prometheus waits for its first scrape.
  const isExpected = here.length > 0 && (exporter.state !== 'answers' || exporters.length === 0);
  if (isExpected) return findings;
  if (exporter.state !== 'answers' || exporters.length === 0) return [finding('prometheus_no_target', url, { address })];
  const own = exporters.filter(({ startedSeconds }) => Math.abs(startedSeconds - exporter.startedSeconds) < SAME_START_SECONDS);
  const named = (list: readonly { job: string; instance: string }[]): string =>
    list.map(({ job, instance }) => `${job} ${instance}`).join(', ');
  if (own.length === 0) return [finding('prometheus_other_exporter', url, { instances: named(exporters), address })];
  if (own.length > 1) findings.push(finding('prometheus_scraped_twice', url, { times: own.length, instances: named(own) }));
  return findings;
}

function checkRules({ url, ruleGroups, rules }: PrometheusFacts): Finding[] {
  if (rules.length === 0) return [finding('prometheus_no_rules', url, { groups: ruleGroups })];
  return rules
    .filter(({ problem }) => problem !== '')
    .map(({ name, problem }) => finding('prometheus_rule_failing', url, { rule: name, problem }));
}
