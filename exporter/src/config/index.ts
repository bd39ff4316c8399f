export { accessWarnings, certificateWarnings, clearWarnings } from './access-warnings.js';
export {
  modelConfig,
  type Config,
  type FileSourceConfig,
  type HmacConfig,
  type HttpSourceConfig,
  type InferenceSourceConfig,
  type LabelSourceConfig,
  type RecordSourceConfig,
  type ModelConfig,
  type Scope,
  type ServerConfig,
  type SnapshotSourceConfig,
  type SourceConfig,
  type TlsConfig,
  type TokenConfig,
} from './config.js';
export { configurationReference } from './configuration-reference.js';
export { CONFIG_ERRORS, ConfigError } from './errors.js';
export type { FileText } from './file-text.js';
export { loadConfig, type LoadOptions } from './load-config.js';
export { tokenOf } from './read-tokens.js';
export { defaultModelConfig } from './resolve.js';
export { certificateExpiry, tlsPairOf, type TlsPair } from './tls-pair.js';
