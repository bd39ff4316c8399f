import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** An answer as it came over the wire. Header names in lower case. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** The same as text. */
  readonly body: string;
}

/** A client that sends any bytes it likes. Bytes are Latin-1 here: one character, one byte. */
export class RawConnection {
  readonly socket: Socket;
  readonly #method: string;
  readonly #closed: Promise<void>;
  #received = '';
  #isClosed = false;
  #onNews: () => void = () => undefined;

  private constructor(socket: Socket, method: string) {
    this.socket = socket;
    this.#method = method;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.#received += text;
      this.#onNews();
    });
    // A reset is a way to close; what was received before it is what counts.
    socket.on('error', () => undefined);
    this.#closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#isClosed = true;
        this.#onNews();
        resolve();
      });
    });
  }

  /**
   * @param method of the requests to come: it decides whether their answers have bodies
   * @param ca the certificate that the server must have, in PEM; null for plain HTTP
   */
  static async open(port: number, method = 'GET', ca: string | null = null): Promise<RawConnection> {
    const address = { port, host: '127.0.0.1', noDelay: true };
    const socket = ca === null ? connect(address) : connectTls({ ...address, ca });
    const connection = new RawConnection(socket, method);
    await once(socket, ca === null ? 'connect' : 'secureConnect');
    return connection;
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Everything that comes until the other side closes. */
  async untilClosed(): Promise<RawAnswer[]> {
    await this.#closed;
    return parseAnswers(this.#received, this.#method);
  }

  /** Waits until this many answers have come whole, or none can come any more. */
  async answers(count: number): Promise<RawAnswer[]> {
    for (;;) {
      const answers = parseAnswers(this.#received, this.#method);
      if (answers.length >= count || this.#isClosed) return answers;
      await new Promise<void>((resolve) => (this.#onNews = resolve));
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  /** A header that is null is left out: Host, Connection and Content-Length are there by themselves. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: string | Uint8Array;
}

/** The bytes of a request. Nothing is checked or corrected. */
export function requestBytes({ method = 'GET', path, headers = {}, body = '' }: RawRequest): Buffer {
  const length = body.length > 0 || method === 'POST' ? { 'Content-Length': String(Buffer.byteLength(body)) } : {};
  const all = { Host: '127.0.0.1', Connection: 'close', ...length, ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return Buffer.concat([Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

/** Sends a request on a connection of its own and waits for its answer. */
export async function ask(port: number, request: RawRequest, ca: string | null = null): Promise<RawAnswer> {
  const connection = await RawConnection.open(port, request.method, ca);
  connection.send(requestBytes(request));
  const [answer] = await connection.answers(1);
  connection.close();
  if (!answer) throw new Error('the connection was closed without an answer');
  return answer;
}

/** Sends bytes on a connection of their own and waits until the server closes it. */
export async function exchange(port: number, bytes: string | Uint8Array, method = 'GET'): Promise<RawAnswer[]> {
  const connection = await RawConnection.open(port, method);
  connection.send(bytes);
  return connection.untilClosed();
}

/** All answers that are there whole. Answers to HEAD and 1xx have no body. */
function parseAnswers(text: string, method: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = text;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return answers;
    const [start = '', ...lines] = rest.slice(0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(start)?.[1] ?? NaN);
    if (Number.isNaN(status)) throw new Error(`not an answer: ${start}`);
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const length = status < 200 || method === 'HEAD' ? 0 : Number(headers['content-length']);
    const bytes = Buffer.from(rest.slice(end + 4, end + 4 + length), 'latin1');
    if (bytes.length < length) return answers;
    answers.push({ status, headers, bytes, body: bytes.toString() });
    rest = rest.slice(end + 4 + length);
  }
}
