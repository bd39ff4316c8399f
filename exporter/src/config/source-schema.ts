import { z } from 'zod';
import { mapSchema } from './map-schema.js';
import { snapshotSource } from './snapshot-schema.js';
import { clockSkewSchema, nameSchema } from './source-schema-parts.js';
import { duration, size } from './values.js';

/** Formats of others whose records are turned into events of one form, and so bring their own map. */
export const DIALECTS = ['kserve', 'sagemaker', 'databricks', 'otel_genai'] as const;
export type DialectName = (typeof DIALECTS)[number];

/** All formats of others. The records of bentoml are read as they are; a log beside them says what is where. */
const FOREIGN = [...DIALECTS, 'bentoml'] as const;

const map = mapSchema.prefault({}).meta({
  description:
    'Where the parts of an inference event are in a record. Columns of a CSV are named as a whole, dots included. Formats of others (kserve and so on) bring their own map: what is written here replaces a part of it, and paths then lead into the event that the page of the format shows.',
  allowed: 'a map that names at least time and model, as in { time: ts, model: { const: churn } }',
});

const kind = z.enum(['inference', 'labels']).default('inference').meta({
  description:
    'What a record is. `inference`: a request to a model. `labels`: what turned out to be true for a request of before; it holds an id and a label (or a value) and perhaps when that was known, and of its map only time, request_id, model, label and value are read. Needs format jsonl, csv, or sagemaker for its ground truth, of whose map only model is read.',
  change: 'To labels, for files or pushes of labels. Labels that stand in the records of inferences need no source of their own.',
});

const bentoml = z
  .strictObject({
    schema: z.string().min(1).meta({
      description:
        'Schema log of the monitor, relative to this file. It is read when the configuration is loaded, and again at a reload; its newest line counts. It gives the features with their types, the prediction, the name of the bento as model and its version.',
      change: 'To the schema log beside the data logs that `path` names.',
      allowed: 'a path, as in monitoring/iris/schema/schema.0.log',
    }),
  })
  .optional()
  .meta({
    description: 'What the columns of a log of BentoML are. Needed for format bentoml, and only for it.',
    allowed: 'a map, as in { schema: monitoring/iris/schema/schema.0.log }',
  });

const line = size({ least: '64B', most: '256MiB' }).prefault('1MiB').meta({
  description: 'Longest record; a longer one is rejected as `too_large`. A source holds a buffer of this size.',
  change: 'When records carry whole prompts or images and are rejected.',
});

const depth = z.number().int().min(2).max(1000).default(32).meta({
  description: 'Deepest nesting of a JSON record; a deeper one is rejected as `too_deep`. It bounds the stack of the parser.',
  change: 'Hardly ever: real records nest less than ten deep.',
});

const columns = z.array(z.string().min(1)).min(1).optional().meta({
  description:
    'Names of the features, in their order, where payloads carry values without names (lists, one tensor, CSV). Without it they are called f0, f1 and so on. Only for formats kserve, sagemaker and databricks.',
  change: 'To the names that the baseline uses, in the order in which the model takes them.',
  allowed: 'a list of names, as in [income, age]',
});

const join = z
  .strictObject({
    within: duration('1s').prefault('10m').meta({
      description:
        'How much event time may pass until the other half of an inference comes, or a duplicate of one. A half that is alone for longer is counted in `aiops_ingest_unmatched_total`. Ten minutes: five for events that come late, and as much for slow models.',
      change:
        'Longer, when responses take longer or logs arrive later than that; a window of the model must stay open as long (models.*.lateness).',
    }),
    pending: z.number().int().min(1000).max(20_000_000).default(1_000_000).meta({
      description:
        'Inferences that are remembered at once; when there are more, the oldest are given up early. Each takes 30 to 57 bytes of memory, a million at most 57 MB, and nothing of a request or response is kept.',
      change: 'Requests a second times `within` is what it takes: higher for more than 1600 requests a second with the default.',
    }),
  })
  .prefault({})
  .meta({ description: 'How requests and responses are joined that are logged apart. Only for format kserve.' });

const undated = z.enum(['reject', 'arrival']).default('reject').meta({
  description:
    'What to do with rows of the blob mode of KServe, which carry no time: reject them as `schema`, or take the time at which they are read. Then a log that is read late counts into the wrong windows. Only for format kserve.',
  change: 'To arrival, when the blob files are read as they are written.',
});

const fileSource = z.strictObject({
  name: nameSchema,
  type: z.literal('file').meta({ description: 'Follows log files, through rotation and restarts.' }),
  path: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).meta({
    description:
      'Log files, relative to this file. A pattern knows `*`, `?`, `[a-z]`, `{a,b}` and `**`. Rotations beside a file (name.1, name-20260724.gz) are found by themselves and read to their end.',
    change: 'When logs move.',
    allowed: 'a path or pattern, as in /var/log/scoring/*.jsonl, or a list of them',
  }),
  format: z.enum(['jsonl', 'csv', ...FOREIGN]).meta({
    description:
      '`jsonl`: one JSON object a line. `csv`: comma-separated with a header line. The others are formats of their systems, one JSON object a line; docs/sources has a page for each.',
  }),
  csv: z
    .strictObject({
      delimiter: z
        .string()
        .regex(/^([\t !#-~]|auto)$/)
        .default('auto')
        .meta({
          description:
            'What separates the columns. auto takes the first of comma, semicolon, tab and | that makes `map.time` a column of the header line.',
          change: 'When the columns are separated by something else.',
          allowed: 'auto, or one ASCII character, but no quote, as in ";" or "\\t"',
        }),
      decimal: z.enum(['.', ',', 'auto']).default('.').meta({
        description:
          'What separates the fraction of a number: `12.5` or `12,5`; auto reads both in one file. Thousands must not be separated: with a decimal comma `1,234` is little more than one.',
        change: 'To "," where a spreadsheet of a country that writes commas made the file.',
      }),
    })
    .prefault({})
    .meta({ description: 'Dialect of format csv; refused with another format.' }),
  kind,
  map,
  columns,
  bentoml,
  join,
  undated,
  clock_skew: clockSkewSchema,
  limits: z.strictObject({ line, depth }).prefault({}).meta({ description: 'Bounds on what one record can cost.' }),
});

const httpSource = z.strictObject({
  name: nameSchema,
  type: z.literal('http').meta({ description: 'Takes batches that are pushed to `POST /api/v1/ingest/<name>`.' }),
  format: z
    .enum(['jsonl', ...FOREIGN])
    .default('jsonl')
    .meta({
      description:
        'What the records of a pushed body are; the body is NDJSON or a JSON array, as its Content-Type says. `kserve` takes CloudEvents as well, in all modes; `otel_genai` takes OTLP/HTTP in JSON, also at /v1/traces.',
      change: 'When the clients send a format of their own.',
    }),
  kind,
  map,
  columns,
  bentoml,
  join,
  undated,
  clock_skew: clockSkewSchema,
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

export const sourceSchema = z.discriminatedUnion('type', [fileSource, httpSource, snapshotSource]);
