import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Baseline } from '../../baseline/index.js';
import { DataTable, buildBaseline, fieldsOf } from '../../baseline/io.js';
import { DEFAULT_DRIFT_SETTINGS } from '../../drift/index.js';
import type { MapGuess } from '../../guess/index.js';
import { compareFiles, type Comparison } from '../compare-files.js';
import { cliError } from '../errors.js';
import type { SetUpPlan } from './plan-set-up.js';

/** A baseline for a planned set-up, and how the log compares with the reference. */
export interface ReferenceUse {
  readonly baseline: Baseline;
  readonly comparison: Comparison;
}

/**
 * Builds the baseline of the features that the log and the reference have in common, and judges the sampled records by it.
 *
 * Errors: CLI_INIT_REFERENCE, BASELINE_*.
 */
export async function applyReference(reference: string, { map, mainModel, mainVersion, sample }: SetUpPlan): Promise<ReferenceUse> {
  if (map === null)
    throw cliError('CLI_INIT_REFERENCE', {
      reference,
      problem: `records of format ${sample.format.format} cannot be compared before they are read`,
    });
  const { names, featuresAt, columns } = await sharedFeatures(reference, map);
  const categorical = map.features.features
    .filter(({ name, type }) => type === 'categorical' && names.includes(name))
    .map(({ name }) => name);
  const prediction = map.fields.prediction?.field.name;
  const options = { features: names, categorical, featuresAt };
  const baseline = await buildBaseline({
    ...options,
    model: mainModel,
    modelVersion: mainVersion,
    from: reference,
    prediction: prediction !== undefined && columns.includes(prediction) ? prediction : undefined,
  });
  return { baseline, comparison: await firstVerdict(reference, names, categorical, featuresAt, map, sample.records) };
}

async function sharedFeatures(
  reference: string,
  map: MapGuess,
): Promise<{ names: string[]; featuresAt: string | undefined; columns: string[] }> {
  const wanted = map.features.features.map(({ name }) => name);
  const table = await DataTable.open(reference);
  try {
    const columns = table.columns.map(({ name }) => name);
    const object = map.features.at?.length === 1 ? map.features.at[0] : undefined;
    const isNested = object !== undefined && columns.includes(object);
    const has = new Set(isNested ? fieldsOf(table, object).map(({ name }) => name) : columns);
    const names = wanted.filter((name) => has.has(name));
    if (names.length === 0)
      throw cliError('CLI_INIT_REFERENCE', { reference, problem: 'no column of it is called like a feature of the log' });
    return { names, featuresAt: isNested ? object : undefined, columns };
  } finally {
    await table.close();
  }
}

/** Values go through a file that only this user can read, and that is gone when this returns. */
async function firstVerdict(
  reference: string,
  names: readonly string[],
  categorical: readonly string[],
  featuresAt: string | undefined,
  map: MapGuess,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<Comparison> {
  const wanted = map.features.features.filter(({ name }) => names.includes(name));
  const lines = records.map((record) => {
    const row = Object.fromEntries(wanted.map(({ name, field: { path } }) => [name, valueAt(record, path)]));
    return JSON.stringify(featuresAt === undefined ? row : { [featuresAt]: row });
  });
  const folder = mkdtempSync(join(tmpdir(), 'aiops-init-'));
  try {
    const current = join(folder, 'current.jsonl');
    writeFileSync(current, `${lines.join('\n')}\n`, { mode: 0o600 });
    const at = featuresAt === undefined ? {} : { featuresAt };
    return await compareFiles(
      { reference, current, columns: names, ...at, ignore: [], categorical, settings: DEFAULT_DRIFT_SETTINGS },
      () => undefined,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function valueAt(record: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  const found = path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined),
    record,
  );
  return found ?? null;
}
