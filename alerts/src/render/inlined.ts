import type { RecordRule } from '../rule.js';

/**
 * An expression with recorded series replaced by what they record.
 *
 * Matchers behind a name are left out: the expressions match by those labels on the other side too (`on (model, slo)`), so series that
 * the matchers would have kept out find no partner.
 */
export function inlined(expression: string, records: readonly RecordRule[]): string {
  return records.reduce(
    (text, { record, expr }) => text.replaceAll(new RegExp(`(?<![\\w:])${record}(?![\\w:])(?:\\{[^}]*\\})?`, 'g'), () => `(\n${expr}\n)`),
    expression,
  );
}
