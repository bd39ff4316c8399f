import type { IncomingHttpHeaders } from 'node:http';

/** What a Content-Type says. */
export interface MediaType {
  /** Without parameters, in lower case; empty when there is none. */
  readonly name: string;
  /** Whether each charset that is named, if any is, is UTF-8 or a part of it. */
  readonly isUtf8: boolean;
}

const CHARSET = /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i;

/** Characters of a header that an error repeats. */
const SHOWN_LENGTH = 100;

export function mediaType(headers: IncomingHttpHeaders): MediaType {
  const [name = '', ...parameters] = (headers['content-type'] ?? '').split(';');
  const charsets = parameters.flatMap((parameter) => CHARSET.exec(parameter)?.[1] ?? []);
  return { name: name.trim().toLowerCase(), isUtf8: charsets.every((charset) => /^(?:utf-?8|us-ascii)$/i.test(charset)) };
}

/** A header as an error repeats it. */
export function shownHeader(header = ''): string {
  return header.trim() === '' ? 'none' : JSON.stringify(header.slice(0, SHOWN_LENGTH));
}
