import { z } from 'zod';
import { mapSchema } from './map-schema.js';
import { duration, size } from './values.js';

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
  .meta({
    description:
      'Name of the source: a label of the ingest metrics, the last part of the URL for pushes, and the key of its read positions.',
    change: 'Not without need: a renamed source is a new one, and is read from the beginning.',
    allowed: 'a name of up to 63 characters a-z, 0-9, _ and -, beginning with a letter or digit',
  });

const map = mapSchema.meta({
  description: 'Where the parts of an inference event are in a record. Columns of a CSV are named as a whole, dots included.',
  allowed: 'a map that names at least time and model, as in { time: ts, model: { const: churn } }',
});

const clockSkew = duration().prefault('5m').meta({
  description:
    'How far an event time may lie in the future; beyond it the record is rejected as `clock_skew`. Five minutes is more than clocks of one network differ, and bounds what a broken one can do: a time far ahead would close windows early.',
  change: 'When clocks are known to differ more.',
});

const line = size({ least: '64B', most: '256MiB' }).prefault('1MiB').meta({
  description: 'Longest record; a longer one is rejected as `too_large`. A source holds a buffer of this size.',
  change: 'When records carry whole prompts or images and are rejected.',
});

const depth = z.number().int().min(2).max(1000).default(32).meta({
  description: 'Deepest nesting of a JSON record; a deeper one is rejected as `too_deep`. It bounds the stack of the parser.',
  change: 'Hardly ever: real records nest less than ten deep.',
});

const fileSource = z.strictObject({
  name,
  type: z.literal('file').meta({ description: 'Follows log files, through rotation and restarts.' }),
  path: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).meta({
    description:
      'Log files, relative to this file. A pattern knows `*`, `?`, `[a-z]`, `{a,b}` and `**`. Rotations beside a file (name.1, name-20260724.gz) are found by themselves and read to their end.',
    change: 'When logs move.',
    allowed: 'a path or pattern, as in /var/log/scoring/*.jsonl, or a list of them',
  }),
  format: z.enum(['jsonl', 'csv']).meta({ description: '`jsonl`: one JSON object a line. `csv`: comma-separated with a header line.' }),
  csv: z
    .strictObject({
      delimiter: z
        .string()

        .regex(/^[\t !#-~]$/)
        .default(',')
        .meta({
          description: 'What separates the columns.',
          change: 'To ";" or "\\t" where a spreadsheet wrote the file.',
          allowed: 'one ASCII character, but no quote, as in ";" or "\\t"',
        }),
    })
    .prefault({})
    .meta({ description: 'Dialect of format csv; refused with another format.' }),
  map,
  clock_skew: clockSkew,
  limits: z.strictObject({ line, depth }).prefault({}).meta({ description: 'Bounds on what one record can cost.' }),
});

const httpSource = z.strictObject({
  name,
  type: z.literal('http').meta({ description: 'Takes batches that are pushed to `POST /api/v1/ingest/<name>`.' }),
  format: z.enum(['jsonl']).default('jsonl').meta({ description: 'A pushed body is NDJSON or a JSON array, as its Content-Type says.' }),
  map,
  clock_skew: clockSkew,
  limits: z
    .strictObject({
      line,
      depth,
      body: size({ least: '1KiB', most: '1GiB' }).prefault('32MiB').meta({
        description: 'Largest body after decompression; a larger one gets 413. A body is held in memory as a whole until it is committed.',
        change: 'When clients cannot send smaller batches.',
      }),
      decompression_ratio: z.number().min(1).max(10_000).default(100).meta({
        description:
          'How many times its compressed size a body may unpack to; beyond it gets 413. Logs pack some 10 to 30 times; more than 100 is a decompression bomb, or one record repeated.',
        change: 'When honest batches are refused: their records are almost equal.',
      }),
      queue: size({ least: '1KiB', most: '4GiB' }).prefault('64MiB').meta({
        description:
          'Bytes of bodies that may be read or wait for their commit at once; beyond it clients get 429 with Retry-After. Two of the largest bodies. A body that is alone is always let in.',
        change: 'Higher, when many clients push at the same time and memory allows; it is the memory that pushes can take.',
      }),
    })
    .prefault({})
    .meta({ description: 'Bounds on what pushes can cost.' }),
});

export const sourceSchema = z.discriminatedUnion('type', [fileSource, httpSource]);
