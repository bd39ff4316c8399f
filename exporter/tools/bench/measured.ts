/** What a child process measured; printed as one line of JSON. */
export interface Measured {
  /** Records of the whole run and of its warm part. */
  readonly records: number;
  readonly seconds: number;
  /** After the first fifth of the records: code is compiled, caches are warm. */
  readonly warmRecords: number;
  readonly warmSeconds: number;
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
  /** Something that must agree between variants of the same job. */
  readonly check: Readonly<Record<string, number>>;
}

const WARM_UP_SHARE = 1 / 5;

/** Times a job that tells how many records it has done. */
export class Stopwatch {
  readonly #startedMs = performance.now();
  readonly #cpu = process.cpuUsage();
  readonly #warmAt: number;
  #warmMs: number | null = null;
  #warmRecords = 0;

  constructor(expectedRecords: number) {
    this.#warmAt = expectedRecords * WARM_UP_SHARE;
  }

  passed(records: number): void {
    if (this.#warmMs !== null || records < this.#warmAt) return;
    this.#warmMs = performance.now();
    this.#warmRecords = records;
  }

  finish(records: number, check: Readonly<Record<string, number>> = {}): void {
    const endMs = performance.now();
    const { user, system } = process.cpuUsage(this.#cpu);
    const measured: Measured = {
      records,
      seconds: (endMs - this.#startedMs) / 1000,
      warmRecords: records - this.#warmRecords,
      warmSeconds: (endMs - (this.#warmMs ?? this.#startedMs)) / 1000,
      cpuSeconds: (user + system) / 1e6,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
      check,
    };
    process.stdout.write(`${JSON.stringify(measured)}\n`);
  }
}
