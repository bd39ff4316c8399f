import { parseBentoSchema, type BentoSchema } from './bento-schema.js';
import { faultAt, type Fault } from './fault.js';
import { fileProblem } from './file-problem.js';
import type { ConfigInput } from './schema.js';
import type { Path, YamlFile } from './yaml-file.js';

/**
 * The schema logs that sources name, one for each source; null for sources of other formats, and for faulty ones.
 *
 * @param readFile reads a path that is relative to the configuration
 */
export function readBentoSchemas(
  { sources, models }: ConfigInput,
  yaml: YamlFile,
  readFile: (path: string) => string,
): { schemas: (BentoSchema | null)[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const schemas = sources.map((source, i): BentoSchema | null => {
    if (source.type === 'snapshot' || source.format !== 'bentoml' || !source.bentoml) return null;
    const { bentoml, map } = source;
    const say = (path: Path, text: string): null => {
      faults.push(faultAt(yaml, ['sources', i, ...path], text));
      return null;
    };
    let text: string;
    try {
      text = readFile(bentoml.schema);
    } catch (error) {
      return say(
        ['bentoml', 'schema'],
        `names a file that cannot be read (${fileProblem(error)}); its path is relative to the configuration`,
      );
    }
    const schema = parseBentoSchema(text);
    if ('problem' in schema) return say(['bentoml', 'schema'], `names a file that ${schema.problem}`);
    if (schema.bentoName === '' && map.model === undefined) {
      return say(['map', 'model'], 'is missing, and the schema log names no bento; name the model, as in { const: churn }');
    }
    const names = Object.keys(models);
    if (map.model === undefined && names.length > 0 && !names.includes('*') && !names.includes(schema.bentoName)) {
      return say(
        ['bentoml', 'schema'],
        'names a bento that models does not name, so that every record would be rejected; add it there, or add "*"',
      );
    }
    return schema;
  });
  return { schemas, faults };
}
