import { mulberry32 } from '../simulation/seeded-random.js';

/** Seeded choices: the same seed makes the same ones on every machine. */
export class Choose {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = mulberry32(seed);
  }

  /** A whole number in [0, n). */
  below(n: number): number {
    return Math.floor(this.random() * n);
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  chance(p: number): boolean {
    return this.random() < p;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const k = this.below(i + 1);
      [shuffled[i], shuffled[k]] = [shuffled[k] as T, shuffled[i] as T];
    }
    return shuffled;
  }
}
