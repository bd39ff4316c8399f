import type { Notify } from '../../contract/index.js';

/** What is wrong with paths of a source, in rounds: a problem that is not told again in a round has passed. */
export class FileProblems {
  readonly #source: string;
  readonly #notify: Notify;
  readonly #known = new Map<string, string>();
  #told = new Set<string>();

  constructor(source: string, notify: Notify) {
    this.#source = source;
    this.#notify = notify;
  }

  tell(path: string, error: string): void {
    this.#told.add(path);
    if (this.#known.get(path) === error) return;
    this.#known.set(path, error);
    this.#notify({ kind: 'source_unreadable', source: this.#source, path, error });
  }

  endRound(): void {
    for (const path of this.#known.keys()) {
      if (this.#told.has(path)) continue;
      this.#known.delete(path);
      this.#notify({ kind: 'source_recovered', source: this.#source, path });
    }
    this.#told = new Set();
  }

  /** One sentence a path. */
  sentences(): string[] {
    return [...this.#known].map(([path, error]) => `${path} ${error}`);
  }
}
