import type { ScanRecord } from './compile-layout.js';
import type { FieldNode } from './field-tree.js';
import { learnLayout, type Layout } from './layout.js';

/** Layouts in use at once. Each is tried before the next, so more would cost the records that fit none. */
const MAX_LAYOUTS = 8;
/** Layouts seen and not compiled that are remembered; beyond them all are forgotten. */
const MAX_SEEN = 64;
/**
 * Sightings before the first layout is compiled: two tell a layout from a record of its own kind. Later was measured: with 64,
 * 512 and 2048 sightings the first 200 MB of a log take 8 %, 22 % and 50 % longer.
 */
const FIRST_SIGHTINGS = 2;
/**
 * What a further layout needs: so many sightings, and at least this share of the records since the first of them.
 * Why:       a new scanner costs 25 us a record until the engine has optimised it, after some thousand records; the walker costs
 *            1.3 us. With 1 % of a log it would never pay. The log of tools/bench-formats.ts where one record in twenty lacks one of 15
 *            features (15 layouts of 0.3 %) is read at 2.06 M records/s, and at 1.05 M with a scanner for each layout seen twice.
 * Too low:   rare layouts slow the log down. Too high: the second program that writes to a log is read by the walker.
 * Pinned by: layout-cache.test.ts
 */
const FURTHER_SIGHTINGS = 8;
const FURTHER_SHARE = 1 / 32;
/** So many records that fit no layout are all looked at, of later ones only one in SAMPLE: looking costs more than reading. */
const LOOK_AT_ALL = 1024;
const SAMPLE = 64;

interface CompiledLayout {
  readonly key: string;
  readonly scan: ScanRecord;
  /** Records read before it was first seen, and records of it since. */
  readonly since: number;
  hits: number;
}

interface SeenLayout {
  /** Records read before it was first seen. */
  readonly since: number;
  sightings: number;
  /** Records that the sightings stand for. */
  records: number;
}

/** The layouts of the records seen, the most used first, each with its scanner. Bounded, whatever the records look like. */
export class LayoutCache {
  readonly #tree: FieldNode;
  readonly #maxDepth: number;
  readonly #compile: (layout: Layout, freeRow: number) => ScanRecord | null;
  readonly #seen = new Map<string, SeenLayout>();
  #layouts: CompiledLayout[] = [];
  /** Accepted records that fitted no layout, and records of layouts that were dropped. */
  #others = 0;
  #dropped = 0;
  #isOff = false;

  /** @param compile makes a scanner, and may write to the row it is given while it does; null where that is not allowed */
  constructor(tree: FieldNode, maxDepth: number, compile: (layout: Layout, freeRow: number) => ScanRecord | null) {
    this.#tree = tree;
    this.#maxDepth = maxDepth;
    this.#compile = compile;
  }

  get compiled(): number {
    return this.#layouts.length;
  }

  /** Puts the layouts with the most hits first. */
  sort(): void {
    this.#layouts.sort((a, b) => b.hits - a.hits);
  }

  /** Offset behind the record at b[p], read into the row by the layout that it fits; -1 when it fits none. */
  scan(b: Buffer, v: DataView, p: number, row: number): number {
    for (let i = 0; i < this.#layouts.length; i++) {
      const layout = this.#layouts[i] as CompiledLayout;
      const end = layout.scan(b, v, p, row);
      if (end >= 0) {
        layout.hits++;
        return end;
      }
    }
    return -1;
  }

  /** Learns from buffer[start, end], an accepted record that fitted no layout, and its newline. May write to `freeRow`. */
  learn(buffer: Buffer, start: number, end: number, freeRow: number): void {
    this.#others++;
    const weight = this.#others > LOOK_AT_ALL ? SAMPLE : 1;
    if (this.#isOff || this.#others % weight !== 0) return;
    const layout = learnLayout(buffer, start, end, this.#tree, this.#maxDepth);
    // A known layout that did not fit: a category that was new, or a value for the referee.
    if (!layout || this.#layouts.some(({ key }) => key === layout.key)) return;
    const total = this.#total();
    const seen = this.#seen.get(layout.key) ?? { since: total - weight, sightings: 0, records: 0 };
    seen.sightings++;
    seen.records += weight;
    if (this.#seen.size >= MAX_SEEN) this.#seen.clear();
    this.#seen.set(layout.key, seen);
    if (!this.#pays(seen.sightings, seen.records / (total - seen.since))) return;
    const scan = this.#compile(layout, freeRow);
    this.#isOff = scan === null;
    if (!scan) return;
    this.#seen.delete(layout.key);
    if (this.#layouts.length >= MAX_LAYOUTS) this.#dropped += this.#layouts.pop()?.hits ?? 0;
    this.#layouts.push({ key: layout.key, scan, since: total, hits: 0 });
  }

  /** Whether a layout with so many sightings and such a share of the records is worth a scanner, and the place of another if need be. */
  #pays(sightings: number, share: number): boolean {
    if (this.#layouts.length === 0) return sightings >= FIRST_SIGHTINGS;
    if (sightings < FURTHER_SIGHTINGS || share < FURTHER_SHARE) return false;
    if (this.#layouts.length < MAX_LAYOUTS) return true;
    this.sort();
    const least = this.#layouts[MAX_LAYOUTS - 1] as CompiledLayout;
    return least.hits / (this.#total() - least.since + 1) < share / 2;
  }

  #total(): number {
    return this.#layouts.reduce((sum, { hits }) => sum + hits, this.#others + this.#dropped);
  }
}
