// Compiles the alerts to alerts/dist.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../.ci/compile.mjs';

await compile(dirname(fileURLToPath(import.meta.url)));
