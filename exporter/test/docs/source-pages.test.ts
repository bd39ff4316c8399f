import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { eventually, startExporter } from '../processes/exporter.js';

const PAGES = fileURLToPath(new URL('../../../docs/sources/', import.meta.url));
/** Starting an exporter takes seconds on a busy machine. */
const PATIENCE_MS = 60_000;

/** The files that a page shows, and the metrics that it says come out of them. */
function exampleOf(page: string): { files: (readonly [string, string])[]; samples: string[] } {
  const text = readFileSync(`${PAGES}${page}`, 'utf8');
  const files = [...text.matchAll(/```\w+ file=(\S+)\n([\s\S]*?)```/g)].map(([, name = '', content = '']) => [name, content] as const);
  const [, metrics = ''] = /```text metrics\n([\s\S]*?)```/.exec(text) ?? [];
  return { files, samples: metrics.trim().split('\n') };
}

const nameOf = (line: string): string => line.slice(0, line.lastIndexOf(' '));
const valueOf = (line: string): number => Number(line.slice(line.lastIndexOf(' ') + 1));
const samplesOf = (metrics: string): Map<string, number> => new Map(metrics.split('\n').map((line) => [nameOf(line), valueOf(line)]));

const pages = readdirSync(PAGES).filter((page) => exampleOf(page).files.length > 0);

test('every format of others has a page with an example', () => {
  expect(pages).toEqual(['bentoml.md', 'csv.md', 'databricks.md', 'kserve.md', 'otel_genai.md', 'sagemaker.md']);
});

test.each(pages)('what %s shows runs unchanged and gives the metrics that it says', { timeout: PATIENCE_MS }, async (page) => {
  const { files, samples } = exampleOf(page);
  const folder = mkdtempSync(join(tmpdir(), 'aiops-page-'));
  for (const [name, content] of files) {
    // A port of its own is all that is added: tests run beside each other.
    writeFileSync(join(folder, name), name === 'aiops.yaml' ? `server: { listen: "127.0.0.1:0" }\n${content}` : content);
  }
  const exporter = await startExporter(join(folder, 'aiops.yaml'));
  try {
    expect(samples.length).toBeGreaterThan(0);
    // A page may show several logs, which are read one after the other: until all are, a sample is not what it says.
    let unlike: readonly string[] = samples;
    const isAsSaid = async (): Promise<true | null> => {
      const exposed = samplesOf(await exporter.metrics());
      unlike = samples.filter((sample) => !(Math.abs((exposed.get(nameOf(sample)) ?? NaN) - valueOf(sample)) < 1e-9));
      return unlike.length === 0 ? true : null;
    };
    await eventually(isAsSaid, 'the metrics that the page says').catch(() => expect(unlike).toEqual([]));
  } finally {
    await exporter.stop();
    rmSync(folder, { recursive: true });
  }
});
