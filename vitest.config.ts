import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As it is now, not as it was compiled last.
  resolve: { alias: { '@aiops/exporter/contract': fileURLToPath(new URL('./exporter/src/contract/index.ts', import.meta.url)) } },
  test: {
    include: ['exporter/src/**/*.test.ts', 'exporter/test/**/*.test.ts', 'alerts/src/**/*.test.ts', 'alerts/test/**/*.test.ts'],
    // Many tests wait for programs that they started: two files at a time, also where there are two processors and the default is one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
