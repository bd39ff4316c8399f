import { z } from 'zod';
import { textSchema } from './map-schema.js';
import { clockSkewSchema, nameSchema } from './source-schema-parts.js';
import { dottedPath, duration } from './values.js';

const map = z
  .strictObject({
    time: dottedPath.optional().meta({
      description:
        'Column with the time of each row: the window reaches from the first to the last. ISO 8601 text, timestamps, or numbers since 1970. Without it the time is that of `named`, else that at which the file was written.',
      change: 'Set it when the rows carry a time; the name of the file is as good for daily batches.',
    }),
    model: textSchema.optional().meta({
      description: 'Name of the model: a column that holds one value in all rows, or the same for all files of the source.',
      change: 'Needed unless `named` has {model}.',
      allowed: 'a column, or { const: churn } when the folder is of one model',
    }),
    version: textSchema.optional().meta({
      description: 'Version of the model likewise. Without it, and without {version} in `named`, it is `unversioned`.',
      change: 'Set it when snapshots are made for a version: verdicts are told apart by it.',
      allowed: 'a column, or { const: "2.1" } when the folder is of one version',
    }),
    features: z.array(dottedPath).min(1).optional().meta({
      description:
        'Columns that are features of a reference snapshot. Without it they are all columns that hold numbers, words or booleans, but for those named here. Other snapshots are counted over the features of the baseline, whatever this says.',
      change: 'When the files hold keys or ids beside the features.',
      allowed: 'a list of columns, as in [age, income]',
    }),
    prediction: dottedPath.optional().meta({
      description: 'Column with the answer of the model, where a batch job scores as well. Its drift is judged beside the features.',
      change: 'Set it when the files hold it.',
    }),
  })
  .prefault({})
  .meta({ description: 'Where the parts of a snapshot are in its columns. A snapshot holds no requests: no latency, no outcome.' });

export const snapshotSource = z.strictObject({
  name: nameSchema,
  type: z.literal('snapshot').meta({
    description: 'Reads feature snapshots (Parquet, CSV, JSON lines) that a batch job drops into a folder; each is a window of its own.',
  }),
  path: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).meta({
    description:
      'Folder that is looked through at any depth, or a pattern as in /data/features/*.parquet, relative to this file. Read are files that end in .parquet, .csv, .jsonl, .ndjson, text also with .gz; never those whose name begins with `.` or `_` or ends as unfinished ones do (.tmp, .part and so on).',
    change: 'When the folder moves.',
    allowed: 'a folder or pattern, as in /data/features/*.parquet, or a list of them',
  }),
  named: z.string().min(1).optional().meta({
    description:
      'What the end of the path says: {model}, {version}, and a time in UTC as {yyyy}, {mm}, {dd}, {HH}, {MM}, from coarse to fine; `*` is any text. The window is the year, month, day, hour or minute that is named. A file of another form is rejected as `schema`.',
    change: 'When model, version or time stand in the names of files or folders.',
    allowed: 'a pattern, as in {version}/features-{yyyy}-{mm}-{dd}.parquet',
  }),
  settle: duration('100ms').prefault('5s').meta({
    description:
      'How long a file must not have changed until it is read. It must also end as a whole file does: Parquet with its footer, text with a newline. A file that does not is called broken after ten times as long.',
    change:
      'Longer, when writers pause for more than five seconds in the middle of a CSV; shorter, when files are renamed into the folder.',
  }),
  marker: z
    .string()
    .regex(/^[^/]+$/)
    .optional()
    .meta({
      description:
        'Name of the file that says that a snapshot is finished: `_SUCCESS` for all files of its folder, or with a star for the name of the file, as in `*.done`. Nothing is read without it then.',
      change: 'When the job writes one. Hadoop and Spark write _SUCCESS.',
      allowed: 'a file name, as in _SUCCESS or "*.done"',
    }),
  reference: z.string().min(1).optional().meta({
    description:
      'Pattern for the names of snapshots that are references: from such a file the baseline of its model is built anew, and judges from then on. It is held against the name, or with a `/` in it against the path below the folder.',
    change: 'When a training job writes its data into the folder. Only files that match refresh a baseline; no other ever does.',
    allowed: 'a pattern, as in reference-*.parquet',
  }),
  map,
  clock_skew: clockSkewSchema,
});
