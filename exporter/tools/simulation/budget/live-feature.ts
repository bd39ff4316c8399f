import { DEFAULT_DRIFT_SETTINGS, psi, type CutFeature, type FeatureTable } from '../../../src/drift/index.js';

/** Rounding that may not hide a window from the verdict. */
const ROUNDING = 1e-9;

/**
 * One feature of a simulated month beside its reference. It tells which windows can be drifted at all, so that the verdict, which is
 * slower, need not be asked for the others.
 */
export class LiveFeature {
  isFittedPossible = false;
  isFloorPossible = false;
  readonly #reference: Omit<FeatureTable, 'current' | 'currentMissing' | 'currentInvalid'>;
  readonly #missingRate: number;
  readonly #threshold: number;
  #current: number[] = [];
  #missing = 0;

  constructor({ feature, type, bins, counts, missing }: CutFeature, threshold: number) {
    const reference = new Array<number>(bins.length).fill(0);
    for (const row of counts)
      for (let bin = 0; bin < bins.length; bin++) reference[bin] = (reference[bin] as number) + (row[bin] as number);
    const referenceMissing = Array.from(missing).reduce((sum, n) => sum + n, 0);
    this.#reference = { feature, type, bins, reference, referenceMissing, referenceInvalid: 0 };
    this.#missingRate = referenceMissing / (referenceMissing + reference.reduce((sum, n) => sum + n, 0));
    this.#threshold = threshold;
  }

  take({ counts, missing }: { readonly counts: number[]; readonly missing: number }): void {
    this.#current = counts;
    this.#missing = missing;
    let seen = missing;
    for (const count of counts) seen += count;
    const effect = psi(this.#reference.reference, counts) ?? 0;
    const hasMissingGrown = missing / seen - this.#missingRate >= DEFAULT_DRIFT_SETTINGS.missing_threshold - ROUNDING;
    this.isFittedPossible = hasMissingGrown || effect >= this.#threshold;
    this.isFloorPossible = hasMissingGrown || effect >= DEFAULT_DRIFT_SETTINGS.threshold;
  }

  table(): FeatureTable {
    return { ...this.#reference, current: this.#current, currentMissing: this.#missing, currentInvalid: 0 };
  }
}
