import type { DividedRows } from '../active-segments.js';
import { SEGMENT_COLUMN } from '../../contract/index.js';
import { PART_ANSWER, PART_INPUTS, PRESENT, type Batch, type ColumnPlan, type Columns } from '../../events/index.js';
import type { ClassNames } from './class-names.js';
import { SEGMENT_KEY } from './segments-of-window.js';

/** An absent answer, label or group as a code. */
const ABSENT = -1;

/** Reads the columns of a batch as the join keeps them: amounts, or codes of the classes of the model. */
export class LabelColumns {
  readonly #classes: ClassNames;
  readonly #groups: ClassNames;
  readonly #isOfClasses: boolean;
  /** Codes of the model by codes of a column, for each dictionary. */
  readonly #codes = new WeakMap<readonly string[], Map<number, number>>();
  #groupCodes: KnownGroups = { plan: null, segments: null, byKey: new Map() };

  constructor(classes: ClassNames, groups: ClassNames, isOfClasses: boolean) {
    this.#classes = classes;
    this.#groups = groups;
    this.#isOfClasses = isOfClasses;
  }

  /** The hash of an id; null where the record has none. */
  id({ values, absent }: Columns, column: number, r: number): { lo: number; hi: number } | null {
    if (column < 0 || absent[column]?.[r] !== PRESENT) return null;
    const hashes = values[column] as Uint32Array;
    return { lo: hashes[2 * r] as number, hi: hashes[2 * r + 1] as number };
  }

  /** What was predicted, or the truth; NaN or -1 where there is none, or too many classes. */
  value(columns: Columns, column: number, r: number): number {
    const absent = this.#isOfClasses ? ABSENT : NaN;
    if (column < 0) return absent;
    const value = columns.values[column]?.[r] as number;
    const dictionary = columns.dictionaries[column];
    if (!dictionary) return !Number.isFinite(value) ? absent : this.#isOfClasses ? this.#classes.codeOf(String(value)) : value;
    const name = dictionary[value];
    if (value < 0 || name === undefined) return absent;
    if (!this.#isOfClasses) return amountOf(name);
    return this.#classCode(dictionary, value, name);
  }

  /** The score; NaN where there is none, or none that is finite. */
  score(columns: Columns, column: number, r: number): number {
    const score = column < 0 ? NaN : (columns.values[column]?.[r] as number);
    return Number.isFinite(score) ? score : NaN;
  }

  isAbsent(value: number): boolean {
    return this.#isOfClasses ? value < 0 : Number.isNaN(value);
  }

  /** Whether a row holds an answer at all: of a request that is logged apart, the other half does. */
  isAnswer({ parts }: Columns, r: number): boolean {
    return parts === undefined || ((parts[r] as number) & PART_ANSWER) !== 0;
  }

  /** Column of what was predicted; -1 where the log has scores only, which are read as such. */
  answerColumn({ roles, fields }: ColumnPlan): number {
    const isScore = roles.score >= 0 && JSON.stringify(fields[roles.prediction]?.path) === JSON.stringify(fields[roles.score]?.path);
    return isScore ? -1 : roles.prediction;
  }

  /** Code of the groups that a row belongs to, one of each attribute, and of its segment; -1 where it has none. */
  group({ columns, plan }: Batch, attributes: readonly string[], segments: DividedRows | null, r: number): number {
    if (attributes.length === 0 && segments === null) return ABSENT;
    if (this.#groupCodes.plan !== plan || this.#groupCodes.segments !== segments) this.#groupCodes = { plan, segments, byKey: new Map() };
    // Of a request that is logged apart, the other half says which segment it is of.
    const by = segments && hasInputs(columns, r) ? segmentColumn(plan, segments) : null;
    const key =
      attributes.map((name) => columns.values[columnOfAttribute(plan, name)]?.[r] ?? '').join() +
      `|${by === null ? '' : valueAt(columns, by, r)}`;
    let code = this.#groupCodes.byKey.get(key);
    if (code === undefined) {
      const found: (readonly [string, string | null])[] = attributes.flatMap((name) => {
        const text = textOf(columns, columnOfAttribute(plan, name), r);
        return text === null ? [] : [[name, text] as const];
      });
      if (segments && by !== null) {
        const text = textOf(columns, by, r);
        // By its name only where it is a segment: any other value would take a place among the combinations that are kept.
        found.push([SEGMENT_KEY, text !== null && segments.names.includes(text) ? text : null]);
      }
      code = found.length === 0 ? ABSENT : this.#groups.codeOf(JSON.stringify(Object.fromEntries(found)));
      // Of a number there may be any many values; what is not remembered is found again.
      if (this.#groupCodes.byKey.size < REMEMBERED_GROUPS) this.#groupCodes.byKey.set(key, code);
    }
    return code;
  }

  #classCode(dictionary: readonly string[], column: number, name: string): number {
    let codes = this.#codes.get(dictionary);
    if (!codes) this.#codes.set(dictionary, (codes = new Map<number, number>()));
    let code = codes.get(column);
    if (code === undefined) codes.set(column, (code = this.#classes.codeOf(name)));
    return code;
  }
}

const REMEMBERED_GROUPS = 10_000;

/** Codes that were found before, for as long as rows are read and divided the same way. */
interface KnownGroups {
  readonly plan: ColumnPlan | null;
  readonly segments: DividedRows | null;
  readonly byKey: Map<string, number>;
}

function hasInputs({ parts }: Columns, r: number): boolean {
  return parts === undefined || ((parts[r] as number) & PART_INPUTS) !== 0;
}

/** -1 where the source does not carry it. */
function segmentColumn({ featureColumns, roles }: ColumnPlan, { feature }: DividedRows): number {
  return feature === null ? roles.segment : (featureColumns.get(feature) ?? -1);
}

function valueAt({ values }: Columns, column: number, r: number): string {
  return String(values[column]?.[r] ?? 'none');
}

/** An amount that is written as a text; NaN for what is none, and for what is too large to be one. */
function amountOf(text: string): number {
  const amount = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(amount) ? amount : NaN;
}

/** An attribute is a feature, or the segment of the map under that name. */
function columnOfAttribute({ featureColumns, roles }: ColumnPlan, name: string): number {
  return featureColumns.get(name) ?? (name === SEGMENT_COLUMN ? roles.segment : -1);
}

function textOf(columns: Columns, column: number, r: number): string | null {
  const value = columns.values[column]?.[r];
  if (value === undefined) return null;
  const dictionary = columns.dictionaries[column];
  if (dictionary) return dictionary[value] ?? null;
  return Number.isNaN(value) ? null : String(value);
}
