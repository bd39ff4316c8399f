import { z } from 'zod';
import { backtestError } from './errors.js';
import { metricNames } from './metric-names.js';

const ruleSchema = z.looseObject({
  alert: z.string().optional(),
  record: z.string().optional(),
  expr: z.coerce.string(),
  labels: z.record(z.string(), z.coerce.string()).default({}),
});
const fileSchema = z.object(
  { groups: z.array(z.looseObject({ name: z.string(), rules: z.array(ruleSchema) }), { error: 'must be a list of groups of rules' }) },
  { error: 'must hold `groups:`' },
);

/** One rule as it stands in its file; keys that are not looked at are kept. */
export type Rule = z.infer<typeof ruleSchema>;

/** One file of rules: what stands in it, and its groups in order. */
export interface RuleSource {
  readonly file: string;
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

/** An alert as it is scored: alerts of one name and several severities are several. */
export interface ScoredRule {
  readonly alert: string;
  readonly severity: string;
}

/** Rules that are replayed together: the alerts of one file with what they read. */
export interface RuleJob {
  readonly file: string;
  /** Names of the alerts whose firings are taken from this job. */
  readonly alerts: readonly string[];
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
  /** Metrics of the history that they read; null where they may read any. */
  readonly reads: ReadonlySet<string> | null;
}

/** The alerts that Prometheus writes itself. */
const OWN_ALERTS = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

/** @param content of the YAML file. Errors: BACKTEST_BAD_RULES. */
export function readRules(content: unknown, file: string): RuleSource {
  const parsed = fileSchema.safeParse(content);
  if (parsed.success) return { file, groups: parsed.data.groups };
  const [issue] = parsed.error.issues;
  throw backtestError('BACKTEST_BAD_RULES', { file, problem: [issue?.path.join('.'), issue?.message].filter(Boolean).join(' ') });
}

/** All rules of all files. */
function rulesOf(sources: readonly RuleSource[]): Rule[] {
  return sources.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules));
}

/** The alerts of some rules, each once, in their order. */
export function scoredRules(rules: readonly Rule[]): ScoredRule[] {
  const found = new Map<string, ScoredRule>();
  for (const { alert, labels } of rules) {
    const severity = labels['severity'] ?? '';
    if (alert !== undefined) found.set(JSON.stringify([alert, severity]), { alert, severity });
  }
  return [...found.values()];
}

/**
 * Alerts that a history can tell something about, and those of whose metrics it holds none: `absent(up)` would fire all the time where
 * nobody kept `up`, and says nothing then.
 *
 * @param names of metrics in the history
 */
export function judgedRules(sources: readonly RuleSource[], names: ReadonlySet<string>): { judged: Rule[]; unjudged: Rule[] } {
  const all = rulesOf(sources);
  const alerts = all.filter(({ alert }) => alert !== undefined);
  const isJudged = (rule: Rule): boolean => {
    const { reads } = closureOf([rule], all);
    return reads === null || reads.size === 0 || [...reads].some((name) => names.has(name));
  };
  return { judged: alerts.filter(isJudged), unjudged: alerts.filter((rule) => !isJudged(rule)) };
}

/** Names of the metrics that all alerts read; null where one may read any. */
export function namesRead(sources: readonly RuleSource[]): ReadonlySet<string> | null {
  const all = rulesOf(sources);
  return closureOf(
    all.filter(({ alert }) => alert !== undefined),
    all,
  ).reads;
}

/**
 * One job for each file that has alerts. Into it goes what its alerts read, directly or through records and other alerts, from whichever
 * file; what nothing reads cannot change what fires, and is left out.
 *
 * @param judged the alerts that are replayed
 */
export function ruleJobs(sources: readonly RuleSource[], judged: readonly Rule[]): RuleJob[] {
  const all = rulesOf(sources);
  return sources.flatMap((source) => {
    const own = rulesOf([source]).filter((rule) => judged.includes(rule));
    if (own.length === 0) return [];
    const { rules: wanted, reads } = closureOf(own, all);
    const groups = sources.flatMap(({ groups }, f) =>
      // Names of groups are unique in a file only, and all go into one.
      groups.map(({ rules, ...group }) => ({ ...group, name: `${f} ${group.name}`, rules: rules.filter((rule) => wanted.has(rule)) })),
    );
    return [{ file: source.file, alerts: [...new Set(own.map(({ alert }) => alert ?? ''))], groups: groups.filter(hasRules), reads }];
  });
}

/** Rules with all that they read of other rules, and the metrics that these read. */
function closureOf(rules: readonly Rule[], all: readonly Rule[]): { rules: Set<Rule>; reads: Set<string> | null } {
  const wanted = new Set(rules);
  const reads = new Set<string>();
  let isAny = false;
  // A set that grows while it is gone through: what is needed of what is needed comes too.
  for (const rule of wanted) {
    const { names, needs } = dependenciesOf(rule, all);
    for (const need of needs) wanted.add(need);
    isAny ||= names === null;
    for (const name of names ?? []) reads.add(name);
  }
  return { rules: wanted, reads: isAny ? null : reads };
}

function hasRules({ rules }: { readonly rules: readonly Rule[] }): boolean {
  return rules.length > 0;
}

/** Metrics of the history that a rule reads, and rules that make what it reads. */
function dependenciesOf({ expr }: Rule, all: readonly Rule[]): { names: Set<string> | null; needs: Rule[] } {
  const found = metricNames(expr);
  if (found === null) return { names: null, needs: [...all] };
  const names = new Set<string>();
  const needs: Rule[] = [];
  for (const name of found) {
    if (OWN_ALERTS.has(name)) {
      const named = all.filter(({ alert }) => alert !== undefined && expr.includes(alert));
      needs.push(...(named.length > 0 ? named : all.filter(({ alert }) => alert !== undefined)));
      continue;
    }
    const makers = all.filter(({ record }) => record === name);
    needs.push(...makers);
    // A history may hold what a rule records too, where it is taken from a Prometheus with these rules: the rule makes it anew.
    if (makers.length === 0) names.add(name);
  }
  return { names, needs };
}
