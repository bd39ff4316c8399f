export { BACKTEST_ERRORS, backtestError } from './errors.js';
export { readFirings, type Firing } from './firings.js';
export { readIncidents, type Labelled, type LabelledIncident } from './read-incidents.js';
export { RULES_FILE, replayTest, rulesFile } from './replay-files.js';
export { judgedRules, namesRead, readRules, ruleJobs, scoredRules, type RuleJob, type RuleSource, type ScoredRule } from './rule-jobs.js';
export { sampleLine, type SampleLine } from './sample-line.js';
export { score, type Figures, type Score } from './score.js';
export { SeriesTable } from './series-table.js';
