/**
 * Sums of money, each in its own currency: amounts in different currencies are never added up.
 *
 * Memory: one number a currency. Currencies come from the configuration, never from a log.
 * Merge:  floating-point sums; relative difference at most 1e-9 between orders for up to 1e9 additions.
 */
export class Costs {
  readonly #amounts = new Map<string, number>();

  /** Amounts that are not above 0 add nothing: costs only grow. */
  add(currency: string, amount: number): void {
    if (amount > 0) this.#amounts.set(currency, this.of(currency) + amount);
  }

  /** 0 for a currency in which nothing was spent. */
  of(currency: string): number {
    return this.#amounts.get(currency) ?? 0;
  }

  /** In which something was spent, sorted. */
  get currencies(): string[] {
    return [...this.#amounts.keys()].sort();
  }

  /** Adds other sums; they are not changed. */
  merge(other: Costs): void {
    for (const [currency, amount] of other.#amounts) this.add(currency, amount);
  }

  /** As pairs, sorted, so that equal sums encode to equal bytes. */
  toJson(): [currency: string, amount: number][] {
    return this.currencies.map((currency) => [currency, this.of(currency)]);
  }

  static fromJson(pairs: readonly (readonly [string, number])[]): Costs {
    const costs = new Costs();
    for (const [currency, amount] of pairs) costs.add(currency, amount);
    return costs;
  }
}
