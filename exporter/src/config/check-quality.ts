import { DEFAULT_AT, DEFAULT_CUT, defaultMargin, defaultMetric, metricOf, metricsOf } from '../quality/index.js';
import { nearestWord } from './nearest-word.js';
import type { QualityInput } from './quality-schema.js';

type Say = (keys: readonly string[], text: string) => void;

/** Faults of the settings of quality that one key alone does not show. */
export function qualityFaults(quality: QualityInput, say: Say): void {
  const { task, positive, cut, at, fairness, label_delay, label_horizon } = quality;
  if (positive !== undefined && task !== 'binary') {
    say(['positive'], `is for task: binary; a ${task} model has no positive class, remove it`);
  }
  if (cut !== DEFAULT_CUT && task !== 'binary') say(['cut'], `is for task: binary; a ${task} model has no cut, remove it`);
  if (at !== DEFAULT_AT && task !== 'ranking') say(['at'], `is for task: ranking; a ${task} model has no lists, remove it`);
  if (fairness.length > 0 && task === 'ranking') say(['fairness'], 'is not measured for task: ranking; remove it');
  if (new Set(fairness).size < fairness.length) say(['fairness'], 'names a feature twice; name each once');
  if (label_horizon < label_delay) {
    say(['label_horizon'], 'is shorter than label_delay, so that windows would be judged after their predictions are gone; make it longer');
  }
  metricFaults(quality, say);
}

function metricFaults({ task, metric = defaultMetric(task), margin, expected }: QualityInput, say: Say): void {
  const known = metricOf(task, metric);
  const usable = metricsOf(task).flatMap(({ name, hasInterval }) => (hasInterval ? [name] : []));
  if (!known) {
    const near = nearestWord(metric, usable);
    const hint = near === null ? '' : `did you mean ${near}? `;
    return say(['metric'], `is no metric of a ${task} model; ${hint}allowed: ${usable.join(', ')}`);
  }
  if (!known.hasInterval) return say(['metric'], `is ${metric}, which has no interval to judge by; allowed: ${usable.join(', ')}`);
  if (margin === undefined && defaultMargin(task, metric) === null) {
    const unit = known.unit === 'nats' ? 'nats' : 'the unit of the target';
    say(['margin'], `is missing: ${metric} is measured in ${unit}, and only you know which loss matters; set how much worse it may be`);
  }
  const [least, most] = known.range;
  if (expected === undefined || (expected >= (least ?? -Infinity) && expected <= (most ?? Infinity))) return;
  say(['expected'], `is ${expected}, which ${metric} cannot be; allowed: ${rangeWords(least, most)}`);
}

function rangeWords(least: number | null, most: number | null): string {
  if (least === null) return `a number of at most ${most}`;
  return most === null ? `a number of at least ${least}` : `a number from ${least} to ${most}`;
}
