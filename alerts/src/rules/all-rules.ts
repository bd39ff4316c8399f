import { type AlertConfig } from '../config.js';
import type { AlertRule, RuleGroup } from '../rule.js';
import { costRules } from './cost.js';
import { dataQualityRules } from './data-quality.js';
import { driftRules } from './drift.js';
import { budgetRules, objectiveRules, slowObjectiveRules } from './objectives.js';
import { SERVERS, inferenceRecords, serverRecords } from './inference-records.js';
import { pipelineRules } from './pipeline.js';
import { qualityRules } from './quality.js';
import { releaseRules } from './release.js';
import { servingRules } from './serving.js';

/** A file of rules; inside a file, groups stand in the order in which they must be evaluated. */
export interface RuleFile {
  readonly name: string;
  readonly groups: readonly RuleGroup[];
}

/** Every rule, in the order of triage: what everything hangs on first. */
export function allRules(config: AlertConfig): readonly RuleFile[] {
  return [
    { name: 'pipeline', groups: [pipelineRules(config)] },
    { name: 'serving', groups: [servingRules(config)] },
    { name: 'objectives', groups: [objectiveRules(), slowObjectiveRules(), budgetRules(config)] },
    { name: 'data-quality', groups: [dataQualityRules(config)] },
    { name: 'drift', groups: [driftRules(config)] },
    { name: 'quality', groups: [qualityRules(config)] },
    { name: 'cost', groups: [costRules(config)] },
    { name: 'release', groups: [releaseRules()] },
    { name: 'inference', groups: [inferenceRecords()] },
    ...SERVERS.map((server) => ({ name: `inference-${server.name}`, groups: [serverRecords(server)] })),
  ];
}

export function alertsOf(files: readonly RuleFile[]): AlertRule[] {
  return files.flatMap(({ groups }) => groups.flatMap(({ alerts }) => alerts));
}
