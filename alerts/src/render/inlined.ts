import type { RecordRule } from '../rule.js';

/**
 * An expression with recorded series replaced by what they record.
 *
 * Shape: records in the order in which they are evaluated.
 *
 * Matchers behind a name are left out: the expressions match by those labels on the other side too (`on (model, slo)`), so series that
 * the matchers would have kept out find no partner.
 */
export function inlined(expression: string, records: readonly RecordRule[]): string {
  // From the last to the first: a record may read those before it.
  return records.reduceRight(
    (text, { record, expr }) => text.replaceAll(new RegExp(`(?<![\\w:])${record}(?![\\w:])(?:\\{[^}]*\\})?`, 'g'), () => `(\n${expr}\n)`),
    expression,
  );
}
