import { z } from 'zod';

const instant = z.iso.datetime();
const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

/** What can be done about a rule that tires people. */
export const FATIGUE_ADVICE = ['raise_for', 'merge', 'demote'] as const;
export type FatigueAdvice = (typeof FATIGUE_ADVICE)[number];

/** What one rule asked of people in a period. */
export const ruleFatigueSchema = z.strictObject({
  alertname: z.string(),
  severity: z.string(),
  /** Incidents that it was a part of, and alerts in them; an alert that came back within the time for it is one. */
  incidents: count,
  alerts: count,
  reopens: count,
  /** Incidents of it that came and went more than three times in a day. */
  flapping: count,
  /** Incidents that are over and that nobody acknowledged. */
  never_acknowledged: count,
  /** What people said of its incidents; the latest word on each. */
  true_positives: count,
  false_positives: count,
  /** Share of true ones among both, and its interval of 95 % (Wilson); null without a verdict. */
  precision: share.nullable(),
  precision_lower: share.nullable(),
  precision_upper: share.nullable(),
  /** Of alerts that ended by a repair or by themselves; null for none. */
  median_seconds: z.number().nonnegative().nullable(),
});
export type RuleFatigue = z.infer<typeof ruleFatigueSchema>;

/** What could be changed, and the incidents that say so. */
export const fatigueSuggestionSchema = z.strictObject({
  advice: z.enum(FATIGUE_ADVICE),
  alertname: z.string(),
  severity: z.string(),
  /** In one sentence, with the numbers. */
  text: z.string(),
  /** raise_for: by how much longer, in seconds. */
  longer_seconds: z.number().positive().nullable(),
  /** merge: the other alert. demote: the severity that would do. */
  into: z.string().nullable(),
  /** Ids of the incidents that led to it. */
  evidence: z.array(z.string()),
});
export type FatigueSuggestion = z.infer<typeof fatigueSuggestionSchema>;

/** What alerts asked of people in a period. */
export const fatigueReportSchema = z.strictObject({
  since: instant,
  until: instant,
  incidents: count,
  shifts: z.strictObject({
    hours: z.number().positive(),
    count: count,
    /** Incidents that paged, over all shifts. */
    pages: count,
    mean_pages: z.number().nonnegative(),
    most_pages: count,
    /** Start of the first shift with the most; null without a page. */
    worst: instant.nullable(),
    /** Shifts with more pages than can be worked on. */
    overloaded: count,
  }),
  flapping: count,
  never_acknowledged: count,
  /** Loudest first. */
  rules: z.array(ruleFatigueSchema),
  suggestions: z.array(fatigueSuggestionSchema),
});
export type FatigueReport = z.infer<typeof fatigueReportSchema>;
