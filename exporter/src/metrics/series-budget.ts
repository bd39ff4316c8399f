import { metricsError } from './errors.js';

/** One feature that could be exported. */
export interface BudgetFeature {
  readonly name: string;
  readonly isDrifted: boolean;
  /** Higher goes first; 0 where it is not known. */
  readonly importance: number;
  /** Series it takes. */
  readonly series: number;
}

/** What one model version wants to export. */
export interface BudgetRequest {
  readonly model: string;
  readonly version: string;
  /** Series it takes in any case; they are never dropped. */
  readonly fixedSeries: number;
  readonly features: readonly BudgetFeature[];
  /** Names of the features that are exported now. */
  readonly exported: readonly string[];
}

export interface BudgetFit {
  /** Per request, in the order of the requests: names of the features to export, the most wanted first. */
  readonly features: readonly (readonly string[])[];
  /** Series of the features that are left out. */
  readonly droppedSeries: number;
}

/**
 * Chooses which features fit the series budget.
 *
 * What the fixed series leave is shared evenly between the model versions (one that needs less leaves the rest to the
 * others), so that one wide model cannot crowd out another. Within its share a version takes its features in the order
 * drifted first, importance, exported already, name; one that does not fit is passed over for a smaller one.
 *
 * Stable: the same order gives the same choice; feeding the choice back as `exported` changes nothing; a feature of the
 * same standing that is in stays in, so that the return of a drifted feature to normal does not swap two counters.
 *
 * Shape:  result.features[i] belongs to requests[i]. The order of the requests does not matter for what each one gets.
 * Errors: METRICS_BUDGET.
 */
export function fitBudget(budget: number, requests: readonly BudgetRequest[]): BudgetFit {
  requireCounts([budget, ...requests.flatMap((request) => [request.fixedSeries, ...request.features.map((feature) => feature.series)])]);
  const fixed = requests.reduce((sum, request) => sum + request.fixedSeries, 0);
  const shares = evenShares(Math.max(0, budget - fixed), requests);
  let droppedSeries = 0;
  const features = requests.map((request) => {
    let left = shares.get(request) ?? 0;
    const chosen: string[] = [];
    for (const feature of inOrder(request)) {
      if (feature.series <= left) {
        left -= feature.series;
        chosen.push(feature.name);
      } else droppedSeries += feature.series;
    }
    return chosen;
  });
  return { features, droppedSeries };
}

/** Max-min fair: the smallest demands are met first, the others share what is left in equal parts. */
function evenShares(available: number, requests: readonly BudgetRequest[]): Map<BudgetRequest, number> {
  const demands = requests
    .map((request) => ({ request, demand: request.features.reduce((sum, feature) => sum + feature.series, 0) }))
    .sort((a, b) => a.demand - b.demand || byText(a.request.model, b.request.model) || byText(a.request.version, b.request.version));
  const shares = new Map<BudgetRequest, number>();
  let left = available;
  demands.forEach(({ request, demand }, i) => {
    const share = Math.min(demand, Math.floor(left / (demands.length - i)));
    shares.set(request, share);
    left -= share;
  });
  return shares;
}

function inOrder({ features, exported }: BudgetRequest): BudgetFeature[] {
  const isExported = new Set(exported);
  return [...features].sort(
    (a, b) =>
      Number(b.isDrifted) - Number(a.isDrifted) ||
      b.importance - a.importance ||
      Number(isExported.has(b.name)) - Number(isExported.has(a.name)) ||
      byText(a.name, b.name),
  );
}

/** By code unit: the same order on every machine. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function requireCounts(numbers: readonly number[]): void {
  const wrong = numbers.find((n) => !(n >= 0 && n < Infinity));
  if (wrong !== undefined) throw metricsError('METRICS_BUDGET', { found: wrong });
}
