import { createServer, type Server } from 'node:http';
import { z } from 'zod';

const messageSchema = z.object({ alerts: z.array(z.object({ status: z.string(), labels: z.record(z.string(), z.string()) })) });

/** What the receivers of Alertmanager that are for people were sent, oldest first. */
export class People {
  readonly #server: Server;
  readonly #got: { receiver: string; alertname: string; status: string }[] = [];
  readonly url: string;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async listen(): Promise<People> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const people = new People(server, typeof address === 'object' && address ? address.port : 0);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { alerts } = messageSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        for (const { status, labels } of alerts)
          people.#got.push({ receiver: (request.url ?? '').slice(1), alertname: labels['alertname'] ?? '', status });
        response.end();
      });
    });
    return people;
  }

  /** Names of the alerts that fired by what a receiver was told, each once. */
  toldOf(receiver: string): string[] {
    const firing = this.#got.filter((alert) => alert.receiver === receiver && alert.status === 'firing');
    return [...new Set(firing.map(({ alertname }) => alertname))].sort();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
