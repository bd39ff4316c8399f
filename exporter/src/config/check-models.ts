import { SEGMENT_COLUMN } from '../contract/index.js';
import { faultAt, type Fault } from './fault.js';
import { qualityFaults } from './check-quality.js';
import { carriesSegment, featureNameOf, segmentFaults, segmentTotalFaults } from './check-segments.js';
import { isShowable } from './found-words.js';
import { nearestWord } from './nearest-word.js';
import type { ConfigInput } from './schema.js';
import { nodeAt, type Path, type YamlFile } from './yaml-file.js';

type Source = ConfigInput['sources'][number];
type Model = ConfigInput['models'][string];
type Say = (keys: Path, text: string) => void;

/** What the prediction is called where features are named. */
const PREDICTION = 'prediction';

/** Faults of the models that one key alone does not show. */
export function modelFaults({ models, sources }: ConfigInput, yaml: YamlFile): Fault[] {
  const faults: Fault[] = [];
  for (const [name, model] of Object.entries(models)) {
    const say: Say = (keys, text) => void faults.push(faultAt(yaml, ['models', name, ...keys], text));
    const carriers = sources.filter((source) => carries(source, name));
    if (carriers.length === 0) say([], 'has settings, but no source brings this model; remove it, or map a source to it');
    if (name === '*' && typeof model.baseline === 'string') {
      say(['baseline'], 'is one file, which cannot describe every model; name the model in place of "*", or use { bootstrap: 10000 }');
    }
    if (model.drift.threshold === 'auto' && typeof model.baseline !== 'string') {
      say(
        ['drift', 'threshold'],
        'auto takes its thresholds from a baseline file that was built with --time and --window; name one under baseline, or set a number',
      );
    }
    if (model.drift.season !== 'none' && typeof model.baseline === 'object') {
      say(
        ['drift', 'season'],
        'needs a baseline that is built from data with times; { bootstrap } learns none, so name a file, or set none',
      );
    }
    policyFaults(model, (key) => nodeAt(yaml, ['models', name, 'drift', key]) !== null, say);
    segmentFaults(name, model, carriers, say);
    latencyFaults(model, say);
    if (model.quality) qualityFaults(model.quality, (keys, text) => say(['quality', ...keys], text));
    featureFaults(model, carriers, (text) => isShowable(yaml, text), say);
  }
  segmentTotalFaults(models, (keys, text) => void faults.push(faultAt(yaml, ['models', ...keys], text)));
  return faults;
}

/** Whether records of a source can belong to a model. */
function carries({ map }: Source, name: string): boolean {
  const constant = typeof map.model === 'object' ? map.model.const : undefined;
  return name === '*' || constant === undefined || constant === name;
}

/** Keys that say how the default policy judges; the others have limits of their own. */
const DEFAULT_POLICY_KEYS = ['min_samples', 'fdr', 'threshold', 'thresholds', 'missing_threshold', 'season', 'false_alarms'] as const;

function policyFaults({ drift: { policy } }: Model, isWritten: (key: string) => boolean, say: Say): void {
  if (policy === 'default') return;
  for (const key of DEFAULT_POLICY_KEYS) {
    if (isWritten(key)) say(['drift', key], `has no effect under policy ${policy}, which has limits of its own; remove it`);
  }
}

function latencyFaults({ latency: { buckets, objective, threshold } }: Model, say: Say): void {
  if (buckets.some((bound, i) => i > 0 && bound <= (buckets[i - 1] ?? 0))) {
    say(['latency', 'buckets'], 'must ascend, each bound once, as in [10ms, 50ms, 250ms, 1s]');
  }
  if (objective !== undefined && threshold === undefined) {
    say(['latency', 'objective'], 'needs latency.threshold beside it, the latency that this share of requests must stay under');
  }
}

/** Settings of features that no record can bring. Known only where every source of the model lists its features. */
function featureFaults(
  { features, drift, quality }: Model,
  carriers: readonly Source[],
  isShowable: (text: string) => boolean,
  say: Say,
): void {
  const listed = carriers.map(({ map }) => map.features);
  if (listed.length === 0 || !listed.every((list) => Array.isArray(list))) return;
  const names = listed.flat().map(featureNameOf);
  const known = new Set([...names, PREDICTION]);
  const check = (keys: readonly string[], feature: string): void => {
    if (known.has(feature)) return;
    const near = nearestWord(feature, names.filter(isShowable));
    say(
      [...keys, feature],
      `has settings, but map.features of its sources does not list it; ${near === null ? 'list it there, or remove it' : `did you mean ${near}?`}`,
    );
  };
  for (const feature of Object.keys(features)) check(['features'], feature);
  for (const feature of Object.keys(drift.thresholds)) check(['drift', 'thresholds'], feature);
  const isMapped = carriers.some(carriesSegment);
  for (const [i, feature] of (quality?.fairness ?? []).entries()) {
    if (!known.has(feature) && !(feature === SEGMENT_COLUMN && isMapped))
      say(['quality', 'fairness', i], 'is no feature that map.features of its sources lists; list it there');
  }
}
