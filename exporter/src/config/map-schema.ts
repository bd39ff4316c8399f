import { z } from 'zod';
import { OUTCOMES } from '../contract/index.js';
import { currencyCode, dottedPath } from './values.js';

/** Each KPI is a series for every version; a handful is what a business looks at. */
const MOST_KPIS = 8;

const UNITS = ['s', 'ms', 'us', 'ns'] as const;

const words = (outcome: string) =>
  z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .default([])
    .meta({
      description: `Values that mean ${outcome}. They are compared as text, so 200 and "200" are one.`,
      change: 'To name the status values of the log.',
      allowed: 'a list of texts or numbers, as in [200, 201]',
    });

/** A text from the record, or the same for all records. */
export const textSchema = z.union([
  dottedPath,
  z
    .strictObject({
      path: dottedPath.optional().meta({ description: 'Where it is in the record; the same as writing the path alone.' }),
      const: z.string().min(1).optional().meta({
        description: 'The same text for every record of the source.',
        allowed: 'a text, as in { const: churn }',
      }),
    })
    .refine(({ path, const: constant }) => (path === undefined) !== (constant === undefined), 'needs one of path and const'),
]);

const seconds = (what: string) =>
  z.union([
    dottedPath,
    z.strictObject({
      path: dottedPath.meta({ description: `Where the ${what} is in the record.` }),
      unit: z
        .enum([...UNITS, 'text'])
        .default('s')
        .meta({
          description:
            'Unit of the numbers in the log: seconds, milliseconds, microseconds or nanoseconds. `text` reads texts with their unit, as "12.5ms" or "1m30s".',
          change: 'When the log does not count in seconds; a field name such as latency_ms says so.',
        }),
    }),
  ]);

const outcomeSchema = z.strictObject({
  path: dottedPath.meta({ description: 'Where the status is in the record.' }),
  ok: words('ok'),
  error: words('error'),
  timeout: words('timeout'),
  rejected: words('rejected (refused before the model ran, as by a rate limit)'),
  default: z.enum(OUTCOMES).default('error').meta({
    description:
      'Outcome of every other value, and of records without a status. An unknown status is an error until it is said to be none.',
    change: 'To ok, when the log names only what went wrong.',
  }),
});

const costSchema = z.strictObject({
  path: dottedPath.meta({ description: 'Where the cost is in the record.' }),
  currency: currencyCode().default('USD').meta({
    description: 'Currency of the costs; a label of `aiops_inference_cost_total`.',
    change: 'When the costs are in another currency.',
    allowed: 'a currency code of three capital letters, as in EUR',
  }),
});

const featureList = z
  .array(
    z.union([
      dottedPath,
      z.strictObject({
        name: z.string().min(1).meta({ description: 'What the baseline and the metrics call the feature.' }),
        path: dottedPath.meta({ description: 'Where it is in the record, or the name of its column.' }),
      }),
    ]),
  )
  .min(1);

const UNIT = /^[a-z][a-z0-9_/%]{0,15}$/i;

const valuesSchema = z.union([
  dottedPath,
  z
    .record(
      z.string().min(1),
      z.union([
        dottedPath,
        z.strictObject({
          path: dottedPath.meta({ description: 'Where the number is in the record.' }),
          unit: z.string().regex(UNIT).optional().meta({
            description: 'Unit of the KPI, a label of `aiops_business_value_total`; without it the label is empty.',
            change: 'Set it, so that nobody adds euros to minutes.',
            allowed: 'a word of up to 16 letters, digits, _ / and %, as in EUR, min or orders',
          }),
        }),
      ]),
    )
    .refine(
      (values) => Object.keys(values).length >= 1 && Object.keys(values).length <= MOST_KPIS,
      `names no KPI, or more than ${MOST_KPIS}`,
    ),
]);

