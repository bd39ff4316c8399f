import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '../../tools/find-tool.js';

export const MINUTE_MS = 60_000;

/** An alert that fired at each whole minute of [from, to), counted from the beginning of the history. */
export interface PastFiring {
  readonly labels: Readonly<Record<string, string>>;
  readonly from: number;
  readonly to: number;
  /** Since which minute its condition held; default: that of `from`. */
  readonly since?: number;
  /** Evaluations that were lost. */
  readonly without?: readonly number[];
}

/** Writes the samples of ALERTS and ALERTS_FOR_STATE that Prometheus would have stored, as blocks in a data folder. */
export function writeAlertHistory(folder: string, beginMs: number, firings: readonly PastFiring[]): void {
  const samples = (name: string, more: Record<string, string>, valueOf: (firing: PastFiring) => number): string[] =>
    firings.flatMap((firing) => {
      const labels = Object.entries({ ...firing.labels, ...more }).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      const minutes = Array.from({ length: firing.to - firing.from }, (_, i) => firing.from + i);
      return minutes
        .filter((minute) => !(firing.without ?? []).includes(minute))
        .map((minute) => `${name}{${labels.join(',')}} ${valueOf(firing)} ${(beginMs + minute * MINUTE_MS) / 1000}`);
    });
  const lines = [
    '# TYPE ALERTS gauge',
    ...samples('ALERTS', { alertstate: 'firing' }, () => 1),
    '# TYPE ALERTS_FOR_STATE gauge',
    ...samples('ALERTS_FOR_STATE', {}, ({ from, since = from }) => (beginMs + since * MINUTE_MS) / 1000),
    '# EOF',
    '',
  ];
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const file = join(folder, 'history.om');
  writeFileSync(file, lines.join('\n'));
  const made = spawnSync(findTool('promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', file, data], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
}
