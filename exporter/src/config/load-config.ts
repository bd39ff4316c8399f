import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Config } from './config.js';
import { accessFaults } from './check-access.js';
import { modelFaults } from './check-models.js';
import { sourceFaults } from './check-sources.js';
import { describeIssues } from './describe-issues.js';
import { ConfigError, configError } from './errors.js';
import { faultLines, type Fault } from './fault.js';
import { interpolate, readAsExpected } from './interpolate.js';
import { leafIssues } from './leaf-issues.js';
import { readBentoSchemas } from './read-bento-schemas.js';
import { readHmac } from './read-hmac.js';
import { readTls } from './read-tls.js';
import { readTokens } from './read-tokens.js';
import { fileProblem } from './file-problem.js';
import { resolveConfig } from './resolve.js';
import { configSchema, type ConfigInput } from './schema.js';
import { yamlFaults } from './yaml-faults.js';
import { nodeAt, parseYaml, type YamlFile } from './yaml-file.js';

export interface LoadOptions {
  readonly path: string;
  readonly readFile: (path: string) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Aliases that a file may expand to; guards against a few bytes that unfold to gigabytes. */
const MAX_ALIASES = 100;

/**
 * Reads, validates and resolves a configuration file as a whole: the result is complete, or there is none. Nothing outside
 * is changed, so a caller that gets an error keeps what it has.
 *
 * @throws CodedError CONFIG_UNREADABLE; ConfigError with every fault, each with file, line and key
 */
export function loadConfig({ path, readFile, env }: LoadOptions): Config {
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    throw configError('CONFIG_UNREADABLE', { path, problem: fileProblem(error) }, error);
  }
  const yaml = parseYaml(path, text);
  const stopAt = (faults: readonly Fault[]): void => {
    if (faults.length > 0) throw new ConfigError(path, faultLines(yaml, faults));
  };
  stopAt(yamlFaults(yaml));
  stopAt(interpolate(yaml, env));
  const checked = validate(yaml, plainValue(yaml, stopAt));
  if (!checked.ok) {
    stopAt(checked.faults);
    throw new ConfigError(path, [`${path}:1:1: the file was refused without a reason; please report this`]);
  }
  const { input } = checked;
  const folder = dirname(resolve(path));
  const { tokens, faults } = readTokens(input, yaml, folder, readFile);
  const { tls, faults: tlsFaults } = readTls(input, yaml, folder, readFile);
  const { hmac, faults: hmacFaults } = readHmac(input, yaml, folder, readFile);
  const bentos = readBentoSchemas(input, yaml, (file) => readFile(resolve(folder, file)));
  const own = [...accessFaults(input, yaml), ...sourceFaults(input, yaml), ...modelFaults(input, yaml)];
  stopAt([...own, ...faults, ...tlsFaults, ...hmacFaults, ...bentos.faults]);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return resolveConfig(input, resolve(path), { folder, sha256, tokens, tls, hmac, schemas: bentos.schemas });
}

/** The file as plain maps and lists. */
function plainValue(yaml: YamlFile, stopAt: (faults: readonly Fault[]) => void): unknown {
  try {
    return yaml.document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    stopAt([{ offset: 0, text: `aliases (*name) repeat more than ${MAX_ALIASES} times, or contain themselves; write the values out` }]);
    return null;
  }
}

function validate(yaml: YamlFile, first: unknown): { ok: true; input: ConfigInput } | { ok: false; faults: Fault[] } {
  if (first === null || first === undefined) {
    return {
      ok: false,
      faults: [{ offset: 0, text: 'the file is empty; it needs at least sources: (docs/configuration.md begins with an example)' }],
    };
  }
  for (let raw: unknown = first; ; raw = yaml.document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown) {
    const result = configSchema.safeParse(raw);
    if (result.success) return { ok: true, input: result.data };
    const { issues } = result.error;
    const typed = leafIssues(issues).filter(
      (issue) => issue.code === 'invalid_type' && readAsExpected(yaml, nodeAt(yaml, issue.path), issue.expected),
    );
    if (typed.length === 0) return { ok: false, faults: describeIssues(yaml, raw, issues) };
  }
}
