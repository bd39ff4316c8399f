import { isBreaking, schemaDiff, schemaHash, schemaOf } from '../../baseline/index.js';
import type { Config } from '../../config/index.js';
import type { SchemaFacts } from '../../doctor/index.js';
import type { StoredSchema } from '../../store/index.js';
import { readBaseline } from '../serve/configured-baselines.js';

/** The schema of the baseline file of each model beside the register of the store. A file that cannot be read has a finding of its own. */
export function gatherSchemas(config: Config, registered: ReadonlyMap<string, readonly StoredSchema[]>): SchemaFacts[] {
  return [...config.models].flatMap(([model, { baselinePath: path }]) => {
    const [newest, ...older] = registered.get(model) ?? [];
    if (path === null || !newest) return [];
    try {
      const schema = schemaOf(readBaseline(path, path));
      const sha256 = schemaHash(schema);
      const own = [newest, ...older].find((one) => one.sha256 === sha256);
      // What the file lacks of the newest schema, or what it brings.
      const changes = own ? schemaDiff(schema, newest.fields) : schemaDiff(newest.fields, schema);
      return [
        {
          model,
          path,
          version: own?.version ?? null,
          newest: { version: newest.version, sinceMs: newest.firstSeenMs },
          changes: changes.map((change) => ({ field: change.field, change: change.change, isBreaking: isBreaking(change, 'backward') })),
        },
      ];
    } catch {
      return [];
    }
  });
}
