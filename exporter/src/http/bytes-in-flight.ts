/** The share of one batch in the bytes in flight of its source. */
export interface Lease {
  /** False when there is no room; nothing was taken then. A batch that is alone always has room. */
  tryTake(bytes: number): boolean;
  release(): void;
}

/** Counts the unpacked bytes of batches that are being read or wait for their answer, per source. */
export class BytesInFlight {
  readonly #bySource = new Map<string, number>();

  /** Bytes in flight now. */
  of(source: string): number {
    return this.#bySource.get(source) ?? 0;
  }

  lease(source: string, limitBytes: number): Lease {
    let held = 0;
    return {
      tryTake: (bytes) => {
        const total = this.of(source);
        // A batch that is larger than the whole queue would otherwise be refused for ever.
        if (total + bytes > limitBytes && total > held) return false;
        held += bytes;
        this.#bySource.set(source, total + bytes);
        return true;
      },
      release: () => {
        const left = this.of(source) - held;
        held = 0;
        if (left > 0) this.#bySource.set(source, left);
        else this.#bySource.delete(source);
      },
    };
  }
}
