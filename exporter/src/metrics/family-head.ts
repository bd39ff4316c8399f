import type { MetricType } from '../contract/index.js';
import type { ExpositionFormat } from './exposition-format.js';

/** What the head of a family needs; a MetricFamily is one. */
export interface FamilyFacts {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string;
  readonly help: string;
}

/**
 * The lines that open a family. In OpenMetrics a counter is declared without `_total`, quotes in the help are escaped, and
 * UNIT stands only where the name ends in the unit (the format forbids it elsewhere).
 */
export function familyHead(family: FamilyFacts, format: ExpositionFormat): string {
  const help = family.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  if (format === 'text') return `# HELP ${family.name} ${help}\n# TYPE ${family.name} ${family.type}\n`;
  const name = family.type === 'counter' ? family.name.replace(/_total$/, '') : family.name;
  const unit = family.unit !== '' && name.endsWith(`_${family.unit}`) ? `# UNIT ${name} ${family.unit}\n` : '';
  return `# HELP ${name} ${help.replaceAll('"', '\\"')}\n# TYPE ${name} ${family.type}\n${unit}`;
}
