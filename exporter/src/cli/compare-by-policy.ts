import { DataTable, chooseFeatures, sampleTable, type Chunk, type SampledTable } from '../baseline/io.js';
import {
  NANNYML_CHUNKS,
  fitLikeNannyml,
  joinedColumns,
  judgeLikeEvidently,
  judgeLikeNannyml,
  type PolicyVerdict,
  type SampleColumn,
} from '../drift/index.js';
import { sortDoubles } from '../profile/index.js';
import type { DriftQuestion } from './compare-files.js';
import { comparedColumns } from './compared-columns.js';

export const PEER_POLICIES = ['evidently', 'nannyml'] as const;
export type PeerPolicy = (typeof PEER_POLICIES)[number];

/** What a policy of another tool says about one chunk of a file. */
export interface PolicyChunk {
  readonly start: string | number;
  readonly end: string | number;
  readonly rows: number;
  readonly features: readonly PolicyVerdict[];
}

export interface PolicyComparison {
  readonly policy: PeerPolicy;
  readonly referenceRows: number;
  readonly currentRows: number;
  readonly rowsWithoutTime: number;
  /** One for the whole file, where the policy judges it as a whole. */
  readonly chunks: readonly PolicyChunk[];
  readonly isChunked: boolean;
  readonly leftOut: readonly string[];
}

/**
 * Judges a file by the default rules of another tool, on raw values: column by column, so that two columns are in memory and no more.
 *
 * Errors: those of compareFiles.
 */
export async function compareByPolicy(
  policy: PeerPolicy,
  question: DriftQuestion,
  onProgress: (text: string) => void,
): Promise<PolicyComparison> {
  const reference = await DataTable.open(question.reference);
  try {
    const current = await DataTable.open(question.current);
    try {
      return await compareTables(policy, reference, current, question, onProgress);
    } finally {
      await current.close();
    }
  } finally {
    await reference.close();
  }
}

async function compareTables(
  policy: PeerPolicy,
  reference: DataTable,
  current: DataTable,
  question: DriftQuestion,
  onProgress: (text: string) => void,
): Promise<PolicyComparison> {
  const { features: named, ignore, leftOut } = comparedColumns(reference, current, question);
  const { featuresAt, categorical, time } = question;
  const roles = time === undefined ? [] : [time];
  const { features, skipped } = chooseFeatures(reference, { features: named, featuresAt, ignore, categorical }, roles);
  // NannyML learns its thresholds from chunks of the reference, cut as the file to be judged is.
  const chunkOf = (table: DataTable): Chunk | undefined => question.chunk ?? (policy === 'nannyml' ? tenth(table.rows) : undefined);
  const cut = { featuresAt, time };
  const learned = await sampleTable(reference, features, { ...cut, chunk: policy === 'nannyml' ? chunkOf(reference) : undefined });
  const judged = await sampleTable(current, features, { ...cut, chunk: chunkOf(current) });
  const longest = Math.max(reference.rows, ...judged.chunks.map(({ rows }) => rows));
  const scratch = new Float64Array(policy === 'evidently' ? longest : 0);
  const verdicts: PolicyVerdict[][] = judged.chunks.map(() => []);
  for (const [i, { name }] of features.entries()) {
    const column = policy === 'evidently' ? await evidentlyColumn(learned, judged, i, scratch) : await nannymlColumn(learned, judged, i);
    column.forEach((verdict, chunk) => verdicts[chunk]?.push(verdict));
    onProgress(`${i + 1} of ${features.length} columns (${name})`);
  }
  return {
    policy,
    referenceRows: reference.rows,
    currentRows: current.rows,
    rowsWithoutTime: judged.rowsWithoutTime,
    chunks: judged.chunks.map((chunk, i) => ({ ...chunk, features: verdicts[i] ?? [] })),
    isChunked: chunkOf(current) !== undefined,
    leftOut: [...leftOut, ...skipped.map(({ name, found }) => `${name} (${found})`)],
  };
}

/** Sorts where the values lie, in room that all columns share: what is allocated for a column stays in memory for long. */
async function evidentlyColumn(
  reference: SampledTable,
  current: SampledTable,
  index: number,
  scratch: Float64Array,
): Promise<PolicyVerdict[]> {
  const sorted = (sample: SampleColumn): SampleColumn =>
    sample.type === 'numeric' ? { ...sample, values: sortDoubles(sample.values, scratch), isSorted: true } : sample;
  const [whole] = (await reference.column(index)).map(sorted);
  return whole ? (await current.column(index)).map((chunk) => judgeLikeEvidently(whole, sorted(chunk))) : [];
}

async function nannymlColumn(reference: SampledTable, current: SampledTable, index: number): Promise<PolicyVerdict[]> {
  const own = await reference.column(index);
  const whole = joinedColumns(own);
  if (!whole) return [];
  const fitted = fitLikeNannyml(whole, own);
  return (await current.column(index)).map((chunk) => judgeLikeNannyml(fitted, chunk));
}

/** Chunks of equal size, and what is left over as one more, as NannyML cuts by default. */
function tenth(rows: number): Chunk {
  return { kind: 'rows', rows: Math.max(1, Math.floor(rows / NANNYML_CHUNKS)) };
}
