import type { Severity } from './rule.js';

/** An alert that a test expects, with what the rule fills in. Texts and links that are the same for all alerts are added by the renderer. */
export interface Expected {
  readonly labels: Readonly<Record<string, string>>;
  /** Where rules of the same name have several. */
  readonly severity?: Severity;
  /** The description as it is sent. */
  readonly description: string;
}

/** What an alert says at a time. */
export interface Check {
  /** A duration from the beginning of the series, as in `14m`. */
  readonly at: string;
  readonly fires: readonly Expected[];
}

/** A course of metrics, and when an alert speaks of it: the input of one promtool test. */
export interface Scenario {
  /** The rule it shows, as a sentence. */
  readonly title: string;
  readonly alert: string;
  readonly severity: Severity;
  /** Distance of the samples. */
  readonly interval: string;
  /** How often rules are evaluated; every interval where it is not said. Rarely, where days pass and the minute does not matter. */
  readonly evaluation?: string;
  /** Values in promtool's notation by series. */
  readonly series: Readonly<Record<string, string>>;
  readonly checks: readonly Check[];
}
