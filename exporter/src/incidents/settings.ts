/**
 * An alert that fires again within this time after its end goes on with the same incident.
 * Why 15 min: a restart of Prometheus ends alerts falsely for `for` (5 min is usual) + 4 min of promised time + one group_interval
 *             of 5 min (four rules on scaled clocks: one incident of 54 s was told as three of 14, 12 and 12 s).
 * Too low:    one outage counts as several short ones. Too high: two outages count as one.
 * Change it:  per alert, by the annotation aiops_reopen of its rule. Pinned by: recordings.test.ts
 */
export const DEFAULT_REOPEN_MS = 15 * 60_000;

/**
 * Alerts of one model and cause that begin within this time of each other are one incident, also where they do not overlap.
 * Why 5 min: one group_interval of Alertmanager: what it would have told in one message.
 * Too low:   a cause that shows in three features one after the other is three incidents. Too high: unrelated ones become one.
 * Pinned by: incidents-of.test.ts
 */
export const DEFAULT_GROUP_WITHIN_MS = 5 * 60_000;

/**
 * An alert of which nothing was heard for this long is given up: its end is the last sign of it, and it does not count as repaired.
 * Why 7 d:   longer than the longest usual repeat_interval (12 h) and a weekend without anybody. With a poll it never comes to this.
 * Too low:   long outages end in the numbers while they go on. Too high: a lost end keeps an incident open.
 * Pinned by: incidents-of.test.ts
 */
export const EXPIRE_AFTER_MS = 7 * 24 * 3_600_000;

/** More openings than this within 24 h: the alert flaps. Three is what a person would still take for one bad day. */
export const FLAPPING_REOPENS = 3;

export interface IncidentSettings {
  readonly reopenMs: number;
  readonly groupWithinMs: number;
  /** Names of alerts that are no incidents. The heartbeat need not be among them. */
  readonly exclude: ReadonlySet<string>;
  /** The alert that always fires: while it does not, ends of other alerts of its source are no repairs. */
  readonly heartbeat: string;
}

export const DEFAULT_SETTINGS: IncidentSettings = {
  reopenMs: DEFAULT_REOPEN_MS,
  groupWithinMs: DEFAULT_GROUP_WITHIN_MS,
  exclude: new Set(),
  heartbeat: 'AiopsWatchdog',
};
