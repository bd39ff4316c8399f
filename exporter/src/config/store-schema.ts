import { z } from 'zod';
import { duration } from './values.js';

export const storeSchema = z.strictObject({
  path: z.string().min(1).default('./aiops-data').meta({
    description:
      'Folder of the embedded store, relative to this file: read positions, open windows, totals, verdicts and baselines. One exporter owns it at a time. Changing it takes a restart, and begins with an empty store.',
    change: 'To a mounted volume in a container, so that totals and read positions survive it.',
    allowed: 'the path of a folder',
  }),
  commit_interval: duration('10ms').prefault('1s').meta({
    description:
      'How often positions and state are written to disk while log files are read. A scrape and a push commit as well, so this bounds what is read again after a crash, not what is lost: nothing is.',
    change: 'Longer, where disk writes are expensive.',
  }),
  retention: z
    .strictObject({
      windows: duration('1m').prefault('90d').meta({
        description:
          'How long the profiles of closed windows are kept, after the end of the window. Metrics need none of them; they are the material for looking back. A quarter, because that is how far back causes are usually sought.',
        change: 'Shorter, when `aiops_store_bytes{record="windows"}` grows beyond the disk.',
      }),
      labels: duration('1m').prefault('30d').meta({
        description:
          'How long predictions that wait for labels, and these labels, are kept after the end of their window, by the wall clock. The shorter of this and `quality.label_horizon` of the model holds. They are keyed hashes of ids, answers, scores and labels.',
        change: 'Longer, together with `label_horizon`, when labels come after more than a month; shorter, to keep less.',
      }),
      verdicts: duration('1m').prefault('400d').meta({
        description:
          'How long verdicts are kept with their evidence, after the end of the window. A little over a year, so that this month can be compared with the same month of last year.',
        change: 'Longer, where an audit asks for more.',
      }),
      incidents: duration('1d').prefault('5y').meta({
        description:
          'How long incidents are kept with what people did to them, after their end. Five years, because they are few, and because a review of a model asks how it behaved over its life.',
        change: 'Longer, where an audit asks for more.',
      }),
    })
    .prefault({})
    .meta({ description: 'How long records are kept. Older ones are deleted in small steps while the exporter runs.' }),
});
