import { layoutOf, type Baseline, type CalibrationSection } from '../baseline/index.js';
import { profileColumns, type DataTable, type ProfiledChunk } from '../baseline/io.js';
import type { DriftSettings } from '../contract/index.js';
import {
  calibrationSection,
  MIN_REFERENCE_WINDOWS,
  type CutFeature,
  type FalseAlarmBudget,
  type ReferenceWindows,
} from '../drift/index.js';
import { fineBinCount, judgedBinLabels, judgedCounts, type FeatureLayout } from '../profile/index.js';
import { cliError } from './errors.js';
import { count } from './print-number.js';
import { durationText } from './duration-text.js';

/** What a calibration takes beside the baseline. */
export interface CalibrationRequest {
  readonly time: string;
  readonly featuresAt?: string | undefined;
  readonly windowMs: number;
  readonly budget: FalseAlarmBudget;
  readonly settings: DriftSettings;
  readonly onProgress: (text: string) => void;
}

/**
 * Cuts the data of a baseline into windows and replays them against each other.
 *
 * @param table what the baseline was built from
 * Errors: CLI_TOO_FEW_WINDOWS; those of profileColumns.
 */
export async function calibrateBaseline(table: DataTable, baseline: Baseline, request: CalibrationRequest): Promise<CalibrationSection> {
  const { time, featuresAt, windowMs, budget, settings, onProgress } = request;
  const judged = baseline.prediction ? [...baseline.features, baseline.prediction] : baseline.features;
  const layouts = judged.map((feature) => layoutOf(feature, { isPrivate: false }).layout);
  const { chunks, rowsWithoutTime } = await profileColumns(table, layouts, {
    time,
    featuresAt,
    chunk: { kind: 'length', ms: windowMs },
    onProgress: ({ name, done, total }) => onProgress(`${done} of ${total} columns cut into windows (${name})`),
  });
  if (chunks.length < MIN_REFERENCE_WINDOWS) {
    throw cliError('CLI_TOO_FEW_WINDOWS', {
      path: table.file.path,
      found: chunks.length,
      window: durationText(windowMs),
      least: MIN_REFERENCE_WINDOWS,
    });
  }
  onProgress(`${count(chunks.length)} windows: looking for what depends on what`);
  return calibrationSection(referenceWindows(baseline, layouts, chunks, windowMs), settings, budget, {
    rowsWithoutTime,
    onProgress: (done) => onProgress(`${count(done)} of ${count(chunks.length)} windows replayed`),
  });
}

function referenceWindows(
  { features, prediction }: Baseline,
  layouts: readonly FeatureLayout[],
  chunks: readonly ProfiledChunk[],
  windowMs: number,
): ReferenceWindows {
  const cut = layouts.map((layout, i): CutFeature => {
    const own = chunks.map(({ counts }) => counts[i] as Float64Array);
    const bins = fineBinCount(layout);
    return {
      feature: layout.name,
      type: layout.type,
      bins: judgedBinLabels(layout),
      counts: own.map((counts) => judgedCounts(layout, counts)),
      missing: own.map((counts) => counts[bins] as number),
      invalid: own.map((counts) => counts[bins + 1] as number),
    };
  });
  return {
    windowMs,
    rows: chunks.map(({ rows }) => rows),
    features: cut.slice(0, features.length),
    prediction: prediction ? (cut[features.length] as CutFeature) : null,
  };
}
