import type { ExpositionFormat } from './exposition-format.js';
import { plainExposition } from './plain-exposition.js';
import type { ProcessMetrics } from './process-metrics.js';

/**
 * The whole exposition: the hot families as rendered by HotExposition in the same format, then those of the process, then
 * the one `# EOF` of OpenMetrics.
 */
export async function renderMetrics(hot: Uint8Array, process: ProcessMetrics, format: ExpositionFormat): Promise<Buffer> {
  const text = plainExposition(await process.families(), format);
  return Buffer.concat([hot, Buffer.from(format === 'openmetrics' ? `${text}# EOF\n` : text)]);
}
