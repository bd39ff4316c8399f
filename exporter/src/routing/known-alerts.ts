import { z } from 'zod';
import { routingError } from './errors.js';
import type { Labels } from './matcher.js';

const rulesSchema = z.object({
  groups: z.array(
    z.object({ rules: z.array(z.object({ alert: z.string().optional(), labels: z.record(z.string(), z.coerce.string()).default({}) })) }),
  ),
});

/** The labels of every alert that a file of rules can send, as far as the rules say: `alertname` and the static ones. Errors: ROUTING_BAD_RULES. */
export function knownAlerts(content: unknown, file: string): Labels[] {
  const parsed = rulesSchema.safeParse(content);
  if (!parsed.success) throw routingError('ROUTING_BAD_RULES', { file, problem: parsed.error.issues[0]?.message ?? 'unreadable' });
  return parsed.data.groups.flatMap(({ rules }) =>
    rules.flatMap(({ alert, labels }) => (alert === undefined ? [] : [{ ...labels, alertname: alert }])),
  );
}
