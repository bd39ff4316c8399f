import { checkAlertmanager, type AlertmanagerAnswer } from './check-alertmanager.js';
import { checkModel, type ModelFacts } from './check-baseline.js';
import { checkCertificate, type CertificateFacts } from './check-certificate.js';
import { checkExporter, type ExpectedExporter, type ExporterFacts } from './check-exporter.js';
import { checkFiles, checkSharedFiles, type SourceFilesFacts } from './check-files.js';
import { checkLabels, type LabelFacts } from './check-labels.js';
import { checkPrometheus, type PrometheusAnswer } from './check-prometheus.js';
import { checkRotations, type RotationFacts } from './check-rotations.js';
import { checkClock, checkFormat, type SampleFacts } from './check-sample.js';
import { checkSchema, type SchemaFacts } from './check-schema.js';
import { checkSecretFile, type SecretFileFacts } from './check-secret-files.js';
import { checkStore, type StoreFacts } from './check-store.js';
import { SEVERITIES, finding, type Finding } from './findings.js';

/** Everything that was gathered about a set-up at one moment. */
export interface SetUpFacts {
  readonly nowMs: number;
  readonly files: readonly SourceFilesFacts[];
  readonly rotations: readonly RotationFacts[];
  readonly samples: readonly SampleFacts[];
  readonly models: readonly ModelFacts[];
  /** Of models that have a register. */
  readonly schemas: readonly SchemaFacts[];
  readonly labels: readonly LabelFacts[];
  readonly store: StoreFacts;
  readonly secrets: readonly SecretFileFacts[];
  /** Null without server.tls. */
  readonly certificate: CertificateFacts | null;
  /** What makes the way to the exporter unsafe, a sentence each. */
  readonly unsafe: readonly string[];
  readonly configPath: string;
  readonly exporter: ExporterFacts;
  readonly expected: ExpectedExporter;
  /** Null where it was not asked for. */
  readonly prometheus: PrometheusAnswer | null;
  readonly alertmanager: AlertmanagerAnswer | null;
  /** Whether the exporter asks an Alertmanager by itself (incidents.alertmanager). */
  readonly isPolled: boolean;
}

/** All findings about a set-up, problems first, else in the order in which records travel. */
export function diagnose(facts: SetUpFacts): Finding[] {
  const { nowMs, exporter, prometheus, alertmanager } = facts;
  const alertmanagerAddress = alertmanager === null ? null : new URL(alertmanager.url).host;
  const findings: Finding[] = [
    ...facts.files.flatMap((source) => checkFiles(source, nowMs)),
    ...checkSharedFiles(facts.files),
    ...facts.rotations.flatMap(checkRotations),
    ...facts.samples.flatMap((sample) => [...checkFormat(sample), ...checkClock(sample, nowMs)]),
    ...facts.models.flatMap(checkModel),
    ...facts.schemas.flatMap(checkSchema),
    ...facts.labels.flatMap(checkLabels),
    ...checkStore(facts.store, { address: exporter.address, isThere: exporter.state === 'answers' }),
    ...facts.secrets.flatMap(checkSecretFile),
    ...(facts.certificate ? checkCertificate(facts.certificate, nowMs) : []),
    ...facts.unsafe.map((problem) => finding('tokens_in_the_clear', facts.configPath, { problem })),
    ...checkExporter(exporter, facts.expected),
    ...(prometheus ? checkPrometheus(prometheus, exporter, alertmanagerAddress) : []),
    ...(alertmanager ? checkAlertmanager(alertmanager, exporter.address, facts.isPolled) : []),
  ];
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
  return findings.sort((a, b) => rank(a) - rank(b));
}
