import { isDeepStrictEqual } from 'node:util';
import { CODE_VERSION, CodedError, type StoredVerdict } from '../contract/index.js';
import { isAttributionDriftReproduced, recompute } from '../drift/index.js';
import { openStore, type Store } from '../store/index.js';
import type { CliIo } from './cli-io.js';
import { cliError } from './errors.js';
import type { ExplainFlags } from './explain.js';
import { explainReport, type Recomputation, type VerdictOrigin } from './explain-report.js';
import { percent } from './print-number.js';
import { readConfig } from './serve/read-config.js';
import { textStyle, type TextStyle } from './text-style.js';
import { textTable } from './text-table.js';

/** Exit code where the stored evidence does not give the stored verdict. */
const EXIT_NOT_REPRODUCED = 4;

/**
 * Prints a stored verdict with its evidence and whether it recomputes; without an id the latest ones.
 *
 * Errors: CLI_VERDICT_UNKNOWN, those of the configuration and of the store.
 */
export function explainStored(id: string | undefined, flags: ExplainFlags, io: CliIo): void {
  const folder = flags.store ?? readConfig(flags.config).store.folder;
  const store = openStore({ folder, mode: 'visit', nowMs: Date.now });
  try {
    if (id === undefined) list(store, flags, io);
    else explain(store, id, flags, io);
  } finally {
    store.close();
  }
}

function explain(store: Store, id: string, { json }: ExplainFlags, io: CliIo): void {
  const stored = store.verdicts.get(id);
  if (!stored) throw cliError('CLI_VERDICT_UNKNOWN', { id });
  const outcome = recomputed(stored);
  const isSame = outcome === 'same';
  io.stdout.write(
    json
      ? `${JSON.stringify({ ...stored, reproduced: isSame }, null, 2)}\n`
      : `${explainReport(stored, outcome, originOf(store, stored), textStyle(io))}\n`,
  );
  if (outcome === 'other') io.setExitCode(EXIT_NOT_REPRODUCED);
}

function originOf({ configurations }: Store, { config_sha256 }: StoredVerdict): VerdictOrigin {
  return {
    codeVersion: CODE_VERSION,
    configurationSinceMs: config_sha256 === undefined ? null : configurations.firstSeenMs(config_sha256),
    newestConfiguration: configurations.list(1)[0]?.sha256 ?? null,
  };
}

function recomputed(stored: StoredVerdict): Recomputation {
  try {
    return isDeepStrictEqual(recompute(stored), stored.verdict) && isAttributionDriftReproduced(stored) ? 'same' : 'other';
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { problem: error.message };
  }
}

function list(store: Store, { model, limit, json }: ExplainFlags, io: CliIo): void {
  const found = store.verdicts.list(model === undefined ? {} : { model }, limit);
  if (json) return void io.stdout.write(`${JSON.stringify(found.map(summary), null, 2)}\n`);
  if (found.length === 0) return void io.stdout.write('no verdict is stored yet: a window must close first\n');
  io.stdout.write(`${table(found, textStyle(io)).join('\n')}\n`);
}

function summary({ id, model, version, window_end, verdict }: StoredVerdict): object {
  const { drift_rate, drifted, judged, insufficient, rows } = verdict;
  return { id, model, version, window_end, rows, drift_rate, drifted, judged, insufficient };
}

function table(found: readonly StoredVerdict[], style: TextStyle): string[] {
  const columns = ['id', 'model', 'version', 'window end', 'drift rate', 'drifted'].map((title) => ({ title, align: 'left' as const }));
  return textTable(
    columns,
    found.map(({ id, model, version, window_end, verdict: { drifted, judged, features } }) => {
      const names = features.filter((feature) => feature.verdict === 'drifted').map(({ feature }) => feature);
      const text = names.join(', ') || (judged > 0 ? 'none' : 'too few rows to judge');
      return [id, model, version, window_end, percent(drifted, judged), { text, paint: drifted > 0 ? style.red : style.dim }];
    }),
  );
}
