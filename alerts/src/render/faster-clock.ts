import type { AlertConfig } from '../config.js';
import type { AlertRule, Guard, RecordRule } from '../rule.js';
import type { RuleFile } from '../rules/all-rules.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const DURATION = String.raw`(?:\d+[smhdw])+`;

/**
 * The rules of a configuration as they are where time runs `factor` times faster: every range, offset, `for`, interval and threshold in
 * seconds is divided by it. So a test sees hours of rules in minutes, and they are the same rules.
 *
 * Two things do not get faster: names of records stay (`ratio_rate1h`), and so do the texts for people.
 *
 * @param makeRules of a configuration, as `allRules`
 * @param factor a whole number that divides 60
 */
export function onFasterClock(
  makeRules: (config: AlertConfig) => readonly RuleFile[],
  config: AlertConfig,
  factor: number,
): readonly RuleFile[] {
  return makeRules(fasterConfig(config, factor)).map(({ name, groups }) => ({
    name,
    groups: groups.map((group) => ({
      ...group,
      interval: group.interval === null ? null : fasterDuration(group.interval, factor),
      records: group.records.map((rule): RecordRule => ({ ...rule, expr: fasterExpression(rule.expr, factor) })),
      alerts: group.alerts.map((rule) => fasterAlert(rule, factor)),
    })),
  }));
}

/** Thresholds of a configuration that are seconds; the others are shares and counts. */
function fasterConfig(config: AlertConfig, factor: number): AlertConfig {
  const { drift, pipeline } = config;
  return {
    ...config,
    drift: { ...drift, staleMinSeconds: drift.staleMinSeconds / factor },
    pipeline: {
      ...pipeline,
      lagSeconds: pipeline.lagSeconds / factor,
      checkpointSeconds: pipeline.checkpointSeconds / factor,
      notificationSeconds: pipeline.notificationSeconds / factor,
    },
  };
}

function fasterAlert(rule: AlertRule, factor: number): AlertRule {
  return {
    ...rule,
    signal: fasterExpression(rule.signal, factor),
    guards: rule.guards.map((guard): Guard => ({ ...guard, expr: fasterExpression(guard.expr, factor) })),
    for: rule.for === null ? null : fasterDuration(rule.for, factor),
    worst: rule.worst && { ...rule.worst, query: fasterExpression(rule.worst.query, factor) },
  };
}

/**
 * Divides the ranges and offsets of an expression.
 *
 * @example fasterExpression('rate(a_total[1h]) > 3 * rate(a_total[5m] offset 1d1h)', 60) // 'rate(a_total[60s]) > 3 * rate(a_total[5s] offset 1500s)'
 */
export function fasterExpression(expression: string, factor: number): string {
  return expression.replaceAll(new RegExp(String.raw`(?<=\[|\boffset )${DURATION}`, 'g'), (duration) => fasterDuration(duration, factor));
}

/**
 * A duration divided, in whole seconds or milliseconds.
 *
 * @example fasterDuration('30s', 60) // '500ms'
 */
export function fasterDuration(duration: string, factor: number): string {
  if (!new RegExp(`^${DURATION}$`).test(duration)) throw new Error(`${duration} is no duration as the rules have them, such as 1h30m`);
  const seconds = [...duration.matchAll(/(\d+)([smhdw])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * (SECONDS[unit ?? ''] ?? 0), 0);
  const ms = (seconds * 1000) / factor;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${Math.round(ms)}ms`;
}
