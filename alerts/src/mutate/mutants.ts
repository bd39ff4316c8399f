import { DEFAULT_CONFIG, type AlertConfig } from '../config.js';
import { prometheusGroups, type PrometheusGroup, type PrometheusRule } from '../render/prometheus.js';
import { expressionOf, type AlertRule } from '../rule.js';
import { allRules, type RuleFile } from '../rules/all-rules.js';

/** Rules with one thing wrong, which a test should see. Texts are those of the right rules: a test must fail by what fires when. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly groups: readonly PrometheusGroup[];
  /** Names of alerts whose rules differ from the right ones. */
  readonly alerts: readonly string[];
}

const MOVES = [0.8, 1.2];
const HALVES: Readonly<Record<string, string>> = { '2m': '1m', '10m': '5m', '30m': '15m', '1h': '30m', '2h': '1h' };

/** Every threshold moved by a fifth up and down, every `for` halved, every guard removed. */
export function mutants(): Mutant[] {
  const files = allRules(DEFAULT_CONFIG);
  return [...configMutants(files), ...files.flatMap((file) => [...forMutants(file), ...guardMutants(file)])];
}

function configMutants(files: readonly RuleFile[]): Mutant[] {
  const moved = numbersOf(DEFAULT_CONFIG).flatMap(({ path, value }) =>
    MOVES.map((factor) => ({ name: `${path.join('.')} x ${factor}`, config: changed(DEFAULT_CONFIG, path, movedBy(path, value, factor)) })),
  );
  // The guard against few requests is a part of each burn rate, not a guard behind it; so is the short window.
  const removed = [{ name: 'serving.minBadEvents removed', config: changed(DEFAULT_CONFIG, ['serving', 'minBadEvents'], 0) }];
  const pairs = (['fast', 'slow'] as const).flatMap((kind) =>
    DEFAULT_CONFIG.serving[kind].map(({ long }, i) => ({
      name: `serving.${kind}.${i}.short removed`,
      config: changed(DEFAULT_CONFIG, ['serving', kind, String(i), 'short'], long),
    })),
  );
  return [...moved, ...removed, ...pairs].flatMap(({ name, config }) => {
    const next = allRules(config);
    return files.flatMap((file, i) => {
      const groups = prometheusGroups(next[i] as RuleFile, config);
      const alerts = differing(prometheusGroups(file, DEFAULT_CONFIG), groups);
      return alerts.length > 0 ? [{ name, file: file.name, groups, alerts }] : [];
    });
  });
}

/** Numbers of whole things: a fifth of two models is none. They move by one. */
const WHOLE = new Set(['pipeline.silentMinModels', 'quality.pageWindows']);

function movedBy(path: readonly string[], value: number, factor: number): number {
  return WHOLE.has(path.join('.')) ? value + Math.sign(factor - 1) : value * factor;
}

function forMutants(file: RuleFile): Mutant[] {
  return withAlerts(file, (rule, base) => {
    const half = HALVES[rule.for ?? ''];
    return half === undefined ? [] : [{ what: 'for halved', rule: { ...base, for: half } }];
  });
}

function guardMutants(file: RuleFile): Mutant[] {
  return withAlerts(file, ({ signal, guards }, base) =>
    guards.map((guard, i) => ({
      what: `guard removed (${guard.why})`,
      rule: { ...base, expr: expressionOf({ signal, guards: guards.filter((_, k) => k !== i) }) },
    })),
  );
}

function withAlerts(
  file: RuleFile,
  change: (rule: AlertRule, base: PrometheusRule) => readonly { what: string; rule: PrometheusRule }[],
): Mutant[] {
  const groups = prometheusGroups(file, DEFAULT_CONFIG);
  return file.groups.flatMap(({ records, alerts }, g) =>
    alerts.flatMap((alert, a) => {
      const at = records.length + a;
      const base = groups[g]?.rules[at] as PrometheusRule;
      return change(alert, base).map(({ what, rule }) => ({
        name: `${alert.alert} (${alert.severity}) ${what}`,
        file: file.name,
        groups: groups.map((group, k) => (k === g ? { ...group, rules: group.rules.map((old, r) => (r === at ? rule : old)) } : group)),
        alerts: [alert.alert],
      }));
    }),
  );
}

/** Alerts that differ; where a record does, all of them, for any may read it. */
function differing(before: readonly PrometheusGroup[], after: readonly PrometheusGroup[]): string[] {
  const rules = (groups: readonly PrometheusGroup[]): PrometheusRule[] => groups.flatMap((group) => group.rules);
  const next = rules(after);
  const changes = rules(before).filter((rule, i) => rule.expr !== next[i]?.expr);
  const isAll = changes.some(({ record }) => record !== undefined);
  const names = (isAll ? next : changes).flatMap(({ alert }) => (alert === undefined ? [] : [alert]));
  return [...new Set(names)];
}

interface NumberAt {
  readonly path: readonly string[];
  readonly value: number;
}

function numbersOf(value: unknown, path: readonly string[] = []): NumberAt[] {
  if (typeof value === 'number') return [{ path, value }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersOf(inner, [...path, key]));
}

function changed(config: AlertConfig, path: readonly string[], value: number | string): AlertConfig {
  const copy = structuredClone(config);
  const holder = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy as unknown as Record<string, unknown>);
  holder[path.at(-1) ?? ''] = value;
  return copy;
}
