import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import type { ServerConfig } from '../../src/config/index.js';
import { readSecret } from '../../src/cli/serve/read-secret.js';
import { SecretWatch } from '../../src/cli/serve/secret-watch.js';
import { makeHomeFolder } from '../bad-input/home-folder.js';
import { eventually, startExporter } from '../processes/exporter.js';
import { temporaryFolder } from '../sources/temporary-folder.js';
import { ask, RawConnection, requestBytes, type RawRequest } from './raw-connection.js';
import { startServer } from './running-server.js';

const pem = (name: string): string => readFileSync(new URL(`../../fixtures/config/${name}.pem`, import.meta.url), 'utf8');
const GOOD = { cert: pem('good.cert'), key: pem('good.key') };
const OTHER = { cert: pem('other.cert'), key: pem('other.key') };
const [OLD, NEW] = ['old-token-0123456789', 'new-token-0123456789'];

/** A folder as kubelet mounts a secret: files are links through ..data, which is swapped as a whole. */
class MountedSecret {
  readonly folder: string;
  #version = 0;

  constructor(folder: string, files: Readonly<Record<string, string>>) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.swap(files);
    for (const name of Object.keys(files)) symlinkSync(join('..data', name), this.at(name));
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  swap(files: Readonly<Record<string, string>>): void {
    const version = `..version-${this.#version++}`;
    mkdirSync(this.at(version));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.at(version), name), text);
    symlinkSync(version, this.at('..data_tmp'));
    renameSync(this.at('..data_tmp'), this.at('..data'));
  }
}

const KEEP: RawRequest = { path: '/api/v1/status', headers: { Connection: null, Authorization: `Bearer ${OLD}` } };
const fingerprint = (connection: RawConnection): string => (connection.socket as TLSSocket).getPeerX509Certificate()?.fingerprint256 ?? '';

it('a certificate that is swapped is given to new connections, while those that are open go on', async () => {
  const secret = new MountedSecret(temporaryFolder(), { cert: GOOD.cert, key: GOOD.key });
  const tokens = [{ token: OLD, scopes: ['read' as const], file: null }];
  const { server: http, port, notices } = await startServer({ tls: GOOD, tokens });
  const server: ServerConfig = {
    host: '127.0.0.1',
    port,
    tokens,
    tls: { ...GOOD, certFile: secret.at('cert'), keyFile: secret.at('key') },
  };
  const watch = new SecretWatch({ server, http, read: readSecret, notify: (notice) => void notices.push(notice) });
  const settle = async (): Promise<void> => {
    await watch.look();
    await watch.look();
  };
  await settle();
  const old = await RawConnection.open(port, 'GET', GOOD.cert);
  old.send(requestBytes(KEEP));
  expect(await old.answers(1)).toMatchObject([{ status: 200 }]);
  const before = fingerprint(old);

  secret.swap({ cert: OTHER.cert, key: GOOD.key });
  await settle();
  expect(notices).toMatchObject([{ kind: 'secret_refused', what: 'certificate', path: secret.at('key') }]);
  expect((await ask(port, KEEP, GOOD.cert)).status).toBe(200);

  secret.swap(OTHER);
  await settle();
  expect(notices[1]).toMatchObject({ kind: 'secret_replaced', what: 'certificate' });
  old.send(requestBytes(KEEP));
  expect(await old.answers(2)).toMatchObject([{ status: 200 }, { status: 200 }]);
  const fresh = await RawConnection.open(port, 'GET', OTHER.cert);
  expect(fingerprint(fresh)).not.toBe(before);
  fresh.send(requestBytes(KEEP));
  expect(await fresh.answers(1)).toMatchObject([{ status: 200 }]);
  await expect(RawConnection.open(port, 'GET', GOOD.cert)).rejects.toThrow(/self.signed certificate/);
  old.close();
  fresh.close();
});

it('TLS 1.1 is refused, also after a certificate was set anew', async () => {
  const { server, port } = await startServer({ tls: GOOD });
  const { connect } = await import('node:tls');
  const attempt = (version: 'TLSv1.1' | 'TLSv1.2'): Promise<string> =>
    new Promise((resolve) => {
      // Level 0 lets the client offer what the server is to refuse. (Its OpenSSL refuses 1.1 as well, unless somebody lowers its level.)
      const options = { port, host: '127.0.0.1', ca: [GOOD.cert, OTHER.cert], ciphers: 'DEFAULT@SECLEVEL=0' };
      const socket = connect({ ...options, minVersion: version, maxVersion: version }, () => {
        resolve(socket.getProtocol() ?? 'none');
        socket.destroy();
      });
      socket.on('error', () => resolve('refused'));
    });
  expect([await attempt('TLSv1.1'), await attempt('TLSv1.2')]).toEqual(['refused', 'TLSv1.2']);
  server.setTls(OTHER);
  expect([await attempt('TLSv1.1'), await attempt('TLSv1.2')]).toEqual(['refused', 'TLSv1.2']);
});

it('a running exporter takes over token and certificate by itself, and warns of what should not stay so', async () => {
  const home = makeHomeFolder();
  onTestFinished(() => home.remove());
  const secret = new MountedSecret(home.at('secret'), { ...GOOD, token: OLD });
  const config = home.configure({
    server: {
      listen: '127.0.0.1:0',
      tokens: [{ scopes: ['read'], token_file: 'secret/token' }],
      tls: { cert_file: 'secret/cert', key_file: 'secret/key' },
    },
    sources: [{ name: 'log', type: 'file', path: '*.jsonl', format: 'jsonl', map: { time: 'ts', model: 'model' } }],
  });
  const exporter = await startExporter(config);
  onTestFinished(async () => void (await exporter.stop()));
  const port = Number(new URL(exporter.url).port);
  const status = async (token: string, ca: string): Promise<number | null> =>
    ask(port, { path: '/api/v1/status', headers: { Authorization: `Bearer ${token}` } }, ca).then(
      (answer) => answer.status,
      () => null,
    );
  expect([await status(OLD, GOOD.cert), await status(NEW, GOOD.cert)]).toEqual([200, 401]);
  secret.swap({ ...OTHER, token: NEW });
  await eventually(async () => ((await status(NEW, OTHER.cert)) === 200 ? true : null), 'the new token over the new certificate');
  expect(await status(OLD, OTHER.cert)).toBe(401);
  expect(await status(NEW, GOOD.cert)).toBeNull();
  secret.swap({ ...OTHER, key: GOOD.key, token: 'short' });
  await exporter.printed(/kind=secret_refused .*what=certificate/);
  await exporter.printed(/kind=secret_refused .*what=token/);
  expect(await status(NEW, OTHER.cert)).toBe(200);
  for (const word of [OLD, NEW, 'PRIVATE KEY']) expect(exporter.output()).not.toContain(word);
});
