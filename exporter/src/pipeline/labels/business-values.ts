import { LARGEST_AMOUNT, type ColumnPlan, type Columns } from '../../events/index.js';
import type { LabelJoin } from './label-join.js';

/** Adds what a record was worth to the KPIs of its version. Negative amounts are left out: a counter never falls. */
export function addValues(join: LabelJoin, version: string, { values }: Columns, plan: ColumnPlan, r: number): void {
  plan.kpis.forEach(({ kpi, unit }, i) => {
    const amount = values[plan.roles.values[i] as number]?.[r] ?? NaN;
    if (!(amount > 0 && amount <= LARGEST_AMOUNT)) return;
    join.countsOf(version).addValue(kpi, unit, amount);
    join.isDirty = true;
  });
}
