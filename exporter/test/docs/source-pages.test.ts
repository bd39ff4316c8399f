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
    const read = await eventually(async () => {
      const metrics = await exporter.metrics();
      return /^aiops_ingest_events_total\{.*\} [1-9]/m.test(metrics) && /^aiops_inference_requests_total/m.test(metrics) ? metrics : null;
    }, 'the log to be read');
    const exposed = new Map(
      read.split('\n').map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      const at = sample.lastIndexOf(' ');
      expect(exposed.get(sample.slice(0, at)), sample).toBeCloseTo(Number(sample.slice(at + 1)), 9);
    }
  } finally {
    await exporter.stop();
    rmSync(folder, { recursive: true });
  }
});