/** Where the parts of an inference event are in a record of one source. */
export const mapSchema = z.strictObject({
  time: z
    .union([
      dottedPath,
      z.strictObject({
        path: dottedPath.meta({ description: 'Where the event time is in the record.' }),
        unit: z
          .enum([...UNITS, 'auto'])
          .default('auto')
          .meta({
            description:
              'Unit of a time that is a number since 1970. auto tells it from the size of the number, which is certain for times since 2001.',
            change: 'When the log holds times that auto would read wrongly, as of a simulation.',
          }),
      }),
    ])
    .optional()
    .meta({
      description:
        'Event time, when the inference happened: it decides the window. ISO 8601 text is read as it is (without a zone it is UTC), a number as time since 1970.',
      allowed: 'a dotted path, or { path: ts, unit: ms } with unit s, ms, us, ns or auto',
      change: 'Needed for formats jsonl and csv.',
    }),
  request_id: dottedPath.optional().meta({
    description:
      'Id of the request, by which labels are joined. It is hashed with a key of the store as it is read, and only where a model of the source has `quality`; the id itself is never kept. A text, or a whole number up to 2^53; a record without one counts as ever, and no label finds it. Instances of one request are named `id#0`, `id#1` and so on.',
    change: 'Set it when labels come, or will. Needed for sources of kind labels. Larger numbers must be logged as text.',
  }),
  model: textSchema.optional().meta({
    description: 'Name of the model; a label of every series of the model.',
    change: 'Needed for formats jsonl, csv and sagemaker.',
    allowed: 'a dotted path, or { const: churn } when the log holds one model',
  }),
  version: textSchema.optional().meta({
    description: 'Version of the model; a label as well. Without it every record counts as version `unversioned`.',
    change: 'Set it whenever the log has it: verdicts and latency are told apart by version.',
    allowed: 'a dotted path, or { const: "2.1" } when the log holds one version',
  }),
  latency: seconds('latency').optional().meta({
    description: 'How long the inference took. Without it there are no latency series.',
    change: 'Set it when the log has it, with its unit.',
    allowed: 'a dotted path to seconds, or { path: latency_ms, unit: ms } with unit s, ms, us, ns or text',
  }),
  time_to_first_token: seconds('time').optional().meta({
    description: 'Time until the first token of a generated text, for models that stream.',
    change: 'Set it when the log has it, with its unit.',
    allowed: 'a dotted path to seconds, or { path: ttft_ms, unit: ms } with unit s, ms, us, ns or text',
  }),
  outcome: outcomeSchema.optional().meta({
    description: 'How the status in the log becomes ok, error, timeout or rejected. Without it every record is ok.',
    change: 'Set it when the log has a status: errors are counted by it.',
    allowed: 'a map, as in { path: status, ok: [200], timeout: [504] }',
  }),
  features: z.union([dottedPath, featureList]).optional().meta({
    description:
      'Features of the model. A path names an object that holds them all; a list names each one, by its path or as { name, path } where the baseline calls it differently. Format csv takes a list of columns. Without it nothing is judged but the prediction.',
    change: 'Set it for drift. A list keeps other keys of the object from counting as extra features.',
    allowed: 'a dotted path to an object, or a list of dotted paths or { name, path }',
  }),
  prediction: dottedPath.optional().meta({
    description:
      'The answer of the model, a class or a number; its drift is judged beside the features. The baseline calls it `prediction`.',
    change: 'Set it when the log has it.',
  }),
  score: dottedPath.optional().meta({
    description:
      'The score behind the answer. It is judged as the prediction where `prediction` is not mapped; beside it, this version does not read it.',
    change: 'When the log holds a score and no answer.',
  }),
  label: dottedPath.optional().meta({
    description:
      'What turned out to be true: a class for classification, a number for regression and ranking. Classes are compared as text, so 1 and "1" are one, and true is "true". In a source of inferences it is the label that the record already has; null means that it is not known yet.',
    change: 'Set it when records hold labels. Needed for sources of kind labels, unless they map `value`.',
  }),
  value: valuesSchema.optional().meta({
    description:
      'What a record was worth to the business: a number of one KPI, called `value`, or a map of up to eight KPIs, each with its path and unit. They are summed in `aiops_business_value_total`.',
    change: 'To see what a drift or a new version costs.',
    allowed: 'a dotted path, or a map of KPIs, as in { revenue: { path: amount, unit: EUR }, clicks: clicks }',
  }),
  segment: dottedPath.optional().meta({
    description:
      'A word that tells groups of records apart, as a region or a channel, where it is no feature of the model. `segments: { by: segment }` judges the records of each word by themselves, `quality.fairness: [segment]` compares them. The words become labels of series: map no names of people.',
    change: 'When verdicts are wanted by group and the word is not among the features.',
  }),
  attributions: z.union([dottedPath, featureList]).optional().meta({
    description:
      'What each feature contributed to the prediction (SHAP values or the like), named as the features are: a path to an object, or a list as for `features`. Their means weigh the features in `aiops_drift_rate_weighted` where the configuration gives no importance, their ranks are compared with those of the baseline, and the strongest ones are counted as reasons.',
    change: 'Set it when the service logs explanations.',
    allowed: 'a dotted path to an object, or a list of dotted paths or { name, path }',
  }),
  tokens_input: dottedPath.optional().meta({ description: 'Tokens read, for generative models.', change: 'Set it when the log has it.' }),
  tokens_output: dottedPath
    .optional()
    .meta({ description: 'Tokens written, for generative models.', change: 'Set it when the log has it.' }),
  cost: z.union([dottedPath, costSchema]).optional().meta({
    description: 'Cost of the inference.',
    change: 'Set it when the log has it, with its currency.',
    allowed: 'a dotted path to US dollars, or { path: cost, currency: EUR }',
  }),
});
