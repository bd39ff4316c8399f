import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * The last answer of each connection. A connection can have several that are being made (pipelined requests), and Node sends
 * them in order; whoever writes to a connection by hand has to know whose turn it is.
 */
export class OpenAnswers {
  readonly #latest = new Map<Duplex, ServerResponse>();
  #isStopping = false;

  add(response: ServerResponse): void {
    const connection = response.req.socket;
    if (!this.#latest.has(connection)) connection.once('close', () => this.#latest.delete(connection));
    this.#latest.set(connection, response);
    if (this.#isStopping) response.setHeader('Connection', 'close');
  }

  /** The answer to the request that arrived last on a connection, finished or not. */
  latest(connection: Duplex): ServerResponse | undefined {
    return this.#latest.get(connection);
  }

  /** From now on every connection ends with its last answer; else a client that keeps its connection would hold up the stop. */
  endConnections(): void {
    this.#isStopping = true;
    for (const response of this.#latest.values()) if (!response.headersSent) response.setHeader('Connection', 'close');
  }
}
