import type { DriftSettings, ModelVerdict } from '../../contract/index.js';
import type { FeatureTable } from '../feature-table.js';
import { judgeWindow } from '../judge-window.js';
import { nextStreaks, type Streaks } from '../streaks.js';
import { judgedOf, type CutFeature, type ReferenceWindows } from './reference-windows.js';

/** What the default policy said of the windows of a reference. */
export interface ReplayedAlarms {
  /** Runs of alarming windows. */
  readonly alarms: number;
  /** Windows in which each feature counted as drifted, by name; only those with any. */
  readonly windowsByFeature: ReadonlyMap<string, number>;
}

/**
 * Judges every window of a reference by the default policy as it runs in production, against the reference without its block and the blocks beside it.
 *
 * An alarm is a run of windows in which a feature or the prediction is drifted; a window without any verdict neither ends nor begins one.
 */
export function replayAlarms(
  reference: ReferenceWindows,
  settings: DriftSettings,
  blockLength: number,
  onProgress: (done: number) => void = () => undefined,
): ReplayedAlarms {
  const rests = judgedOf(reference).map((feature) => restByBlock(feature, blockLength));
  const windowsByFeature = new Map<string, number>();
  let [alarms, isAlarming] = [0, false];
  let streaks: Streaks = {};
  for (let w = 0; w < reference.rows.length; w++) {
    const tables = judgedOf(reference).map((feature, i) => tableOf(feature, w, rests[i]?.[Math.floor(w / blockLength)] as Rest));
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

interface Rest {
  readonly reference: number[];
  readonly referenceMissing: number;
  readonly referenceInvalid: number;
}

/** For each block the counts of all but it and the blocks beside it. */
function restByBlock({ bins, counts, missing, invalid }: CutFeature, blockLength: number): Rest[] {
  const windows = Array.from(counts.keys());
  const blocks = Array.from({ length: Math.ceil(windows.length / blockLength) }, (_, block) => block);
  const countsOf = (inside: readonly number[]): Rest => ({
    reference: bins.map((_, bin) => inside.reduce((sum, w) => sum + (counts[w]?.[bin] as number), 0)),
    referenceMissing: inside.reduce((sum, w) => sum + (missing[w] as number), 0),
    referenceInvalid: inside.reduce((sum, w) => sum + (invalid[w] as number), 0),
  });
  const all = countsOf(windows);
  return blocks.map((block) => {
    const own = countsOf(windows.slice(Math.max(0, block - 1) * blockLength, (block + 2) * blockLength));
    return {
      reference: all.reference.map((n, bin) => n - (own.reference[bin] as number)),
      referenceMissing: all.referenceMissing - own.referenceMissing,
      referenceInvalid: all.referenceInvalid - own.referenceInvalid,
    };
  });
}

function tableOf({ feature, type, bins, counts, missing, invalid }: CutFeature, w: number, rest: Rest): FeatureTable {
  const current = Array.from(counts[w] as ArrayLike<number>);
  return { feature, type, bins, ...rest, current, currentMissing: missing[w] as number, currentInvalid: invalid[w] as number };
}
