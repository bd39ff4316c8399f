import { createHash } from 'node:crypto';
import { tlsPairOf, tokenOf, type FileText, type ServerConfig } from '../../config/index.js';
import type { Notify } from '../../contract/index.js';
import type { HttpServer } from '../../http/index.js';

export interface SecretWatchOptions {
  readonly server: ServerConfig;
  readonly http: Pick<HttpServer, 'setTokens' | 'setTls'>;
  readonly read: (path: string) => Promise<FileText>;
  readonly notify: Notify;
}

/** One secret: the files that make it up, and what to do with their content. */
interface Watched {
  readonly what: 'token' | 'certificate';
  readonly paths: readonly string[];
  /** Digests of what the last look found, and of what was dealt with last. */
  seen: string | null;
  dealtWith: string | null;
  /** Takes a new content over, if it is new and can be used. */
  take(texts: readonly FileText[]): { isNew: boolean } | { problem: string; path: string };
}

/**
 * Follows the files of tokens and certificates, so that they can be rotated without restart and reload. The content is compared,
 * not the time of change: it works for files that are written in place, renamed in, and behind the symbolic links that Kubernetes
 * swaps. What is being written at a look differs at the next one and is left alone until then. A content that cannot be used
 * leaves the old one in force and is told once.
 */
export class SecretWatch {
  readonly #options: SecretWatchOptions;
  #server: ServerConfig;
  #watched: readonly Watched[];
  #problems = new Map<string, string>();

  constructor(options: SecretWatchOptions) {
    this.#options = options;
    this.#server = options.server;
    this.#watched = this.#watchedOf(options.server);
  }

  /** What is in force now. */
  get server(): ServerConfig {
    return this.#server;
  }

  /** Why contents are not in force, one sentence each. */
  get problems(): readonly string[] {
    return [...this.#problems.values()];
  }

  /** Takes over the tokens and the certificate of a reloaded configuration. */
  use(server: ServerConfig): void {
    const { http } = this.#options;
    this.#server = server;
    this.#watched = this.#watchedOf(server);
    this.#problems = new Map();
    http.setTokens(server.tokens);
    if (server.tls) http.setTls(server.tls);
  }

  /** Reads all files once. */
  async look(): Promise<void> {
    for (const watched of this.#watched) {
      const texts = await Promise.all(watched.paths.map((path) => this.#options.read(path)));
      // A reload came meanwhile: what it brought is newer.
      if (!this.#watched.includes(watched)) return;
      const digest = createHash('sha256').update(JSON.stringify(texts)).digest('hex');
      const isSettled = watched.seen === digest;
      watched.seen = digest;
      if (!isSettled || watched.dealtWith === digest) continue;
      watched.dealtWith = digest;
      this.#deal(watched, texts);
    }
  }

  #deal(watched: Watched, texts: readonly FileText[]): void {
    const { what, paths } = watched;
    const { notify } = this.#options;
    const name = paths.join(', ');
    const outcome = watched.take(texts);
    if ('problem' in outcome) {
      const { path, problem: error } = outcome;
      this.#problems.set(name, `The ${what} in ${path} was refused; the one before stays: it ${error}.`);
      return notify({ kind: 'secret_refused', what, path, error });
    }
    this.#problems.delete(name);
    if (outcome.isNew) notify({ kind: 'secret_replaced', what, path: name });
  }

  #watchedOf({ tokens, tls }: ServerConfig): Watched[] {
    const files = new Set(tokens.flatMap(({ file }) => file ?? []));
    const watched: Watched[] = [...files].map((file) => ({
      what: 'token',
      paths: [file],
      seen: null,
      dealtWith: null,
      take: ([text]) => this.#takeToken(file, text),
    }));
    if (!tls) return watched;
    const { certFile, keyFile } = tls;
    const take: Watched['take'] = ([cert, key]) => this.#takePair(certFile, keyFile, cert, key);
    return [...watched, { what: 'certificate', paths: [certFile, keyFile], seen: null, dealtWith: null, take }];
  }

  #takeToken(file: string, text: FileText = UNREAD): ReturnType<Watched['take']> {
    const read = tokenOf(text);
    if ('problem' in read) return { ...read, path: file };
    const { tokens } = this.#server;
    const { token } = read;
    if (tokens.every((entry) => entry.file !== file || entry.token === token)) return { isNew: false };
    this.#server = { ...this.#server, tokens: tokens.map((entry) => (entry.file === file ? { ...entry, token } : entry)) };
    this.#options.http.setTokens(this.#server.tokens);
    return { isNew: true };
  }

  #takePair(certFile: string, keyFile: string, cert: FileText = UNREAD, key: FileText = UNREAD): ReturnType<Watched['take']> {
    const pair = tlsPairOf(cert, key);
    if ('problem' in pair) return { problem: pair.problem, path: pair.at === 'cert_file' ? certFile : keyFile };
    const { tls } = this.#server;
    if (tls?.cert === pair.cert && tls.key === pair.key) return { isNew: false };
    this.#server = { ...this.#server, tls: { ...pair, certFile, keyFile } };
    this.#options.http.setTls(pair);
    return { isNew: true };
  }
}

/** Stands for a text that was not read, which the lists above never lack. */
const UNREAD: FileText = { problem: 'was not read' };
