import type { Baseline } from '../../baseline/index.js';
import type { BuildAsk, CountAsk, CountedTable } from '../../pipeline/index.js';
import type { ThreadProblem } from './messages.js';

/** What the ingest thread asks of the table thread; each question has one answer of the same name. */
export interface TableQuestions {
  hash: { ask: { path: string }; answer: string };
  text: { ask: { path: string; column: string }; answer: string };
  count: { ask: CountAsk; answer: CountedTable };
  build: { ask: BuildAsk; answer: Baseline };
}

export type TableQuestionName = keyof TableQuestions;
export type TableQuestion = { [K in TableQuestionName]: { id: number; name: K; ask: TableQuestions[K]['ask'] } }[TableQuestionName];
export type TableAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly problem: ThreadProblem };
