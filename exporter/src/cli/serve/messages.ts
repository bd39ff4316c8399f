import type { BaselineActivation, IncidentActInput, Notice, NotificationAccepted } from '../../contract/index.js';
import type { PushReply, Told } from '../../pipeline/index.js';

/** What the main thread asks of the ingest thread; each question has one answer of the same name. */
export interface Questions {
  render: {
    ask: { format: 'text' | 'openmetrics' };
    answer: { hot: Uint8Array; store: Record<string, number>; series: Record<string, number> };
  };
  push: { ask: { source: string; body: Uint8Array; key: string | null }; answer: PushReply };
  status: { ask: Record<string, never>; answer: unknown };
  reload: { ask: { configPath: string; text: string }; answer: { ok: true } | { ok: false; errors: string[] } };
  /** `answer` null: no baseline of this hash is stored. */
  activate: { ask: { sha256: string }; answer: BaselineActivation | null };
  /** Answered when what was told is durable. */
  tell: { ask: Told; answer: NotificationAccepted };
  /** Answers the id of the incident, which may have become a part of another one. */
  act: { ask: { id: string; act: IncidentActInput }; answer: string };
  stop: { ask: { signal: string }; answer: Record<string, never> };
}

export type QuestionName = keyof Questions;
export type Question = { [K in QuestionName]: { id: number; name: K; ask: Questions[K]['ask'] } }[QuestionName];

/** What went wrong in the ingest thread: something with a code, or a defect of ours with its stack, for the log only. */
export type ThreadProblem =
  | { readonly kind: 'coded'; readonly code: string; readonly status: number; readonly message: string; readonly advice: string }
  | { readonly kind: 'defect'; readonly message: string; readonly stack: string };

/** What the ingest thread sends. */
export type FromWorker =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly problem: ThreadProblem }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'ready' }
  | { readonly type: 'fatal'; readonly problem: ThreadProblem };
