import type { ExpositionFormat } from './line-format.js';

export const CONTENT_TYPES: Readonly<Record<ExpositionFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/**
 * The format that a scraper prefers by its Accept header; text where it has no preference. A version of OpenMetrics that
 * this exporter does not write is passed over.
 */
export function negotiate(accept: string | undefined): ExpositionFormat {
  let best: { format: ExpositionFormat; q: number } = { format: 'text', q: -1 };
  for (const part of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const parameter = (name: string): string | undefined => parameters.find((piece) => piece.startsWith(`${name}=`))?.slice(name.length + 1);
    const q = Number(parameter('q') ?? '1');
    if (!(q > 0)) continue;
    const version = parameter('version');
    const isOpenMetrics = type === 'application/openmetrics-text' && (version === undefined || version === '1.0.0' || version === '0.0.1');
    const isText = type === 'text/plain' || type === '*/*' || type === 'text/*';
    if (isOpenMetrics && q > best.q) best = { format: 'openmetrics', q };
    else if (isText && q > best.q) best = { format: 'text', q };
  }
  return best.format;
}
