import { z } from 'zod';
import { OUTCOMES } from './reject-reason.js';

/**
 * The canonical inference event: one answer of a model, as every format delivers it. The hot path holds events as rows
 * of a columnar batch; this object view exists for slow formats, tests, explanations and documentation.
 *
 * Event time is when the inference happened, never when it was read. Unknown fields of a log are ignored; unknown keys
 * inside `features` are counted as extra features.
 */
export const inferenceEventSchema = z.strictObject({
  kind: z.literal('inference'),
  time: z.iso.datetime({ offset: true }),
  model: z.string().min(1).max(200),
  version: z.string().min(1).max(200),
  outcome: z.enum(OUTCOMES),
  latency_seconds: z.number().nonnegative().nullable(),
  time_to_first_token_seconds: z.number().nonnegative().nullable(),
  tokens_input: z.number().nonnegative().nullable(),
  tokens_output: z.number().nonnegative().nullable(),
  cost: z.number().nonnegative().nullable(),
  prediction: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  score: z.number().nullable(),
  features: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type InferenceEvent = z.infer<typeof inferenceEventSchema>;
