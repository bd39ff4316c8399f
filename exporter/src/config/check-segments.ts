import { SEGMENT_COLUMN } from '../contract/index.js';
import type { ConfigInput } from './schema.js';
import type { Path } from './yaml-file.js';

type Source = ConfigInput['sources'][number];
type Model = ConfigInput['models'][string];
type Say = (keys: Path, text: string) => void;

/** Segments of all models at most: each one holds counts in every open window, and evidence in every verdict. */
const MAX_SEGMENTS = 200;

/** Faults of the segments of one model, among the sources that may bring it. */
export function segmentFaults(
  name: string,
  { segments, baseline, features, drift: { policy, season } }: Model,
  carriers: readonly Source[],
  say: Say,
): void {
  if (!segments) return;
  if (name === '*' || typeof baseline !== 'string') {
    say(['segments'], 'needs a baseline file that was built with --segment-by or --segment; name the model and its file, or remove it');
  }
  const { by, names } = segments;
  const isListed = carriers.some(({ map }) => !Array.isArray(map.features) || map.features.some((one) => featureNameOf(one) === by));
  if (by === SEGMENT_COLUMN && !isListed && carriers.length > 0 && !carriers.some(carriesSegment))
    say(['segments', 'by'], 'names the segment of the log, but no source of the model maps one; set map.segment, or name a feature');
  if (by !== SEGMENT_COLUMN && names.length > 0)
    say(
      ['segments', 'names'],
      'has no effect on a feature, whose baseline names the segments; remove it, or use by: segment with map.segment',
    );
  if (new Set(names).size < names.length) say(['segments', 'names'], 'names a segment twice; name each once');
  if (features[segments.by]?.private === true)
    say(['segments', 'by'], 'names a private feature, whose values would become labels; name another one');
  if (policy !== 'default') say(['segments'], `has no effect under policy ${policy}; remove it, or use policy: default`);
  if (season !== 'none')
    say(['segments'], 'cannot be combined with drift.season: no part of the reference is kept by both; keep one of them');
}

/** Too many segments of all models together. */
export function segmentTotalFaults(models: ConfigInput['models'], say: Say): void {
  let all = 0;
  for (const [name, { segments }] of Object.entries(models)) {
    if (!segments) continue;
    all += (segments.names.length || segments.top) + 1;
    if (all > MAX_SEGMENTS)
      say([name, 'segments', 'top'], `makes ${all} segments of all models, at most ${MAX_SEGMENTS} are allowed; lower it`);
  }
}

/** Whether records of a source say which segment they belong to. */
export function carriesSegment({ map }: Source): boolean {
  return 'segment' in map && map.segment !== undefined;
}

/** What a feature of a list is called. */
export function featureNameOf(feature: string | { readonly name: string }): string {
  return typeof feature === 'string' ? feature : feature.name;
}
