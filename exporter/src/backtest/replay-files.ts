import type { RuleJob } from './rule-jobs.js';
import type { SeriesTable } from './series-table.js';

/** Name of the file of rules that the test of a job names. */
export const RULES_FILE = 'rules.json';

/** The rules of a job. JSON is YAML too, and needs no care with quotes. */
export function rulesFile({ groups }: RuleJob): string {
  return JSON.stringify({ groups });
}

/**
 * A test for `promtool test rules` that expects no alert to begin or end at any step, in parts to be written one after the other:
 * what it complains about is when alerts began (value 1) and ended (value 0).
 *
 * @returns parts of JSON; a history of months does not fit in one string
 */
export function* replayTest({ alerts, groups, reads }: RuleJob, table: SeriesTable): Iterable<string> {
  const stepSeconds = table.stepMs / 1000;
  const step = `${stepSeconds}s`;
  const order = JSON.stringify(groups.map(({ name }) => name));
  yield `{"rule_files":["${RULES_FILE}"],"evaluation_interval":"${step}","group_eval_order":${order},"tests":[{"interval":"${step}","input_series":[`;
  let isFirst = true;
  for (const series of table.inputSeries(reads)) {
    yield `${isFirst ? '' : ',\n'}${JSON.stringify(series)}`;
    isFirst = false;
  }
  yield '],"promql_expr_test":[';
  const expr = JSON.stringify(changesQuery(alerts, step));
  for (let i = 0; i <= table.lastStep; i++) yield `${i === 0 ? '' : ',\n'}{"eval_time":"${i * stepSeconds}s","expr":${expr}}`;
  yield ']}]}';
}

/** Alerts that began at a step (value 1) or were over at it (value 0). */
function changesQuery(alerts: readonly string[], step: string): string {
  const names = JSON.stringify(alerts.map((name) => name.replaceAll(/[^\w]/g, '\\$&')).join('|'));
  const firing = `ALERTS{alertstate="firing",alertname=~${names}}`;
  return `(${firing} unless ${firing} offset ${step}) or 0 * (${firing} offset ${step} unless ${firing})`;
}
