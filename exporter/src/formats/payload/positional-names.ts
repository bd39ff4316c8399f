/** Names of the values of one instance that come without names: the configured ones, then f0, f1, ... by their position. */
export class PositionalNames {
  readonly #configured: readonly string[];
  readonly #made: string[] = [];

  constructor(configured: readonly string[]) {
    this.#configured = configured;
  }

  at(position: number): string {
    const name = this.#configured[position];
    if (name !== undefined) return name;
    return (this.#made[position] ??= `f${position}`);
  }
}
