/** A feature that asks to be exported. */
export interface FeatureRequest {
  readonly name: string;
  readonly isDrifted: boolean;
  readonly importance: number;
  /** Series it takes. */
  readonly series: number;
}

/** The features of one model version, and the series it takes besides. */
export interface VersionRequest {
  readonly model: string;
  readonly version: string;
  readonly fixedSeries: number;
  readonly features: readonly FeatureRequest[];
  /** Features exported so far. */
  readonly exported: readonly string[];
}

export interface BudgetFit {
  /** Names of the features to export, in the order of the requests. */
  readonly features: readonly (readonly string[])[];
  readonly droppedSeries: number;
}

/**
 * Spends the series budget: everything that is not a feature first, then features of all model versions in turn, in the
 * order drifted, importance, exported so far, name. A feature that is exported keeps its place against an equal one, so
 * that the selection does not flutter; one of higher rank takes it.
 */
export function fitBudget(budget: number, versions: readonly VersionRequest[]): BudgetFit {
  let left = budget - versions.reduce((sum, version) => sum + version.fixedSeries, 0);
  const ranked = versions.flatMap((version, index) => {
    const exported = new Set(version.exported);
    return version.features.map((feature) => ({ ...feature, index, wasExported: exported.has(feature.name), key: `${feature.name}\u0000${version.model}\u0000${version.version}` }));
  });
  ranked.sort(
    (a, b) =>
      Number(b.isDrifted) - Number(a.isDrifted) ||
      b.importance - a.importance ||
      Number(b.wasExported) - Number(a.wasExported) ||
      (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
  const features: string[][] = versions.map(() => []);
  let droppedSeries = 0;
  for (const { name, series, index } of ranked) {
    if (series <= left) {
      left -= series;
      features[index]?.push(name);
    } else droppedSeries += series;
  }
  return { features, droppedSeries };
}
