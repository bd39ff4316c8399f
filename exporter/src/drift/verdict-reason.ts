import type { DriftSettings, FeatureVerdict, VerdictState } from '../contract/index.js';
import type { DistributionTest } from './distribution-test.js';

/** What a reason is made of. */
export interface ReasonFacts {
  readonly settings: DriftSettings;
  readonly test: DistributionTest;
  readonly isConstantReference: boolean;
  readonly isDistributionDrifted: boolean;
  readonly n: number;
  readonly qValue: number | null;
  readonly effect: FeatureVerdict['effect'];
  readonly missing: FeatureVerdict['missing'];
  readonly windowVerdict: VerdictState;
  /** Windows in a row in which it drifted, this one included. */
  readonly streak: number;
}

/** Says in words, for people, why a feature got its verdict. Rates and sizes only, never a value of the data. */
export function verdictReason(facts: ReasonFacts): string {
  const { settings, windowVerdict, streak, missing } = facts;
  if (windowVerdict === 'insufficient') return insufficientReason(facts);
  if (windowVerdict === 'stable') return stableReason(facts);
  const causes = [];
  if (facts.isDistributionDrifted) causes.push(distributionChange(facts));
  if (missing.drifted) causes.push(`the missing rate grew from ${percent(missing.reference_ratio)} to ${percent(missing.current_ratio)}`);
  const cause = causes.join(', and ');
  return streak >= settings.consecutive
    ? cause
    : `${cause}; this is window ${streak} in a row of the ${settings.consecutive} that drift takes`;
}

function distributionChange({ effect, qValue, settings, isConstantReference }: ReasonFacts): string {
  const what = isConstantReference ? 'the reference is constant and the window holds other values' : 'the distribution changed';
  return `${what} (PSI ${short(effect.value)}, threshold ${short(effect.threshold)}; q ${short(qValue)}, limit ${short(settings.fdr)})`;
}

function stableReason({ effect, qValue, settings }: ReasonFacts): string {
  const isSignificant = qValue !== null && qValue < settings.fdr;
  const isLarge = effect.value !== null && effect.value >= effect.threshold;
  const q = `q ${short(qValue)}, limit ${short(settings.fdr)}`;
  const size = `PSI ${short(effect.value)}, threshold ${short(effect.threshold)}`;
  if (isSignificant) return `a significant but small change (${size}; ${q})`;
  if (isLarge) return `a change of this size can be chance (${q}; ${size})`;
  return `no significant change (${q}; ${size})`;
}

function insufficientReason({ test, n, settings }: ReasonFacts): string {
  const cause = test.status === 'insufficient' ? test.cause : 'few_values';
  if (cause === 'empty_reference') return 'the reference holds no valid values of this feature';
  if (cause === 'one_bin') return 'all values of reference and window lie in one bin, so there is nothing to compare';
  return `${n} valid values, ${settings.min_samples} are needed`;
}

function short(x: number | null): string {
  return x === null ? 'unknown' : String(Number(x.toPrecision(3)));
}

function percent(ratio: number | null): string {
  return ratio === null ? 'unknown' : `${short(ratio * 100)} %`;
}
