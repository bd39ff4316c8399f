import { z } from 'zod';

/**
 * Segments of one model at most.
 * Why 50:   windows, verdicts and series grow with them: fifty segments of 20 features are a thousand tables a window.
 */
const MAX_SEGMENTS = 50;

export const segmentsSchema = z.strictObject({
  by: z.string().min(1).meta({
    description:
      'What divides the rows: a categorical feature of the baseline, which must then be built with `--segment-by` this feature, or `segment`, the word that `map.segment` of the sources names and that is no feature. A private feature cannot divide: its values become labels.',
    change: 'To what tells groups of users apart that a model may serve differently: country, channel, plan.',
  }),
  top: z.number().int().min(1).max(MAX_SEGMENTS).default(10).meta({
    description:
      'Categories with a segment of their own, the largest of the reference first; all other rows are one segment more. The baseline may hold fewer.',
    change: 'Lower, when small segments are always insufficient; higher needs a baseline that was built with a higher `--segment-top`.',
  }),
  names: z.array(z.string().min(1)).max(MAX_SEGMENTS).default([]).meta({
    description:
      'Only with `by: segment`: the segments by name, in place of the largest ones of the baseline. One that the baseline knows (`aiops baseline build --segment COLUMN`) is compared with its own part of the reference, every other one with all rows of it; status page and verdict say which.',
    change: 'When the baseline was built without the column, or when small segments matter more than large ones.',
    allowed: 'a list of up to 50 values of the column, as in [web, app, shop]',
  }),
});
