/** problem: something is not measured, or wrongly. warning: it will be, or numbers mislead. note: worth knowing. */
export const SEVERITIES = ['problem', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

interface FindingKind {
  readonly severity: Severity;
  /** What was found, with `{name}` placeholders. Lower case, no full stop. */
  readonly found: string;
  /** What a person should do about it; takes the same placeholders. */
  readonly advice: string;
}

/** Everything that the doctor can find. Codes are never reused; docs/doctor.md is generated from this table. */
export const FINDINGS = {
  config_fault: {
    severity: 'problem',
    found: '{fault}',
    advice: 'correct the line; docs/configuration.md explains every key',
  },

  source_no_file: {
    severity: 'problem',
    found: 'the pattern matches no file',
    advice: 'mount the log folder, correct sources.*.path, or let the model write its first line',
  },
  source_unreadable: {
    severity: 'problem',
    found: 'cannot be read: {problem}',
    advice: 'give the user of the exporter the right to read it (files: r, folders: r and x)',
  },
  source_not_a_file: {
    severity: 'problem',
    found: 'is {what}, and a source follows files',
    advice: 'name the files in it, as in folder/*.jsonl',
  },
  source_empty: {
    severity: 'warning',
    found: 'all {files} files are empty',
    advice: 'look whether the model writes here; if it never will, correct sources.*.path',
  },
  source_stale: {
    severity: 'warning',
    found: 'no file was written for {age}',
    advice: 'look whether the model still serves and still logs here',
  },
  source_shares_file: {
    severity: 'problem',
    found: 'is read by source {other} as well, so that its records are counted twice',
    advice: 'let the patterns of the two sources not overlap, or remove one source',
  },

  rotation_not_caught: {
    severity: 'warning',
    found: 'lies beside the log and looks like a part of it, but neither the pattern nor a known way of rotating catches it',
    advice: 'widen sources.*.path, as in {pattern}, or let the rotation name files name.1, name-20261124 or name.1.gz',
  },
  rotation_unreadable: {
    severity: 'problem',
    found: 'is compressed as {kind}, which is not read',
    advice: 'let the rotation compress with gzip, or delay compression until the file was read',
  },
  rotation_gap: {
    severity: 'warning',
    found: 'rotations go from .{from} to .{to}, so that {missing} are missing',
    advice: 'look what removed them; what was in them is counted only if it was read before',
  },
  rotation_lost: {
    severity: 'problem',
    found: 'was rotated away or removed with {bytes} bytes unread',
    advice: 'let the rotation keep more files, or keep the exporter running; these records are not counted',
  },

  clock_future_events: {
    severity: 'problem',
    found: '{share} of the newest records lie up to {ahead} in the future and are rejected as clock_skew',
    advice: 'correct the clock or the time zone of what writes the log (a time without a zone is UTC), or map.time.unit',
  },
  clock_past_events: {
    severity: 'warning',
    found: 'the newest event lies {behind} before the file was written',
    advice: 'compare map.time and its unit with a line of the log; a time without a zone is read as UTC',
  },
  clock_file_future: {
    severity: 'warning',
    found: 'was written {ahead} in the future of this machine',
    advice: 'set the clock of this machine, or of the one that writes, by NTP',
  },

  store_disk_full: {
    severity: 'problem',
    found: 'only {free} are free on the disk of the store',
    advice: 'free space or move store.path; without space nothing can be committed and reading stops',
  },
  store_disk_low: {
    severity: 'warning',
    found: 'only {free} are free on the disk of the store',
    advice: 'free space, shorten store.retention, or move store.path',
  },
  store_not_writable: {
    severity: 'problem',
    found: 'the folder of the store cannot be written: {problem}',
    advice: 'give it to the user of the exporter, or choose another store.path',
  },
  store_damaged: {
    severity: 'problem',
    found: 'the store cannot be used: {problem}',
    advice: '{advice}',
  },
  store_in_use: {
    severity: 'problem',
    found: 'the store is held by {holder}, but no exporter answers on {address}',
    advice: 'stop that process, or let server.listen name the address it serves; one exporter owns a store at a time',
  },

  format_rejects: {
    severity: 'problem',
    found: '{rejected} of the {records} newest records are rejected: {reasons}',
    advice: 'compare map and format with a line of the log; docs/bad-input.md explains each reason',
  },
  format_some_rejects: {
    severity: 'warning',
    found: '{rejected} of the {records} newest records are rejected: {reasons}',
    advice: 'look at aiops_ingest_rejected_total; the log of the exporter names file and offset',
  },
  format_unreadable: {
    severity: 'problem',
    found: 'cannot be read as {format}: {problem}',
    advice: '{advice}',
  },

  baseline_unreadable: {
    severity: 'problem',
    found: 'the baseline cannot be used: {problem}',
    advice: '{advice}',
  },
  baseline_other_model: {
    severity: 'warning',
    found: 'the baseline was built for the model {found}',
    advice: 'build one for this model, or correct models.*.baseline',
  },
  baseline_feature_missing: {
    severity: 'problem',
    found: 'the baseline has the feature {feature}, but none of the {records} newest records has it',
    advice: 'correct map.features, or build the baseline without it (--ignore {feature})',
  },
  baseline_feature_extra: {
    severity: 'warning',
    found: 'the log has the feature {feature}, but the baseline has not, so that it is not judged',
    advice: 'build a new baseline that has it, or list in map.features the ones that count',
  },
  baseline_feature_retyped: {
    severity: 'problem',
    found: 'the feature {feature} is {expected} in the baseline, but {found} in {share} of the newest records',
    advice: 'correct what writes the log, or build the baseline with --{option} {feature}',
  },
  window_too_small: {
    severity: 'warning',
    found: 'a window of {window} holds about {rows} records, but a verdict takes {min_samples}',
    advice: 'make models.*.window longer, as in {longer}, or lower drift.min_samples',
  },

  labels_without_quality: {
    severity: 'warning',
    found: 'labels come from {sources}, but the model has no quality, so that they are counted and not used',
    advice: 'set quality of the model, as in quality: { task: binary, positive: "1" }, or remove the source',
  },
  labels_without_ids: {
    severity: 'problem',
    found: 'labels come from {sources}, but {found}, so that none finds its prediction',
    advice: 'set map.request_id of the source that brings the predictions of the model',
  },
  labels_never_match: {
    severity: 'problem',
    found: 'none of {labels} labels found its prediction{shapes}',
    advice: 'let both map the same id, byte by byte: compare map.request_id of the two sources with a line of each',
  },
  labels_seldom_match: {
    severity: 'warning',
    found: '{share} of {labels} labels did not find their prediction',
    advice:
      'look whether all logs of predictions are sources, and whether store.retention.labels and quality.label_horizon are long enough',
  },
  labels_ids_unlike: {
    severity: 'warning',
    found:
      'the newest ids of labels look like {labels}, those of predictions like {predictions} (a: letter, 9: digit); none has the form of another',
    advice: 'compare map.request_id of the two sources with a line of each: ids are compared byte by byte',
  },
  labels_predictions_nameless: {
    severity: 'warning',
    found: '{share} of the predictions have no id, so that no label finds them',
    advice: 'let the service log an id for each request, or correct map.request_id',
  },
  labels_after_horizon: {
    severity: 'warning',
    found: '{late} of {labels} labels came more than label_horizon ({horizon}) after their prediction, and were not used',
    advice: 'make quality.label_horizon longer, and store.retention.labels not shorter than it',
  },
  labels_after_delay: {
    severity: 'warning',
    found: '{share} of the labels come more than label_delay ({delay}) after their prediction: windows are judged without them',
    advice: 'set quality.label_delay to where aiops_label_lag_seconds ends; labels that come early are biased',
  },

  schema_older: {
    severity: 'warning',
    found: 'the baseline has version {version} of the schema, but the model came to version {newest} on {since}: {changes}',
    advice:
      'name the baseline of the newest schema in models.*.baseline; if the older one is meant, look whether the model was rolled back too',
  },
  schema_breaks: {
    severity: 'warning',
    found: 'the baseline brings a schema that is not registered yet, and records of version {newest} break by it: {changes}',
    advice: 'see aiops schema diff; let the log change with the model',
  },

  token_file_open: {
    severity: 'warning',
    found: 'every user of this machine can read it (mode {mode})',
    advice: 'chmod 600; a secret that Kubernetes or Docker mounts may stay as it is',
  },
  token_file_writable: {
    severity: 'problem',
    found: 'others than its owner can write it (mode {mode}), and so set a token of their own',
    advice: 'chmod 600',
  },

  certificate_expired: {
    severity: 'problem',
    found: 'the certificate ended at {ends}: clients refuse it',
    advice: 'renew it; the exporter takes a new one over by itself',
  },
  certificate_ends_soon: {
    severity: 'warning',
    found: 'the certificate ends at {ends}, in {days} days',
    advice: 'renew it, or look why it was not renewed by itself; the exporter takes a new one over by itself',
  },
  tokens_in_the_clear: {
    severity: 'warning',
    found: '{problem}',
    advice: 'docs/configuration.md, server.tls',
  },

  exporter_silent: {
    severity: 'problem',
    found: 'no exporter answers: {problem}',
    advice: 'start it with aiops serve, or name its address with --exporter',
  },
  exporter_stranger: {
    severity: 'problem',
    found: 'what answers is no exporter of AI Operations',
    advice: 'another program holds the port: stop it, or change server.listen',
  },
  exporter_not_ready: {
    severity: 'warning',
    found: 'the exporter answers, but is not ready',
    advice: 'wait until it has read its store; when it stays so, its log says why',
  },
  exporter_other_version: {
    severity: 'warning',
    found: 'the exporter has version {found}, this command {expected}',
    advice: 'restart the exporter with the version that is installed',
  },
  exporter_other_config: {
    severity: 'warning',
    found: 'the exporter runs with the configuration {found}',
    advice: 'name that file with --config, or restart the exporter with this one',
  },
  exporter_reports: {
    severity: 'warning',
    found: 'the exporter says: {problem}',
    advice: 'open its status page, which says more',
  },

  prometheus_silent: {
    severity: 'problem',
    found: 'Prometheus does not answer: {problem}',
    advice: 'correct --prometheus, or start it',
  },
  prometheus_no_target: {
    severity: 'problem',
    found: 'Prometheus scrapes no exporter of AI Operations',
    advice: 'add a scrape job with the target {address} (docs/getting-started.md) and reload Prometheus',
  },
  prometheus_other_exporter: {
    severity: 'problem',
    found: 'Prometheus scrapes another exporter ({instances}), not this one',
    advice: 'add the target {address} to the scrape job and reload Prometheus',
  },
  prometheus_target_down: {
    severity: 'problem',
    found: 'Prometheus cannot scrape this exporter: {problem}',
    advice: 'let server.listen be reachable from Prometheus; see its page /targets',
  },
  prometheus_scraped_twice: {
    severity: 'warning',
    found: 'Prometheus scrapes this exporter {times} times ({instances}), so that sums count it more than once',
    advice: 'remove all but one of the targets',
  },
  prometheus_interval: {
    severity: 'warning',
    found: 'Prometheus scrapes this exporter every {interval}; rate() over five minutes needs two samples at least',
    advice: 'set scrape_interval to 15s to 60s for this job',
  },
  prometheus_no_rules: {
    severity: 'warning',
    found: 'none of the {groups} rule groups of Prometheus uses a metric of this exporter, so that nobody is told of drift',
    advice: 'add rule_files with rules on aiops_ metrics and reload Prometheus',
  },
  prometheus_rule_failing: {
    severity: 'problem',
    found: 'the rule {rule} fails: {problem}',
    advice: 'correct the rule; see the page /rules of Prometheus',
  },
  prometheus_no_alertmanager: {
    severity: 'warning',
    found: 'Prometheus sends its alerts to no Alertmanager',
    advice: 'add alerting.alertmanagers to its configuration and reload it',
  },
  prometheus_other_alertmanager: {
    severity: 'warning',
    found: 'Prometheus sends its alerts to {found}, not to the Alertmanager that was named',
    advice: 'correct alerting.alertmanagers of Prometheus, or --alertmanager',
  },
  prometheus_clock: {
    severity: 'warning',
    found: 'the clock of Prometheus is {skew} away from that of this machine',
    advice: 'set both clocks by NTP',
  },

  alertmanager_silent: {
    severity: 'problem',
    found: 'Alertmanager does not answer: {problem}',
    advice: 'correct --alertmanager, or start it',
  },
  alertmanager_nobody_told: {
    severity: 'warning',
    found: 'the receiver {receiver} of the route that catches all alerts tells nobody',
    advice: 'give it an integration, as in webhook_configs or email_configs',
  },
  alertmanager_no_webhook: {
    severity: 'warning',
    found: 'no receiver leads to the exporter, and it does not poll: no alert becomes an incident',
    advice: 'add the receiver and the route of alerts/alertmanager/alertmanager.yml (a webhook to {intake}), or set incidents.alertmanager',
  },
  alertmanager_webhook_path: {
    severity: 'warning',
    found: 'a webhook of the receiver {receiver} leads to {path} of the exporter, which takes no notifications there',
    advice: 'let it lead to {intake}; Alertmanager counts each of these as failed',
  },
  alertmanager_ends_withheld: {
    severity: 'warning',
    found: 'the webhook of the receiver {receiver} has send_resolved: false, so the ends of alerts are not told',
    advice: 'leave send_resolved out, or set incidents.alertmanager, so that ends are polled',
  },
} as const satisfies Record<string, FindingKind>;

export type FindingCode = keyof typeof FINDINGS;

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly found: string;
  /** File, key, address or source that it is about. */
  readonly where: string;
  readonly advice: string;
}

/**
 * Makes a finding from the table. Never put values of features, tokens or payloads into `details`.
 *
 * @example finding('prometheus_no_alertmanager', 'http://127.0.0.1:9090').severity // 'warning'
 */
export function finding(code: FindingCode, where: string, details: Readonly<Record<string, string | number>> = {}): Finding {
  const { severity, found, advice } = FINDINGS[code];
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? `{${name}}`));
  return { code, severity, where, found: filled(found), advice: filled(advice) };
}
