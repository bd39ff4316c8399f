import { z } from 'zod';
import { historyMarginMs, type AlertHistory, type HistoryRange, type HistoryRule } from '../../incidents/index.js';
import { ask, jsonOf } from '../doctor/ask.js';
import { cliError } from '../errors.js';

/** Prometheus answers with 11 000 points of a series at most. */
const MAX_POINTS = 10_000;
/** How long one answer may take: some days of all alerts of a large team, from disk. */
const PATIENCE_MS = 120_000;
/** Evaluation interval of rules that nobody knows any more: the default of Prometheus. */
const USUAL_INTERVAL_MS = 60_000;

const matrix = z.object({
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) })),
  }),
});
type Series = z.infer<typeof matrix>['data']['result'][number];

const rules = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        interval: z.number(),
        rules: z.array(
          z.object({
            type: z.string(),
            name: z.string(),
            duration: z.number().default(0),
            keepFiringFor: z.number().default(0),
            labels: z.record(z.string(), z.string()).default({}),
            annotations: z.record(z.string(), z.string()).default({}),
          }),
        ),
      }),
    ),
  }),
});

export interface HistoryQuestion extends HistoryRange {
  /** Base URL of Prometheus, without a slash at its end. */
  readonly prometheus: string;
  /** Matchers of PromQL that the alerts must fit, without braces. */
  readonly match: string;
  readonly heartbeat: string;
  /** Labels that tell replicas of one Prometheus apart. */
  readonly dropLabels: readonly string[];
}

/**
 * Asks Prometheus which alerts fired, and for the rules as they are today.
 *
 * What is asked for is the time of the sample behind each step, not its value: after a crash Prometheus shows an alert for five more minutes
 * that it no longer evaluates, and only the time of the sample gives that away.
 *
 * @throws CodedError CLI_PROMETHEUS
 */
export async function readAlertHistory(question: HistoryQuestion): Promise<{ histories: AlertHistory[]; rules: HistoryRule[] }> {
  const found = await readRules(question.prometheus);
  const longest = Math.max(USUAL_INTERVAL_MS, ...found.map(({ intervalMs }) => intervalMs));
  const range = { ...question, fromMs: question.fromMs - historyMarginMs(question, longest) };
  const heartbeat = `alertname=${JSON.stringify(question.heartbeat)}`;
  const histories = new Map<string, { labels: Record<string, string>; fired: Set<number>; since: Map<number, number> }>();
  const historyOf = ({ metric }: Series): { fired: Set<number>; since: Map<number, number> } => {
    const left = Object.entries(metric).filter(([name]) => !['__name__', 'alertstate', ...question.dropLabels].includes(name));
    const key = JSON.stringify(left.sort(([a], [b]) => (a < b ? -1 : 1)));
    const history = histories.get(key) ?? { labels: Object.fromEntries(left), fired: new Set<number>(), since: new Map<number, number>() };
    histories.set(key, history);
    return history;
  };
  for (const match of [question.match, heartbeat]) {
    for await (const series of seriesOf(`timestamp(ALERTS{alertstate="firing",${match}})`, range)) {
      const { fired } = historyOf(series);
      for (const [, value] of series.values) fired.add(Math.round(Number(value) * 1000));
    }
  }
  for await (const series of seriesOf(`ALERTS_FOR_STATE{${question.match}}`, range)) {
    const { since } = historyOf(series);
    for (const [seconds, value] of series.values) since.set(Math.round(seconds * 1000), Number(value) * 1000);
  }
  const sorted = [...histories.values()].map(({ labels, fired, since }) => ({
    labels,
    firedMs: [...fired].sort((a, b) => a - b),
    activeSince: [...since].map(([atMs, sinceMs]) => ({ atMs, sinceMs })).sort((a, b) => a.atMs - b.atMs),
  }));
  return { histories: sorted, rules: found };
}

async function readRules(prometheus: string): Promise<HistoryRule[]> {
  const { data } = await answered(prometheus, 'rules', { type: 'alert' }, rules);
  return data.groups.flatMap(({ interval, rules: ofGroup }) =>
    ofGroup
      .filter(({ type }) => type === 'alerting')
      .map(({ name, duration, keepFiringFor, labels, annotations }) => ({
        alertname: name,
        labels,
        intervalMs: interval * 1000,
        forMs: duration * 1000,
        keepFiringMs: keepFiringFor * 1000,
        annotations,
      })),
  );
}

/** The series of an expression over a range, in as many questions as it takes; a series comes once for each of them. */
async function* seriesOf(
  query: string,
  { prometheus, fromMs, toMs, stepMs }: HistoryRange & { prometheus: string },
): AsyncGenerator<Series> {
  for (let start = fromMs; start <= toMs; start += MAX_POINTS * stepMs) {
    const end = Math.min(toMs, start + (MAX_POINTS - 1) * stepMs);
    const times = { start: String(start / 1000), end: String(end / 1000), step: String(stepMs / 1000) };
    const { data } = await answered(prometheus, 'query_range', { query, ...times }, matrix);
    yield* data.result;
  }
}

async function answered<T>(prometheus: string, path: string, parameters: Record<string, string>, schema: z.ZodType<T>): Promise<T> {
  const url = `${prometheus}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`;
  const answer = await ask(url, { patienceMs: PATIENCE_MS });
  const refused = 'status' in answer && answer.status === 400 ? reasonOf(answer.text) : null;
  const json = jsonOf(answer);
  if ('problem' in json) throw cliError('CLI_PROMETHEUS', { url: prometheus, problem: refused ?? json.problem });
  const parsed = schema.safeParse(json.value);
  if (!parsed.success) throw cliError('CLI_PROMETHEUS', { url: prometheus, problem: 'what answers is no Prometheus' });
  return parsed.data;
}

/** What Prometheus says of a question that it refuses, such as a wrong matcher. */
function reasonOf(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? error : null;
  } catch {
    return null;
  }
}
