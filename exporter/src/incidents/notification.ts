/** Where notifications come from, by their form. */
export type Dialect = 'alertmanager' | 'grafana';

/** What an alert says of itself. */
export interface AlertText {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Where the rule stands: a page of Prometheus or of Grafana; empty where nothing was said. */
  readonly generatorUrl: string;
}

/** One alert of a notification. `endsMs` is null while it fires. */
export interface AlertMessage extends AlertText {
  readonly status: 'firing' | 'resolved';
  readonly fingerprint: string;
  readonly startsMs: number;
  readonly endsMs: number | null;
}

/** One webhook message, whichever program sent it. */
export interface Notification {
  readonly dialect: Dialect;
  readonly receiver: string;
  /** Alerts that the sender left out: they have to be asked for. */
  readonly truncated: number;
  /** Sent by a person who tried the contact point; says nothing about any model. */
  readonly isTest: boolean;
  readonly alerts: readonly AlertMessage[];
  /** Alerts of the message that could not be used. */
  readonly unusable: number;
}
