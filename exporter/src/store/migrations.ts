import { ACTIVATIONS_V1 } from './activations.js';
import { ALERT_FACTS_V5 } from './alert-facts.js';
import { BASELINES_V1 } from './baselines.js';
import { WINDOWS_V1 } from './closed-windows.js';
import { CONFIGURATIONS_V1 } from './configurations.js';
import type { Connection } from './connection.js';
import { storeError } from './errors.js';
import { FACTS_V1 } from './facts.js';
import { INCIDENTS_V5 } from './incidents.js';
import { LABEL_BLOCKS_V4 } from './label-blocks.js';
import { LABEL_STATES_V4 } from './label-states.js';
import { MODEL_STATES_V1 } from './model-states.js';
import { PAIR_CHANGES_V2 } from './pair-changes.js';
import { POSITIONS_V1 } from './positions.js';
import { PUSH_KEYS_V1 } from './push-keys.js';
import { QUALITY_VERDICTS_V4 } from './quality-verdicts.js';
import { RECORD_SIZES_V1 } from './record-sizes.js';
import { SNAPSHOT_WINDOWS_V3 } from './snapshot-windows.js';
import { SOURCE_COUNTERS_V1 } from './source-counters.js';
import { VERDICTS_V1 } from './verdicts.js';

/** "aiOp" in ASCII: tells a store of ours from any other SQLite database. */
export const APPLICATION_ID = 0x61694f70;

/**
 * One entry a schema version, in order; version n is entry n - 1. An entry that was released never changes (the test compares it
 * with exporter/fixtures/store/vN.db): a change is a new entry, a new fixture, and a line in docs/store.md.
 */
export const MIGRATIONS: readonly string[] = [
  [
    RECORD_SIZES_V1,
    POSITIONS_V1,
    SOURCE_COUNTERS_V1,
    MODEL_STATES_V1,
    WINDOWS_V1,
    VERDICTS_V1,
    BASELINES_V1,
    ACTIVATIONS_V1,
    PUSH_KEYS_V1,
    CONFIGURATIONS_V1,
    FACTS_V1,
  ].join(';\n'),
  PAIR_CHANGES_V2,
  SNAPSHOT_WINDOWS_V3,
  [LABEL_BLOCKS_V4, LABEL_STATES_V4, QUALITY_VERDICTS_V4].join(';\n'),
  [ALERT_FACTS_V5, INCIDENTS_V5].join(';\n'),
];

/** Schema version of a database; 0 for an empty one. @throws CodedError STORE_FOREIGN, STORE_NEWER */
export function schemaVersion(connection: Connection, migrations = MIGRATIONS): number {
  const found = Number(connection.pragma('user_version'));
  const isOurs = Number(connection.pragma('application_id')) === APPLICATION_ID;
  const isEmpty = Number(connection.pragma('schema_version')) === 0;
  if (!isOurs && !isEmpty) throw storeError('STORE_FOREIGN', { path: connection.place.path });
  if (found > migrations.length) throw storeError('STORE_NEWER', { folder: connection.place.folder, found, known: migrations.length });
  return found;
}

/**
 * Brings a database to the newest schema in one transaction: after a crash it has the old version or the new one.
 *
 * @returns the version it had
 */
export function migrate(connection: Connection, migrations = MIGRATIONS): number {
  const found = schemaVersion(connection, migrations);
  if (found === migrations.length) return found;
  return connection.transaction(() => {
    // Read again under the write lock: another process may have migrated in between.
    const from = schemaVersion(connection, migrations);
    for (const sql of migrations.slice(from)) connection.execute(sql);
    connection.execute(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length};`);
    return from;
  });
}
