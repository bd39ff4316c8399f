import { finding, type Finding } from './findings.js';
import { shareInWords, spanInWords } from './in-words.js';

export type FeatureType = 'numeric' | 'categorical';

/** A feature in the newest records: how many have it, and how many of those hold something else than the baseline expects. */
export interface SeenFeature {
  readonly present: number;
  readonly otherType: number;
}

/** A model with its baseline and its newest records, over all sources. */
export interface ModelFacts {
  readonly model: string;
  readonly baseline:
    | { readonly path: string; readonly model: string; readonly features: ReadonlyMap<string, FeatureType> }
    | { readonly path: string; readonly problem: string; readonly advice: string }
    | null;
  readonly records: number;
  /** Features of the baseline, as the newest records have them. */
  readonly seen: ReadonlyMap<string, SeenFeature>;
  /** Features that only the log has. */
  readonly extra: readonly string[];
  readonly windowMs: number;
  readonly minSamples: number;
  /** Records a millisecond in the newest part of the log; null where it is too short to tell. */
  readonly recordsPerMs: number | null;
}

/** Share of values of another type from which on a feature counts as retyped; single ones are counted as invalid by the exporter. */
const RETYPED_RATIO = 0.5;
/** Features of one kind that are named one by one; a map that does not fit would name hundreds. */
const NAMED = 5;
/** Records below which a feature that none has may be chance. */
const ENOUGH_RECORDS = 20;
/** Windows that people choose. */
const WINDOWS_MS = [
  ['1h', 3_600_000],
  ['6h', 21_600_000],
  ['1d', 86_400_000],
  ['7d', 604_800_000],
  ['30d', 2_592_000_000],
] as const;

/** Whether the baseline fits the log, and the windows fit the traffic. */
export function checkModel(facts: ModelFacts): Finding[] {
  const { model, baseline } = facts;
  if (baseline === null) return [];
  if ('problem' in baseline) return [finding('baseline_unreadable', baseline.path, baseline)];
  const findings = [...checkFeatures(facts, baseline.path, baseline.features), ...checkWindow(facts)];
  if (baseline.model !== model) findings.unshift(finding('baseline_other_model', `models.${model}.baseline`, { found: baseline.model }));
  return findings;
}

function checkFeatures({ records, seen, extra }: ModelFacts, path: string, features: ReadonlyMap<string, FeatureType>): Finding[] {
  if (records < ENOUGH_RECORDS) return [];
  const missing: Finding[] = [];
  const retyped: Finding[] = [];
  for (const [feature, expected] of features) {
    const { present, otherType } = seen.get(feature) ?? { present: 0, otherType: 0 };
    if (present === 0) missing.push(finding('baseline_feature_missing', path, { feature, records }));
    else if (otherType / present >= RETYPED_RATIO) {
      const found = expected === 'numeric' ? 'no number' : 'a number';
      const option = expected === 'numeric' ? 'categorical' : 'numeric';
      retyped.push(
        finding('baseline_feature_retyped', path, { feature, expected, found, option, share: shareInWords(otherType, present) }),
      );
    }
  }
  const further = extra.map((feature) => finding('baseline_feature_extra', path, { feature }));
  return [missing, retyped, further].flatMap((findings) => findings.slice(0, NAMED));
}

function checkWindow({ model, windowMs, minSamples, recordsPerMs }: ModelFacts): Finding[] {
  if (recordsPerMs === null) return [];
  const rows = Math.floor(recordsPerMs * windowMs);
  if (rows >= minSamples) return [];
  const [longer = 'several months'] = WINDOWS_MS.find(([, ms]) => recordsPerMs * ms >= minSamples) ?? [];
  return [finding('window_too_small', `models.${model}.window`, { window: spanInWords(windowMs), rows, min_samples: minSamples, longer })];
}
