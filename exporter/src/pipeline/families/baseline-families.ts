import type { DriftPolicy, MetricName } from '../../contract/index.js';
import type { HotExposition, SeriesBlock } from '../../metrics/index.js';
import type { ActiveBaseline } from '../active-baseline.js';
import type { VersionState } from '../version-state.js';

/** What the exposition says about the baseline of one model version. */
export class BaselineFamilies {
  static readonly SERIES = 4;
  readonly sha256: string;
  readonly #blocks: readonly SeriesBlock[];

  constructor(exposition: HotExposition, state: VersionState, active: ActiveBaseline, policy: DriftPolicy) {
    const { baseline } = active;
    const labels = { model: state.model, version: state.version };
    const one = (name: MetricName, set: Record<string, string>, value: number): SeriesBlock => {
      const block = exposition.series(name, [set]);
      block.values[0] = value;
      return block;
    };
    this.sha256 = baseline.sha256;
    this.#blocks = [
      one('aiops_baseline_info', { ...labels, sha256: baseline.sha256, policy, source: baseline.source }, 1),
      one('aiops_baseline_rows', labels, baseline.rows),
      one('aiops_baseline_built_timestamp_seconds', labels, active.builtMs / 1000),
      one('aiops_schema_info', { ...labels, schema_version: '1', sha256: active.schemaSha256 }, 1),
    ];
  }

  dispose(): void {
    for (const block of this.#blocks) block.dispose();
  }
}
