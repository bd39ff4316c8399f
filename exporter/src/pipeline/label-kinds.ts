import type { QualityTask } from '../contract/index.js';

/** In which kinds labels are read. */
export interface LabelKinds {
  readonly asClass: boolean;
  readonly asNumber: boolean;
}

export const NO_LABELS: LabelKinds = { asClass: false, asNumber: false };

/** How labels of a task are read: classes as words, so that 1, "1" and the cell `1` are one class; amounts and relevances as numbers. */
export function labelKindOf(task: QualityTask): 'class' | 'number' {
  return task === 'binary' || task === 'multiclass' ? 'class' : 'number';
}

/** The kinds that some of these tasks need. */
export function labelKindsOf(tasks: readonly QualityTask[]): LabelKinds {
  const kinds = tasks.map(labelKindOf);
  return { asClass: kinds.includes('class'), asNumber: kinds.includes('number') };
}
