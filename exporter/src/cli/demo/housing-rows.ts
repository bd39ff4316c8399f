import { readFileSync } from 'node:fs';

/** One row of the California housing data (NannyML, Apache-2.0): what the model was given and what it answered. */
export interface HousingRow {
  readonly month: string;
  readonly features: Readonly<Record<string, number>>;
  readonly prediction: string;
  readonly score: number;
}

const FEATURES = ['MedInc', 'HouseAge', 'AveRooms', 'AveBedrms', 'Population', 'AveOccup', 'Latitude', 'Longitude'] as const;

/** Reads one of the CSV files; the files are part of the repository and have no quoted fields. */
export function readHousing(path: string): HousingRow[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = header.trim().split(',');
  const at = (name: string): number => columns.indexOf(name);
  return lines.map((line) => {
    const cells = line.trim().split(',');
    const cell = (name: string): string => cells[at(name)] ?? '';
    return {
      month: cell('timestamp').slice(0, 7),
      features: Object.fromEntries(FEATURES.map((name) => [name, Number(cell(name))])),
      prediction: cell('y_pred'),
      score: Number(cell('y_pred_proba')),
    };
  });
}
