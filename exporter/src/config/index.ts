export {
  modelConfig,
  type Config,
  type FileSourceConfig,
  type HttpSourceConfig,
  type ModelConfig,
  type Scope,
  type SourceConfig,
  type TokenConfig,
} from './config.js';
export { configurationReference } from './configuration-reference.js';
export { CONFIG_ERRORS, ConfigError } from './errors.js';
export { loadConfig, type LoadOptions } from './load-config.js';
export { defaultModelConfig } from './resolve.js';
