import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FileText, ServerConfig } from '../../config/index.js';
import type { Notice } from '../../contract/index.js';
import { SecretWatch } from './secret-watch.js';

const pem = (name: string): string => readFileSync(new URL(`../../../fixtures/config/${name}.pem`, import.meta.url), 'utf8');
const GOOD = { cert: pem('good.cert'), key: pem('good.key') };
const OTHER = { cert: pem('other.cert'), key: pem('other.key') };
const [OLD, NEW] = ['old-token-0123456789', 'new-token-0123456789'];

const SERVER: ServerConfig = {
  host: '127.0.0.1',
  port: 0,
  tokens: [
    { token: OLD, scopes: ['read'], file: '/s/token' },
    { token: 'token-of-the-environment', scopes: ['admin'], file: null },
    { token: OLD, scopes: ['write'], file: '/s/token' },
  ],
  tls: { ...GOOD, certFile: '/s/cert', keyFile: '/s/key' },
};

interface Bed {
  readonly watch: SecretWatch;
  readonly files: Map<string, string>;
  readonly notices: Notice[];
  /** What the server was told, in order. */
  readonly told: string[];
  /** As many looks as a change needs. */
  settle(): Promise<void>;
}

function bed(): Bed {
  const files = new Map([
    ['/s/token', `${OLD}\n`],
    ['/s/cert', GOOD.cert],
    ['/s/key', GOOD.key],
  ]);
  const notices: Notice[] = [];
  const told: string[] = [];
  const read = async (path: string): Promise<FileText> => {
    const text = files.get(path);
    return text === undefined ? { problem: 'cannot be read (ENOENT)' } : { text };
  };
  const watch = new SecretWatch({
    server: SERVER,
    http: {
      setTokens: (tokens) => void told.push(tokens.map(({ token }) => token).join(' ')),
      setTls: ({ cert }) => void told.push(cert === GOOD.cert ? 'good' : 'other'),
    },
    read,
    notify: (notice) => void notices.push(notice),
  });
  const settle = async (): Promise<void> => {
    await watch.look();
    await watch.look();
  };
  return { watch, files, notices, told, settle };
}

describe('SecretWatch', () => {
  it('says and does nothing while nothing changes', async () => {
    const { settle, notices, told, watch } = bed();
    await settle();
    await settle();
    expect([notices, told, watch.problems]).toEqual([[], [], []]);
  });

  it('takes over a new token wherever its file is named, and leaves the others', async () => {
    const { files, settle, notices, told } = bed();
    await settle();
    files.set('/s/token', ` ${NEW}\r\n`);
    await settle();
    expect(told).toEqual([`${NEW} token-of-the-environment ${NEW}`]);
    expect(notices).toEqual([{ kind: 'secret_replaced', what: 'token', path: '/s/token' }]);
  });

  it('leaves alone what is still being written', async () => {
    const { watch, files, settle, told, notices } = bed();
    await settle();
    for (const half of ['', 'new-token-012345', NEW]) {
      files.set('/s/token', half);
      await watch.look();
    }
    expect([told, notices]).toEqual([[], []]);
    await watch.look();
    expect(told).toHaveLength(1);
  });

  it.each([
    ['is gone', undefined, 'cannot be read'],
    ['is empty', '', 'is empty'],
    ['is too short', 's3cret', 'fewer than 16'],
    ['has two words', 's3cret-s3cret-s3cret more', 'more than one word'],
  ])('keeps the old token where the file %s, says so once, and recovers', async (_, text, problem) => {
    const { watch, files, settle, told, notices } = bed();
    await settle();
    if (text === undefined) files.delete('/s/token');
    else files.set('/s/token', text);
    await settle();
    await settle();
    expect(told).toEqual([]);
    expect(notices).toEqual([{ kind: 'secret_refused', what: 'token', path: '/s/token', error: expect.stringContaining(problem) }]);
    expect(watch.problems).toEqual([expect.stringContaining('/s/token was refused; the one before stays')]);
    expect(JSON.stringify([notices, watch.problems])).not.toContain('s3cret');
    files.set('/s/token', NEW);
    await settle();
    expect([told.length, watch.problems]).toEqual([1, []]);
  });

  it('takes over a certificate together with its key', async () => {
    const { files, settle, told, notices, watch } = bed();
    await settle();
    files.set('/s/cert', OTHER.cert);
    await settle();
    // Half of a pair: whoever replaces the files one by one, slowly, gets to know.
    expect(told).toEqual([]);
    expect(notices).toMatchObject([{ kind: 'secret_refused', what: 'certificate', path: '/s/key' }]);
    files.set('/s/key', OTHER.key);
    await settle();
    expect(told).toEqual(['other']);
    expect(notices[1]).toEqual({ kind: 'secret_replaced', what: 'certificate', path: '/s/cert, /s/key' });
    expect([watch.problems, watch.server.tls?.cert]).toEqual([[], OTHER.cert]);
  });

  it('knows what a reload brought, and does not go back to what it saw before', async () => {
    const { watch, files, settle, told, notices } = bed();
    await settle();
    files.set('/s/token', NEW);
    // The first of the two looks saw the change; then the reload read the files itself.
    await watch.look();
    watch.use({ ...SERVER, tokens: SERVER.tokens.map((entry) => (entry.file === null ? entry : { ...entry, token: NEW })) });
    await settle();
    await settle();
    expect(told).toEqual([`${NEW} token-of-the-environment ${NEW}`, 'good']);
    expect(notices).toEqual([]);
  });
});
