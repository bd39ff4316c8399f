import type { AlertRule } from '../rule.js';
import { nameFaults, type KnownSeries } from './known-names.js';

/** In this order; people find their way in any of them, once they know one. */
const HEADINGS = ['Meaning', 'Impact', 'Is it the data, the model or the monitor?', 'Diagnosis', 'Mitigation', 'Roll back'];

/** Series of Prometheus itself, and of every process: no catalogue has them. */
const FOREIGN = /^(prometheus|process)_/;

/** A query of a runbook, and what it should give. */
export interface RunbookQuery {
  readonly query: string;
  readonly expected: string;
}

export function runbookQueries(text: string): RunbookQuery[] {
  return [...text.matchAll(/```promql\n([\s\S]*?)\n```\n\n(?:Expected: ([^\n]+))?/g)].map(([, query = '', expected = '']) => ({
    query,
    expected,
  }));
}

/** A query with the names of an alert filled in. */
export function filled(query: string, labels: Readonly<Record<string, string>>): string {
  return query.replaceAll(/<(\w+)>/g, (place, name: string) => labels[name] ?? place);
}

/** What a runbook lacks; empty where all is well. */
export function runbookFaults(alert: string, rules: readonly AlertRule[], text: string, known: KnownSeries): string[] {
  const faults: string[] = [];
  const labels = new Set(rules.flatMap((rule) => rule.labels));
  if (!text.startsWith(`# ${alert}\n`)) faults.push('its title is not the name of the alert');
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  if (headings.join() !== HEADINGS.join()) faults.push(`its headings are not ${HEADINGS.join(', ')}`);
  const queries = runbookQueries(text);
  if (queries.length < 2 && alert !== 'ConfigReloadFailed') faults.push('it has fewer than two queries');
  for (const { query, expected } of queries) {
    if (expected === '') faults.push(`it does not say what is expected of ${query}`);
    for (const [, place = ''] of query.matchAll(/<(\w+)>/g)) if (!labels.has(place)) faults.push(`its alerts have no label ${place}`);
    faults.push(...nameFaults(query, known).filter((fault) => !isForeign(fault)));
  }
  return faults;
}

function isForeign(fault: string): boolean {
  return FOREIGN.test(/^no metric (\S+)/.exec(fault)?.[1] ?? '') || /^sort_desc /.test(fault);
}
