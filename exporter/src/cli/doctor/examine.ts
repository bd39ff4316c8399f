import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  certificateExpiry,
  clearWarnings,
  loadConfig,
  ConfigError,
  type Config,
  type FileSourceConfig,
  type ServerConfig,
} from '../../config/index.js';
import { diagnose, finding, type AlertmanagerAnswer, type Finding } from '../../doctor/index.js';
import { CODE_VERSION } from '../../contract/index.js';
import { gatherAlertmanager } from './gather-alertmanager.js';
import { exporterUrl, gatherExporter } from './gather-exporter.js';
import { gatherFiles, gatherRotations, type FoundFiles } from './gather-files.js';
import { gatherLabels, type NewestOfSource } from './gather-labels.js';
import { gatherModels, type NewestFile } from './gather-models.js';
import { gatherPrometheus } from './gather-prometheus.js';
import { gatherSchemas } from './gather-schemas.js';
import { gatherStore } from './gather-store.js';

export interface Examination {
  readonly configPath: string;
  readonly exporter?: string | undefined;
  readonly prometheus?: string | undefined;
  readonly alertmanager?: string | undefined;
}

/** Something that was not looked at, and why. */
export interface NotChecked {
  readonly what: string;
  readonly why: string;
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
}

/** Looks at a set-up and changes nothing. @throws CodedError CONFIG_UNREADABLE */
export async function examine(examination: Examination): Promise<Diagnosis> {
  const { configPath, prometheus, alertmanager } = examination;
  let config: Config;
  try {
    config = loadConfig({
      path: configPath,
      readFile: (file) => readFileSync(file, 'utf8'),
      env: process.env,
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = error.faults.map((fault) => finding('config_fault', configPath, { fault }));
    return { findings, notChecked: [{ what: 'everything else', why: 'the configuration cannot be used' }] };
  }
  const nowMs = Date.now();
  const { tls } = config.server;
  const fileSources = config.sources.filter((source) => source.type === 'file');
  const found = fileSources.map((source) => ({ source, files: gatherFiles(source) }));
  const store = gatherStore(
    config.store.folder,
    { sources: fileSources.map(({ name }) => name), models: [...config.models.keys()] },
    Date.now,
  );
  const known = new Set(found.flatMap(({ files }) => [...files.followed]));
  const newest = newestFiles(found);
  const { samples, models } = gatherModels(config, newest.filter(isOfInferences), nowMs);
  const { samples: labelSamples, labels } = gatherLabels(config, newest, store.labels, nowMs);
  const alertmanagerAnswer = alertmanager === undefined ? null : await gatherAlertmanager(alertmanager);
  const findings = diagnose({
    nowMs,
    files: found.map(({ files }) => files.facts),
    rotations: found.map(({ source, files }) => gatherRotations(files, known, store.positions.get(source.name) ?? [])),
    samples: [...samples, ...labelSamples],
    models,
    schemas: gatherSchemas(config, store.schemas),
    labels,
    store: store.facts,
    secrets: secretFiles(config.server).map((path) => ({ path, mode: statSync(path).mode })),
    certificate: tls ? { path: tls.certFile, endsMs: certificateExpiry(tls.cert).getTime() } : null,
    unsafe: clearWarnings(config.server),
    configPath,
    exporter: await gatherExporter(examination.exporter ?? exporterUrl(config), config),
    expected: { version: CODE_VERSION, configPath: resolve(configPath) },
    prometheus: prometheus === undefined ? null : await gatherPrometheus(prometheus, Date.now),
    alertmanager: alertmanagerAnswer,
    isPolled: config.incidents.alertmanager !== null,
  });
  return { findings, notChecked: notChecked(examination, alertmanagerAnswer) };
}

/** Files of tokens and of the key; the certificate is no secret. */
function secretFiles({ tokens, tls }: ServerConfig): string[] {
  return [...new Set([...tokens.flatMap(({ file }) => file ?? []), ...(tls ? [tls.keyFile] : [])])];
}

function isOfInferences(newest: NewestOfSource): newest is NewestFile & NewestOfSource {
  return newest.source.kind === 'inference';
}

/** The readable file of each source that was written last. */
function newestFiles(found: readonly { source: FileSourceConfig; files: FoundFiles }[]): NewestOfSource[] {
  return found.flatMap(({ source, files }) => {
    const readable = files.facts.files.filter(({ problem, bytes }) => problem === null && bytes > 0);
    const [file] = readable.sort((a, b) => b.writtenMs - a.writtenMs);
    return file ? [{ source, file }] : [];
  });
}

function notChecked({ prometheus, alertmanager }: Examination, answer: AlertmanagerAnswer | null): NotChecked[] {
  const list: NotChecked[] = [];
  if (prometheus === undefined) list.push({ what: 'Prometheus', why: 'name it with --prometheus URL' });
  if (alertmanager === undefined) list.push({ what: 'Alertmanager', why: 'name it with --alertmanager URL' });
  if (answer && 'hiddenWebhooks' in answer && answer.hiddenWebhooks > 0)
    list.push({ what: 'whether alerts are routed to this exporter', why: 'this Alertmanager hides where its webhooks lead' });
  return list;
}
