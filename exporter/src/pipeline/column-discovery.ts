import { ABSENT_OTHER, featurePath, type RecordMap } from '../events/index.js';
import type { Decoder, DecoderFactory, DecoderOptions } from '../formats/index.js';
import { BOOTSTRAP_DISTINCT } from '../profile/index.js';

/** Columns that only the log itself could tell of. */
export interface Discovered {
  readonly features: ReadonlyMap<string, 'numeric' | 'categorical'>;
  /** Null while it is open whether predictions are classes or amounts. */
  readonly prediction: 'numeric' | 'categorical' | null;
}

/** A piece of a stream, as a decoder takes it. */
export interface Piece {
  readonly head: Buffer;
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Bytes of a chunk that are looked at for the kinds of columns: some hundred records, a small part of the cost of a chunk. */
const PROBE_BYTES = 64 * 1024;
/** Predictions after which few distinct whole numbers are taken for classes. */
const ENOUGH_PREDICTIONS = 1000;
const NEWLINE = 10;

/**
 * Finds the features that records carry and their kinds, while a model of the source learns its baseline. Keys of a
 * features object come from the format; of listed features, and of the prediction, the kind is found by reading them as numbers.
 */
export class ColumnDiscovery implements Discovered {
  readonly features = new Map<string, 'numeric' | 'categorical'>();
  prediction: 'numeric' | 'categorical' | null = null;
  readonly #map: RecordMap;
  readonly #format: DecoderFactory;
  readonly #limits: Pick<DecoderOptions, 'maxRecordBytes' | 'maxDepth'>;
  readonly #seenPredictions = new Set<number>();
  #predictions = 0;

  constructor(map: RecordMap, format: DecoderFactory, limits: Pick<DecoderOptions, 'maxRecordBytes' | 'maxDepth'>) {
    this.#map = map;
    this.#format = format;
    this.#limits = limits;
  }

  /**
   * Looks at a piece before it is folded; true when other columns are wanted than before.
   *
   * @param decoder the one that will fold the piece
   * @param maxFeatures features that are read at most; further ones count as extra keys
   */
  look(decoder: Decoder, piece: Piece, maxFeatures: number): boolean {
    const before = `${this.features.size} ${this.prediction}`;
    const add = (name: string, type: 'numeric' | 'categorical'): void => {
      const role = roleOf(this.#map, name);
      // A baseline cannot hold a feature without a name, and the prediction is no feature.
      if (name === '' || role === 'no feature' || this.features.has(name) || this.features.size >= maxFeatures) return;
      this.features.set(name, role ?? type);
    };
    const { features } = this.#map;
    // The format's own search parses every record: it is asked only where records hold keys that are not read yet.
    if (features && 'at' in features && this.#hasUnknownKeys(decoder, piece)) {
      const { head, buffer, start, end } = piece;
      for (const [name, type] of decoder.discover(head, buffer, start, end)) add(name, type);
    }
    this.#lookAtListed(piece, add);
    this.#lookAtPrediction(piece);
    return before !== `${this.features.size} ${this.prediction}`;
  }

  #hasUnknownKeys(decoder: Decoder, { head, buffer, start, end }: Piece): boolean {
    let hasExtras = false;
    const rows = (n: number): void => {
      for (let r = 0; r < n && !hasExtras; r++) hasExtras = (decoder.columns.extras[r] ?? 0) > 0;
    };
    decoder.open(head).decode(buffer, start, end, true, { rows, reject: () => undefined });
    return hasExtras;
  }

  #lookAtListed(piece: Piece, add: (name: string, type: 'numeric' | 'categorical') => void): void {
    const { features } = this.#map;
    const open = features && 'list' in features ? features.list.filter(({ name }) => !this.features.has(name)) : [];
    for (const { name, type } of open) if (type) add(name, type);
    const untold = open.filter(({ type }) => !type);
    if (untold.length === 0) return;
    const kinds = new Map<string, 'numeric' | 'categorical'>();
    const paths = untold.map(({ path }) => path);
    this.#readNumbers(paths, piece, (column, x, absent) => {
      const { name } = untold[column] as (typeof untold)[number];
      if (kinds.has(name)) return;
      if (x === x) kinds.set(name, 'numeric');
      else if (absent === ABSENT_OTHER) kinds.set(name, 'categorical');
    });
    for (const [name, type] of kinds) add(name, type);
  }

  /** Fractions, or more distinct numbers than a class would have, are amounts; words, and few whole numbers, are classes. */
  #lookAtPrediction(piece: Piece): void {
    const path = this.#map.prediction ?? this.#map.score;
    if (path) this.prediction ??= this.#map.predictionType ?? null;
    if (!path || this.prediction) return;
    this.#readNumbers([path], piece, (_, x, absent) => {
      if (x !== x) {
        if (absent === ABSENT_OTHER) this.prediction ??= 'categorical';
        return;
      }
      this.#predictions++;
      if (this.#seenPredictions.size <= BOOTSTRAP_DISTINCT) this.#seenPredictions.add(x);
      if (!Number.isInteger(x) || this.#seenPredictions.size > BOOTSTRAP_DISTINCT) this.prediction ??= 'numeric';
    });
    if (this.#predictions >= ENOUGH_PREDICTIONS) this.prediction ??= 'categorical';
  }

  #readNumbers(
    paths: readonly (readonly string[])[],
    { head, buffer, start, end }: Piece,
    each: (column: number, x: number, absent: number) => void,
  ): void {
    const fields = paths.map((path) => ({ path, kind: 'number' }) as const);
    const decoder = this.#format({ ...this.#limits, fields, featuresAt: null, batchRows: 256 });
    const rows = (n: number): void =>
      decoder.columns.values.forEach((values, column) => {
        for (let r = 0; r < n; r++) each(column, values[r] as number, decoder.columns.absent[column]?.[r] ?? 0);
      });
    decoder.open(head).decode(buffer, start, cutAt(buffer, start, end, PROBE_BYTES), true, { rows, reject: () => undefined });
  }
}

/** Where a piece is cut so that at most `bytes` of it are read, but one record at least. */
export function cutAt(buffer: Buffer, start: number, end: number, bytes: number): number {
  if (end - start <= bytes) return end;
  const before = buffer.lastIndexOf(NEWLINE, start + bytes - 1);
  const at = before >= start ? before : buffer.indexOf(NEWLINE, start + bytes);
  return at < 0 || at >= end ? end : at + 1;
}

/** How a field is read that has a role of its own in the record: as a feature it must be read the same way. */
function roleOf(map: RecordMap, feature: string): 'numeric' | 'categorical' | 'no feature' | null {
  const path = JSON.stringify(featurePath(map, feature));
  const has = (...paths: readonly (readonly string[] | null | undefined)[]): boolean =>
    paths.some((other) => JSON.stringify(other) === path);
  const textPath = (source: RecordMap['model']): readonly string[] | null => ('path' in source ? source.path : null);
  // A label among the features would be the answer that the model is to find.
  if (has(map.time.path, map.prediction, map.score, map.label, map.requestId)) return 'no feature';
  if (has(textPath(map.model), textPath(map.version), map.outcome?.path)) return 'categorical';
  return has(map.latency?.path, map.timeToFirstToken?.path, map.tokensInput, map.tokensOutput, map.cost?.path) ? 'numeric' : null;
}
