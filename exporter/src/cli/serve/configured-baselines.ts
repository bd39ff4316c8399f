import { readFileSync } from 'node:fs';
import { BASELINE_ERRORS, formatBaseline, parseBaseline, type Baseline } from '../../baseline/index.js';
import type { Config } from '../../config/index.js';
import { errorsOf, type Season } from '../../contract/index.js';
import { ANY_VERSION, type Store } from '../../store/index.js';
import { cliError } from '../errors.js';

const baselineError = errorsOf(BASELINE_ERRORS);

/** The baselines that a configuration names, by model. All of them are read before anything is done with one. */
export type ConfiguredBaselines = ReadonlyMap<string, Baseline>;

/**
 * Reads them. Not through `baseline/io`, which brings DuckDB (68 MB) with it.
 *
 * @throws CodedError BASELINE_* of the first that cannot be used; CLI_NOT_CALIBRATED
 */
export function readConfiguredBaselines(config: Config): ConfiguredBaselines {
  const baselines = new Map<string, Baseline>();
  for (const [model, { baselinePath, season, calibration }] of config.models) {
    if (baselinePath === null) continue;
    const where = `${baselinePath} (models.${model}.baseline)`;
    const baseline = readBaseline(baselinePath, where);
    requireSeason(baseline, season, where);
    if (calibration !== null && !baseline.calibration) throw cliError('CLI_NOT_CALIBRATED', { model, path: baselinePath });
    baselines.set(model, baseline);
  }
  return baselines;
}

/**
 * Reads one baseline file.
 *
 * @param where the file and the key that names it, for errors
 * @throws CodedError BASELINE_*
 */
export function readBaseline(file: string, where: string): Baseline {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    // 'ENOENT: no such file or directory', without the call and the path.
    const [reason = ''] = (cause as Error).message.split(',', 1);
    throw baselineError('BASELINE_FILE_MISSING', { path: where, reason }, cause);
  }
  return parseBaseline(text, where);
}

/**
 * A baseline without the season that its model is judged by would call every night drift.
 *
 * @throws CodedError BASELINE_SEASON
 */
export function requireSeason({ model, seasons }: Baseline, season: Season | null, where: string): void {
  const found = seasons?.season ?? 'no season';
  if (season !== null && found !== season) throw baselineError('BASELINE_SEASON', { where, model, season, found });
}

/**
 * Asks for them in one commit, leaving out those that were asked for last: a baseline activated by command stays until the configured file
 * changes.
 */
export function requestBaselines(baselines: ConfiguredBaselines, store: Store, nowMs: number): void {
  const factOf = (model: string): string => `configured baseline of ${model}`;
  const changed = [...baselines].filter(([model, { sha256 }]) => store.facts.get(factOf(model)) !== sha256);
  if (changed.length === 0) return;
  store.commit((records) => {
    for (const [model, baseline] of changed) {
      const { sha256 } = baseline;
      records.baselines.put(sha256, formatBaseline(baseline), nowMs);
      records.activations.request({ model, version: ANY_VERSION, sha256, requestedMs: nowMs, reason: 'configuration' });
      records.facts.put(factOf(model), sha256);
    }
  });
}
