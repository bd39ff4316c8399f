import type { ExpositionFormat } from './exposition-format.js';

interface Range {
  readonly type: string;
  readonly version: string | null;
  readonly quality: number;
}

/** How closely a range names a type; a closer one overrules a wider one (RFC 9110, 12.5.1). */
const EXPLICIT = 2;
const SUBTYPE_WILDCARD = 1;
const WILDCARD = 0;

const OFFERS = {
  text: { type: 'text/plain', family: 'text/*', version: '0.0.4' },
  openmetrics: { type: 'application/openmetrics-text', family: 'application/*', version: '1.0.0' },
} as const;

/**
 * The format for an Accept header. OpenMetrics only where the client names it and does not prefer text; everything else,
 * also an Accept that neither fits, gets text, as Prometheus exporters do.
 */
export function negotiate(accept: string | undefined): ExpositionFormat {
  const ranges = (accept ?? '').split(',').map(parseRange);
  const openmetrics = preference(ranges, 'openmetrics');
  const text = preference(ranges, 'text');
  return openmetrics.closeness === EXPLICIT && openmetrics.quality > 0 && openmetrics.quality >= text.quality ? 'openmetrics' : 'text';
}

function preference(ranges: readonly Range[], format: ExpositionFormat): { quality: number; closeness: number } {
  const offer = OFFERS[format];
  let best = { quality: 0, closeness: -1 };
  for (const { type, version, quality } of ranges) {
    const closeness = type === offer.type ? EXPLICIT : type === offer.family ? SUBTYPE_WILDCARD : type === '*/*' ? WILDCARD : -1;
    if (closeness < 0 || (version !== null && version !== offer.version)) continue;
    if (closeness > best.closeness || (closeness === best.closeness && quality > best.quality)) best = { quality, closeness };
  }
  return best;
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  let version: string | null = null;
  let quality = 1;
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=').map((part) => part.trim().replace(/^"|"$/g, ''));
    if (name === 'version') version = value;
    if (name === 'q') quality = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(value) ? Number(value) : 0;
  }
  return { type, version, quality };
}
