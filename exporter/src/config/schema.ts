import { z } from 'zod';
import { modelSchema } from './model-schema.js';
import { sourceSchema } from './source-schema.js';
import { duration } from './values.js';

export const SCOPES = ['ingest', 'read', 'write', 'admin'] as const;

/**
 * The configuration file. Every key but `sources` has a default. The descriptions are the reference page: docs/configuration.md
 * is generated from them.
 */
export const configSchema = z.strictObject({
  server: z
    .strictObject({
      listen: z
        .string()
        .regex(/^(?:\[[0-9a-fA-F:]+\]|[^\s:/[\]]+):\d{1,5}$/, 'must be HOST:PORT, such as 127.0.0.1:9464 or [::1]:9464')
        .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535, 'has a port above 65535')
        .default('127.0.0.1:9464')
        .meta({ description: 'Address to serve on. Beyond loopback, set tokens as well.' }),
      tokens: z
        .array(
          z
            .strictObject({
              scopes: z.array(z.enum(SCOPES)).min(1),
              token: z.string().min(16, 'is shorter than 16 characters').optional(),
              token_file: z.string().min(1).optional(),
            })
            .refine((entry) => (entry.token === undefined) !== (entry.token_file === undefined), 'needs exactly one of token and token_file'),
        )
        .default([])
        .meta({ description: 'Bearer tokens: { scopes: [ingest], token_file: ingest.token }. Without any, ingest and API are open (to loopback, by default); /metrics and health checks are always open.' }),
    })
    .prefault({}),
  store: z
    .strictObject({
      path: z.string().min(1).default('./aiops-data').meta({ description: 'Folder of the embedded store, relative to this file.' }),
      commit_interval: duration(10).prefault('1s').meta({ description: 'How often position and state are committed while reading. A scrape commits as well.' }),
      retention: z
        .strictObject({
          windows: duration(60_000).prefault('90d').meta({ description: 'How long closed windows are kept.' }),
          verdicts: duration(60_000).prefault('400d').meta({ description: 'How long verdicts and their evidence are kept.' }),
        })
        .prefault({}),
    })
    .prefault({}),
  sources: z.array(sourceSchema).min(1, 'must hold at least one source').meta({ description: 'Where inference logs come from.' }),
  models: z
    .record(z.string().min(1), modelSchema)
    .default({})
    .meta({ description: 'Settings by model name; "*" stands for every model that is not named. Without any entry all models are taken with the defaults; with entries and no "*", other models are rejected as unknown_model.' }),
  budget: z
    .strictObject({
      series: z.number().int().min(100).default(20_000).meta({ description: 'Series that the exporter may export; features beyond it are counted and left out.' }),
      models: z.number().int().min(1).max(127).default(100).meta({ description: 'Models that input may create.' }),
      versions: z.number().int().min(1).max(1000).default(20).meta({ description: 'Versions in use per model that input may create.' }),
    })
    .prefault({}),
  retire_after: duration(60_000).prefault('7d').meta({ description: 'A model version without traffic for this long leaves the exposition; its totals stay in the store.' }),
});
export type ConfigInput = z.output<typeof configSchema>;
