import { z } from 'zod';

/**
 * Segments of one model at most.
 * Why 50:   windows, verdicts and series grow with them: fifty segments of 20 features are a thousand tables a window.
 */
const MAX_SEGMENTS = 50;

export const segmentsSchema = z.strictObject({
  by: z.string().min(1).meta({
    description:
      'Categorical feature of the baseline that divides the rows. The baseline must be built with `--segment-by` this feature. A private feature cannot divide: its values become labels.',
    change: 'To what tells groups of users apart that a model may serve differently: country, channel, plan.',
  }),
  top: z.number().int().min(1).max(MAX_SEGMENTS).default(10).meta({
    description:
      'Categories with a segment of their own, the largest of the reference first; all other rows are one segment more. The baseline may hold fewer.',
    change: 'Lower, when small segments are always insufficient; higher needs a baseline that was built with a higher `--segment-top`.',
  }),
});
