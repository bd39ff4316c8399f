/**
 * Every threshold and selector of the rules, in one place. Thresholds that differ from model to model are none of these: they are in
 * the exporter's configuration (objectives, drift thresholds, windows), are exported as metrics, and the rules read them there.
 *
 * Each number below has a test on either side of it, at most 20 % away (alerts/src/scenarios/): `npm run mutate` moves it and looks.
 */
export interface BurnPair {
  /** The window that says how much of the budget is gone. */
  readonly long: Window;
  /** A twelfth of it: the alert ends soon after the burning does. */
  readonly short: Window;
  /** How many times faster than the budget allows. */
  readonly factor: number;
}

/** Windows for which the share of bad requests is recorded. */
export const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
export type Window = (typeof WINDOWS)[number];

export const DEFAULT_CONFIG = {
  /**
   * Job of the exporter in the scrape configuration. Why: a target that is gone has no metric of its own to be known by. Change it
   * where the job has another name; with a wrong name AiopsExporterDown fires at once, for good.
   */
  exporterJob: 'aiops',
  /** Where Grafana is; alerts link to its dashboards. Change it to the address that people open. */
  grafanaUrl: 'http://localhost:3000',
  /** Where the folder alerts/runbooks can be read. Change it to your copy, if the runbooks are adapted there. */
  runbookUrl: 'https://github.com/ai-operations/ai-operations/blob/main/alerts/runbooks',

  serving: {
    /**
     * Burn rates of the Google SRE workbook (chapter 5) for a budget of 30 days: 14.4 spends 2 % of it in an hour, 6 spends 5 % in six
     * hours; 3 and 1 spend 10 % in one and three days. Lower factors page for less, higher ones let more of the budget go. Change
     * them only together with the period of the budget. Pages: `fast`; tickets: `slow`.
     */
    fast: [
      { long: '1h', short: '5m', factor: 14.4 },
      { long: '6h', short: '30m', factor: 6 },
    ] as readonly BurnPair[],
    slow: [
      { long: '1d', short: '2h', factor: 3 },
      { long: '3d', short: '6h', factor: 1 },
    ] as readonly BurnPair[],
    /**
     * Bad requests in the long window, below which no burn is alerted on. 10: at low traffic one failure is a large share (1 of 60 is
     * 17 times a budget of 0.1 %), ten are no accident. Too low: single failures page. Too high: a small model can fail for hours.
     * Lower it for models whose every failure matters.
     */
    minBadEvents: 10,
    /**
     * Failed requests of five minutes with not one answer among them, from which a model counts as down. 10 in a row do not happen to a
     * model that answers half of its requests (1 in 1000). Too low: a quiet model is down after one timeout. Change it with the traffic.
     */
    downMinFailures: 10,
    /**
     * Requests that the same time last week (or yesterday) lets expect in a quarter of an hour, from which their absence counts. With 20
     * expected, none at all happens by chance once in 500 million quarters of an hour (Poisson, e^-20). Too low: quiet models page at
     * night. Too high: the silence of small models is not told.
     */
    absentMinExpected: 20,
    /**
     * Share of one class (or of missing and invalid predictions together) in half an hour from which the output has collapsed. 0.99: a
     * model that says one thing only. It counts only where the same share was below `collapseUsual` over the last day, so that a fraud
     * model with 99.8 % "no" is left alone; lower it to be told sooner, raise `collapseUsual` towards it for lopsided models.
     */
    collapsedShare: 0.99,
    collapseUsual: 0.8,
    /** Share of missing and invalid predictions of the same half hour. 0.5: every second answer is unusable. */
    unusableShare: 0.5,
    /** Predictions of the half hour that either share needs: 200 of one class are no coincidence where it was below 80 %. */
    collapseMinPredictions: 200,
  },

  drift: {
    /**
     * Share of judged features that drifted, from which it is a ticket, and the share at which it stays one. Each feature has its own
     * threshold and test behind it (exporter); 0.3 says that it is the population, not a feature. The lower end keeps an alert from
     * coming and going; it needs no keep_firing_for, which would lengthen every incident. Lower both for models with few features.
     */
    rate: 0.3,
    rateWhileFiring: 0.2,
    /** Share of the judged features of a segment that drifted, from which the segment is a ticket of its own. 0.3, as for the whole model. */
    segmentRate: 0.3,
    /**
     * Share of the importance (models.*.features.*.importance) that drifted features hold, from which drift is a page, if the
     * prediction drifted too. 0.5: the model leans on what has changed, and answers otherwise than it did. Without importances never.
     */
    criticalWeight: 0.5,
    /** Share of features with a verdict that a drift rate must rest on. 0.5: below it most features had too few values. */
    minJudgedShare: 0.5,
    /**
     * Windows (of the model's own length) after which a verdict is too old to alert on, and its age is a ticket instead. 3: one is open,
     * one waits for late events, one is the verdict. Raise it for sources that are shipped in batches.
     */
    staleWindows: 3,
    /** The same in seconds, for short windows: an age below it is never too old. 900: scrapes, evaluations and restarts fit in it. */
    staleMinSeconds: 900,
    /** Requests in an hour by a version without a baseline, from which that is a ticket. 500: as many as a verdict needs. */
    baselineMinRequests: 500,
  },

  dataQuality: {
    /**
     * Features per request that are missing from the record or of another type, over an hour. 0.01: one request in a hundred; before a
     * schema changes everywhere it changes in one client. Raise it where clients are known to leave optional features out.
     */
    mismatchesPerRequest: 0.01,
    /** Values out of range or of a category the baseline does not know, per request over an hour, over all features. */
    violationsPerRequest: 0.01,
    /** Of either, at least so many in the hour: 50 are not one odd client retrying. Lower it for models with little traffic. */
    minCount: 50,
  },

  quality: {
    /**
     * Windows in a row that lost quality, from which it is a page; one is a ticket. 2: the interval of a window is one of 95 %, and of the
     * 700 windows that a model of hours has in a month some lie below by chance; two in a row do not. 1 pages for chance; 3 tells of a
     * loss a window later.
     */
    pageWindows: 2,
    /**
     * Upper bound of the estimated quality as a share of what the reference had, from which the estimate is a ticket. 0.95: a twentieth is
     * lost even if the estimate errs as far as its interval reaches. It is a ticket only, because estimates do not see a change of what the
     * scores mean. Raise it towards 1 for models whose labels come months late.
     */
    estimatedShare: 0.95,
    /** Difference of quality between groups, from which it is a ticket. 0.1 is what most public rules take; the law may ask for less. */
    fairnessGap: 0.1,
    /** Labels in the week before, from which two days without one count. 100: fewer come now and then. */
    labelsBefore: 100,
  },

  cost: {
    /**
     * How many times the spend of the same hour last week (or yesterday) an hour must cost. 2: growth of a business does not double in a
     * week, a loop that calls the model does. Lower it where the budget is tight.
     */
    timesUsual: 2,
    /** Requests in the hour that an anomaly needs: below, single long prompts decide. */
    minRequests: 100,
  },

  pipeline: {
    /**
     * Share of records that a source rejects within a quarter of an hour, and how many at least. 0.05: broken lines of a crash are far
     * below, a changed format is far above. Duplicates do not count: a shipper that sends twice loses nothing.
     */
    rejectedShare: 0.05,
    minRejected: 20,
    /**
     * Records that the same time last week (or yesterday) lets expect in a quarter of an hour, from which a log without one is silent. 20,
     * for the same reason as `serving.absentMinExpected`: by chance it happens once in 500 million quarters of an hour.
     */
    silentMinExpected: 20,
    /** Models that wrote to the log within the last day, from which its silence is not that of a model. 2: one alone may have no callers. */
    silentMinModels: 2,
    /** Seconds that reading may be behind while there is more to read. 900: a quarter of an hour, about the longest rotation or upload. */
    lagSeconds: 900,
    /** Seconds since the last commit. Commits come every second, with or without traffic; 300 without one are no slow disk any more. */
    checkpointSeconds: 300,
    /**
     * Seconds since the last notification of Alertmanager. The route `heartbeat` sends one a minute; 900 without one are no restart. Raise
     * it above `repeat_interval` where that route is not used.
     */
    notificationSeconds: 900,
  },
} as const;

type Widened<T> = T extends number
  ? number
  : T extends string
    ? string
    : T extends readonly BurnPair[]
      ? readonly BurnPair[]
      : { readonly [K in keyof T]: Widened<T[K]> };

/** What the rules are made from. */
export type AlertConfig = Widened<typeof DEFAULT_CONFIG>;
