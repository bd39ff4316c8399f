/** Lets `capacity` things through at once and one more per `refillMs` after that. Time comes in as a value. */
export class TokenBucket {
  readonly #capacity: number;
  readonly #refillMs: number;
  #tokens: number;
  #lastMs: number;

  constructor(capacity: number, refillMs: number, nowMs: number) {
    this.#capacity = capacity;
    this.#refillMs = refillMs;
    this.#tokens = capacity;
    this.#lastMs = nowMs;
  }

  /** True if one more may pass now. A clock that runs backwards gives nothing and takes nothing. */
  tryTake(nowMs: number): boolean {
    const elapsedMs = Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#tokens = Math.min(this.#capacity, this.#tokens + elapsedMs / this.#refillMs);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
