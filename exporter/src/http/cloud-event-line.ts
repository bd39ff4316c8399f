import { jsonLine } from './json-line.js';

export type EventLine = { readonly ok: true; readonly line: Buffer } | { readonly ok: false; readonly problem: string };

export interface BinaryEvent {
  /** Names and values in turn, as Node gives them: the only form in which a header that was sent twice can be seen. */
  readonly rawHeaders: readonly string[];
  /** The media type of the body, without parameters, in lower case. */
  readonly type: string;
  readonly body: Buffer;
  readonly maxDepth: number;
}

const PREFIX = 'ce-';
const REQUIRED = ['specversion', 'id', 'type', 'source'] as const;
const JSON_TYPE = /^(?:application|text)\/(?:json|[^/]+\+json)$/;
/** Names that the structured form uses for the body itself. */
const OF_THE_BODY: ReadonlySet<string> = new Set(['data', 'datacontenttype']);
const SHOWN_LENGTH = 40;

/**
 * A CloudEvent in binary mode as one line of the structured form: `{"specversion":"1.0","id":…,"data":…}`. The body stands in
 * `data` as it is when its type is JSON (see jsonLine: it cannot reach out of its place), else in `data_base64`.
 *
 * Source: CloudEvents 1.0.2, HTTP protocol binding, 3.1; JSON event format, 3.1. docs/sources/cloudevents.md
 */
export function binaryEventLine({ rawHeaders, type, body, maxDepth }: BinaryEvent): EventLine {
  const attributes = attributesOf(rawHeaders);
  if (typeof attributes === 'string') return { ok: false, problem: attributes };
  const missing = REQUIRED.find((name) => (attributes.get(name) ?? '') === '');
  if (missing !== undefined) return { ok: false, problem: `the header ce-${missing} is missing or empty` };
  const version = attributes.get('specversion') ?? '';
  if (version !== '1.0') return { ok: false, problem: `ce-specversion is ${shown(version)}` };
  if (type !== '') attributes.set('datacontenttype', type);
  const members = [...attributes].map(([name, value]) => `"${name}":${JSON.stringify(value)}`).join(',');
  if (!JSON_TYPE.test(type)) return whole(`{${members},"data_base64":"${body.toString('base64')}"}`);
  const data = jsonLine(body, maxDepth);
  if (!data.ok) return { ok: false, problem: `its Content-Type is JSON, and its data ${data.problem}` };
  return whole(`{${members},"data":`, data.line, '}');
}

/** The attributes by name, or what is wrong with them. A value that was sent twice says nothing. */
function attributesOf(rawHeaders: readonly string[]): Map<string, string> | string {
  const attributes = new Map<string, string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const header = (rawHeaders[i] ?? '').toLowerCase();
    if (!header.startsWith(PREFIX)) continue;
    const name = header.slice(PREFIX.length);
    if (!/^[a-z0-9]+$/.test(name) || OF_THE_BODY.has(name)) return `${shown(header)} is no name of an attribute`;
    if (attributes.has(name)) return `the header ${shown(header)} was sent twice`;
    attributes.set(name, attributeValue(rawHeaders[i + 1] ?? ''));
  }
  return attributes;
}

/**
 * A header value as the binding decodes it: quotes around it are taken off, then percent signs are decoded once, as UTF-8. What
 * decodes to nothing stays as it is: senders of old versions of the binding do not encode a percent sign.
 *
 * @example attributeValue('Euro%20%E2%82%AC%20100%') // 'Euro € 100%'
 */
export function attributeValue(header: string): string {
  const value = /^".*"$/.test(header) ? header.slice(1, -1).replace(/\\(.)/g, '$1') : header;
  if (!value.includes('%')) return value;
  return value.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

function whole(...parts: readonly (string | Buffer)[]): EventLine {
  const bytes = [...parts, '\n'].map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  // Not Buffer.concat, whose result can share the memory of a pool: the line moves to another thread with all of its memory.
  const line = Buffer.allocUnsafeSlow(bytes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of bytes) at += part.copy(line, at);
  return { ok: true, line };
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, SHOWN_LENGTH));
}
