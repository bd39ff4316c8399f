/** What `map.segment` of the log is called where a configuration names a feature or it: `segments.by`, `quality.fairness`. */
export const SEGMENT_COLUMN = 'segment';
