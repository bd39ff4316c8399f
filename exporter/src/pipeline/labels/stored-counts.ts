import { LABEL_OUTCOMES, PREDICTION_OUTCOMES, type LabelOutcome, type PredictionOutcome } from '../../contract/index.js';
import { unpack } from '../../profile/index.js';
import { LAG_BOUNDS_SECONDS, VersionLabels } from './version-labels.js';

/** What was counted of the labels of a model, all versions together. */
export interface StoredLabelCounts {
  readonly outcomes: Readonly<Record<LabelOutcome, number>>;
  readonly predictions: Readonly<Record<PredictionOutcome, number>>;
  /** Joined labels that came more than so many milliseconds after their prediction, and not more than those of the next entry. */
  readonly lags: readonly { readonly aboveMs: number; readonly count: number }[];
}

/** Reads the counts of a committed state of a join; null where it is none. */
export function storedLabelCounts(state: Uint8Array): StoredLabelCounts | null {
  const counts = unpack(state)?.header['counts'];
  if (typeof counts !== 'object' || counts === null) return null;
  const versions = Object.values(counts as Record<string, Record<string, unknown>>).map((json) => {
    const version = new VersionLabels();
    version.restore(json);
    return version;
  });
  const sum = (of: (version: VersionLabels) => number): number => versions.reduce((all, version) => all + of(version), 0);
  const summed = <Name extends string>(names: readonly Name[], of: (version: VersionLabels) => Float64Array): Record<Name, number> =>
    Object.fromEntries(names.map((name, i) => [name, sum((version) => of(version)[i] ?? 0)])) as Record<Name, number>;
  return {
    outcomes: summed(LABEL_OUTCOMES, ({ outcomes }) => outcomes),
    predictions: summed(PREDICTION_OUTCOMES, ({ predictions }) => predictions),
    lags: [0, ...LAG_BOUNDS_SECONDS].map((seconds, i) => ({ aboveMs: seconds * 1000, count: sum(({ lags }) => lags[i] ?? 0) })),
  };
}
