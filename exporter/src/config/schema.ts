import { z } from 'zod';
import { incidentsSchema } from './incidents-schema.js';
import { modelSchema } from './model-schema.js';
import { serverSchema } from './server-schema.js';
import { sourceSchema } from './source-schema.js';
import { storeSchema } from './store-schema.js';
import { duration } from './values.js';

const budgetSchema = z.strictObject({
  series: z.number().int().min(100).default(20_000).meta({
    description:
      'Time series that the exporter exports at most. When it is spent, features are left out, drifted and important ones last; what is left out is counted in `aiops_series_dropped_total` and said on the status page. A numeric feature takes some 36 series for each model version, a categorical one up to 58, so 20 000 are several hundred features: a load that any Prometheus takes.',
    change: 'Higher, when features are left out and Prometheus has room; lower, when it has not.',
  }),
  models: z.number().int().min(1).max(127).default(100).meta({
    description: 'Models that input can bring into being. Records of further models are rejected as `cardinality`.',
    change: 'When more models share one exporter. The highest value is the width of a routing table.',
  }),
  versions: z.number().int().min(1).max(1000).default(20).meta({
    description:
      'Versions per model that input can bring into being. Records of further versions are rejected as `cardinality`. It keeps a version field that holds a build number or a time stamp from filling Prometheus.',
    change: 'When more than 20 versions of a model are in use at once.',
  }),
});

/**
 * The configuration file. Every key but `sources` has a default. The reference page docs/configuration.md is generated from
 * it: `description` is what a key is, its unit and why its default; `change` is when to change it; `allowed` says in words what
 * the types cannot, and stands in the messages of the loader as well.
 */
export const configSchema = z.strictObject({
  server: serverSchema.prefault({}).meta({ description: 'The HTTP side: /metrics, status page, API and pushes.' }),
  store: storeSchema.prefault({}).meta({ description: 'The embedded store, a folder on local disk.' }),
  sources: z.array(sourceSchema).min(1).meta({
    description: 'Where inference logs come from: files that are followed, or batches that are pushed. Changing sources takes a restart.',
    allowed: 'a list of at least one source, each with name, type, format and map',
  }),
  models: z.record(z.string().min(1), modelSchema).prefault({}).meta({
    description:
      'Settings by model name; `"*"` stands for every model that is not named. Without any entry all models are taken with the defaults; with entries and no `"*"`, records of other models are rejected as `unknown_model`.',
    allowed: 'a map from model names to their settings',
  }),
  incidents: incidentsSchema.prefault({}).meta({
    description: 'How alerts become incidents. Alertmanager and Grafana send them to POST /api/v1/notifications (docs/incidents.md).',
  }),
  budget: budgetSchema.prefault({}).meta({ description: 'Bounds on what input can bring into being.' }),
  retire_after: duration('1m').prefault('7d').meta({
    description:
      'A model version without traffic for this long leaves the exposition. Its totals stay in the store and come back with its traffic, without a counter reset. A week, so that a model that runs on weekdays stays.',
    change: 'Longer, for models that run monthly; shorter, where versions change daily.',
  }),
});
export type ConfigInput = z.output<typeof configSchema>;
