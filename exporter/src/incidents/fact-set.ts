import { factKey, joinFacts, type AlertFact } from './alert-fact.js';

/** Facts by key, each joined with what was said before. What is kept of a fact does not depend on the order. */
export class FactSet {
  readonly #facts = new Map<string, AlertFact>();

  /** @returns the facts as they now stand, and whether each was new */
  add(facts: readonly AlertFact[]): { fact: AlertFact; isNew: boolean }[] {
    return facts.map((said) => {
      const key = factKey(said);
      const known = this.#facts.get(key);
      const fact = known ? joinFacts(known, said) : said;
      this.#facts.set(key, fact);
      return { fact, isNew: known === undefined };
    });
  }

  remove(facts: readonly AlertFact[]): void {
    for (const fact of facts) this.#facts.delete(factKey(fact));
  }

  all(): AlertFact[] {
    return [...this.#facts.values()];
  }
}
