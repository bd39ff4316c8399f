// usage: child-exporter.js CONFIG RECORDS: reads the log of a configuration through the real sources, formats, windows and store.
import { rmSync } from 'node:fs';
import { HotExposition } from '../../src/metrics/index.js';
import { openStore } from '../../src/store/index.js';
import { buildPipeline } from '../../src/cli/serve/build-pipeline.js';
import { readConfig } from '../../src/cli/serve/read-config.js';
import { TableThread } from '../../src/cli/serve/table-thread.js';
import { Stopwatch } from './measured.js';

const [, , configPath = '', records = '0'] = process.argv;
const CLOSE_EVERY_MS = 50;

const config = readConfig(configPath);
rmSync(config.store.folder, { recursive: true, force: true });
const store = openStore({ folder: config.store.folder, mode: 'own', nowMs: Date.now });
const pipeline = buildPipeline({
  config,
  store,
  exposition: new HotExposition(),
  tables: new TableThread(),
  notify: () => undefined,
  nowMs: Date.now,
});
const watch = new Stopwatch(Number(records));
const counters = pipeline.readers.map((reader) => reader.fold.counters);
const events = (): number => counters.reduce((sum, { events: n }) => sum + n, 0);
let closedMs = performance.now();
let committedMs = closedMs;
// The loop of PipelineRunner, until everything was read.
while (events() < Number(records)) {
  const didRead = await pipeline.step();
  watch.passed(events());
  const now = performance.now();
  if (now - closedMs >= CLOSE_EVERY_MS) {
    pipeline.closeDueWindows();
    closedMs = now;
  }
  if (now - committedMs >= config.store.commitIntervalMs) {
    pipeline.commit();
    committedMs = now;
  }
  await new Promise((resolve) => setImmediate(resolve));
  if (!didRead && counters.some(({ rejected }) => Object.values(rejected).some((n) => n > 0))) break;
}
pipeline.commit();
const models = [...pipeline.directory.models.values()].flatMap((model) => [...model.versions.values()]);
const ok = models.reduce((sum, version) => sum + (version.trafficNow().outcomes[0] ?? 0), 0);
watch.finish(events(), { ok });
for (const reader of pipeline.readers) await reader.source.close();
store.close();
