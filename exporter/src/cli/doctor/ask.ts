import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:tls';
import { problemOf } from './problem-of.js';

/** How long a program on the network may take to answer. */
const PATIENCE_MS = 5000;
/** No answer that is looked at here is longer; the exposition of a large exporter has some 10 MB. */
const LONGEST_ANSWER = 64 * 1024 * 1024;
const TOO_LONG = 'its answer is too long';

export type Answered = { readonly status: number; readonly text: string; readonly dateMs: number | null } | { readonly problem: string };

export interface AskOptions {
  readonly token?: string | undefined;
  /** PEM of the certificate that a server over https must show, whoever signed it and whatever name it has. */
  readonly certificate?: string | undefined;
  /** How long it may take; default: 5 s. */
  readonly patienceMs?: number;
}

/** Asks for a page; what goes wrong on the way is an answer, too. */
export async function ask(url: string, { token, certificate, patienceMs = PATIENCE_MS }: AskOptions = {}): Promise<Answered> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  try {
    if (url.startsWith('https:') && certificate !== undefined) return await askPinned(url, headers, certificate);
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(patienceMs), redirect: 'manual' });
    if (Number(response.headers.get('content-length') ?? 0) > LONGEST_ANSWER) return { problem: TOO_LONG };
    return { status: response.status, text: await response.text(), dateMs: dateOf(response.headers.get('date')) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** Over https, trusting one certificate: it is compared before a byte is sent, so that a token goes to nobody else. */
async function askPinned(url: string, headers: Readonly<Record<string, string>>, certificate: string): Promise<Answered> {
  const { raw } = new X509Certificate(certificate);
  const { hostname, port } = new URL(url);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 443), rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect', { signal });
    if (!socket.getPeerX509Certificate()?.raw.equals(raw)) return { problem: 'it shows another certificate than the one in server.tls' };
    const call = request(url.replace(/^https:/, 'http:'), { headers, signal, createConnection: () => socket });
    call.end();
    const [response] = (await once(call, 'response', { signal })) as [IncomingMessage];
    let text = '';
    for await (const part of response.setEncoding('utf8')) {
      text += String(part);
      if (text.length > LONGEST_ANSWER) return { problem: TOO_LONG };
    }
    return { status: response.statusCode ?? 0, text, dateMs: dateOf(response.headers.date ?? null) };
  } finally {
    socket.destroy();
  }
}

function dateOf(header: string | null): number | null {
  const date = Date.parse(header ?? '');
  return Number.isNaN(date) ? null : date;
}

/** The JSON of an answer with status 200, or why there is none. */
export function jsonOf(answer: Answered): { readonly value: unknown } | { readonly problem: string } {
  if ('problem' in answer) return answer;
  if (answer.status !== 200) return { problem: `it answers with status ${answer.status}` };
  try {
    return { value: JSON.parse(answer.text) as unknown };
  } catch {
    return { problem: 'its answer is no JSON' };
  }
}
