import type { DriftSettings, ModelVerdict } from '../../contract/index.js';
import type { FeatureTable } from '../feature-table.js';
import { judgeWindow } from '../judge-window.js';
import { nextStreaks, type Streaks } from '../streaks.js';
import { judgedOf, type BinnedRows, type CutFeature, type ReferenceWindows } from './reference-windows.js';
import { RestOfReference } from './rest-of-reference.js';

/** What the default policy said of the windows of a reference. */
export interface ReplayedAlarms {
  /** Runs of alarming windows. */
  readonly alarms: number;
  /** Windows in which each feature counted as drifted, by name; only those with any. */
  readonly windowsByFeature: ReadonlyMap<string, number>;
}

/**
 * Judges every window of a reference by the default policy as it runs in production, against the rest of the reference (RestOfReference).
 *
 * An alarm is a run of windows in which a feature or the prediction is drifted; a window without any verdict neither ends nor begins one.
 */
export function replayAlarms(
  reference: ReferenceWindows,
  settings: DriftSettings,
  blockLength: number,
  onProgress: (done: number) => void = () => undefined,
): ReplayedAlarms {
  const rests = judgedOf(reference).map((feature) => new RestOfReference(feature, blockLength, reference.pools ?? null));
  const windowsByFeature = new Map<string, number>();
  let [alarms, isAlarming] = [0, false];
  let streaks: Streaks = {};
  for (let w = 0; w < reference.rows.length; w++) {
    const tables = judgedOf(reference).map((feature, i) => tableOf(feature, w, (rests[i] as RestOfReference).at(w)));
    const verdict = judgeWindow({
      rows: reference.rows[w] as number,
      features: tables.slice(0, reference.features.length),
      prediction: reference.prediction ? (tables[tables.length - 1] as FeatureTable) : null,
      settings,
      streaks,
    });
    streaks = nextStreaks(verdict, streaks);
    const drifted = driftedOf(verdict);
    for (const name of drifted) windowsByFeature.set(name, (windowsByFeature.get(name) ?? 0) + 1);
    if (drifted.length > 0 && !isAlarming) alarms++;
    const isJudged = verdict.judged > 0 || (verdict.prediction !== null && verdict.prediction.verdict !== 'insufficient');
    if (isJudged) isAlarming = drifted.length > 0;
    onProgress(w + 1);
  }
  return { alarms, windowsByFeature };
}

function driftedOf({ features, prediction }: ModelVerdict): string[] {
  return [...features, ...(prediction ? [prediction] : [])].filter(({ verdict }) => verdict === 'drifted').map(({ feature }) => feature);
}

function tableOf({ feature, type, bins, counts, missing, invalid }: CutFeature, w: number, rest: BinnedRows): FeatureTable {
  return {
    feature,
    type,
    bins,
    reference: Array.from(rest.counts),
    referenceMissing: rest.missing,
    referenceInvalid: rest.invalid,
    current: Array.from(counts[w] as ArrayLike<number>),
    currentMissing: missing[w] as number,
    currentInvalid: invalid[w] as number,
  };
}
