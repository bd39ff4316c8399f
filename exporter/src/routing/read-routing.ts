import { z } from 'zod';
import { routingError } from './errors.js';
import { parseMatchers, type Matcher } from './matcher.js';

/** A route with what it inherits from the routes above it. Durations as they stand in the file. */
export interface Route {
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  readonly continues: boolean;
  readonly groupBy: readonly string[];
  readonly groupWait: string;
  readonly groupInterval: string;
  readonly repeatInterval: string;
  readonly routes: readonly Route[];
}

/** While an alert fires that fits `source`, those that fit `target` and are equal in some labels are not notified. */
export interface InhibitRule {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}

export interface Routing {
  readonly route: Route;
  readonly inhibitRules: readonly InhibitRule[];
}

const texts = z.record(z.string(), z.coerce.string()).default({});
const matcherList = z.array(z.string()).default([]);
const duration = z.string().optional();

interface RouteInput {
  readonly receiver?: string | undefined;
  readonly matchers: readonly string[];
  readonly match: Readonly<Record<string, string>>;
  readonly match_re: Readonly<Record<string, string>>;
  readonly continue: boolean;
  readonly group_by?: readonly string[] | undefined;
  readonly group_wait?: string | undefined;
  readonly group_interval?: string | undefined;
  readonly repeat_interval?: string | undefined;
  readonly routes: readonly RouteInput[];
}

const routeSchema: z.ZodType<RouteInput> = z.object({
  receiver: z.string().optional(),
  matchers: matcherList,
  match: texts,
  match_re: texts,
  continue: z.boolean().default(false),
  group_by: z.array(z.string()).optional(),
  group_wait: duration,
  group_interval: duration,
  repeat_interval: duration,
  routes: z.array(z.lazy(() => routeSchema)).default([]),
});
const fileSchema = z.object({
  route: routeSchema.refine(({ receiver }) => receiver !== undefined, 'the first route must name a receiver'),
  inhibit_rules: z
    .array(
      z.object({
        source_matchers: matcherList,
        source_match: texts,
        source_match_re: texts,
        target_matchers: matcherList,
        target_match: texts,
        target_match_re: texts,
        equal: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

/** Alertmanager's own defaults. */
const DEFAULTS = { receiver: '', groupBy: [] as readonly string[], groupWait: '30s', groupInterval: '5m', repeatInterval: '4h' };

/**
 * Reads the routes and inhibitions of an Alertmanager configuration; the rest of it is not looked at.
 *
 * @param content of the YAML file
 * Errors: ROUTING_BAD_CONFIG, ROUTING_BAD_MATCHER.
 */
export function readRouting(content: unknown, file: string): Routing {
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw routingError('ROUTING_BAD_CONFIG', { file, problem: `${where === '' ? 'it' : where}: ${issue?.message ?? 'unreadable'}` });
  }
  const { route, inhibit_rules } = parsed.data;
  return {
    route: routeOf(route, DEFAULTS),
    inhibitRules: inhibit_rules.map((rule) => ({
      source: matchersOf(rule.source_matchers, rule.source_match, rule.source_match_re),
      target: matchersOf(rule.target_matchers, rule.target_match, rule.target_match_re),
      equal: rule.equal,
    })),
  };
}

function routeOf(input: RouteInput, above: typeof DEFAULTS): Route {
  const own = {
    receiver: input.receiver ?? above.receiver,
    groupBy: input.group_by ?? above.groupBy,
    groupWait: input.group_wait ?? above.groupWait,
    groupInterval: input.group_interval ?? above.groupInterval,
    repeatInterval: input.repeat_interval ?? above.repeatInterval,
  };
  return {
    ...own,
    matchers: matchersOf(input.matchers, input.match, input.match_re),
    continues: input.continue,
    routes: input.routes.map((route) => routeOf(route, own)),
  };
}

/** The present way of writing them and the two older ones. */
function matchersOf(
  list: readonly string[],
  equal: Readonly<Record<string, string>>,
  pattern: Readonly<Record<string, string>>,
): Matcher[] {
  return [
    ...list.flatMap(parseMatchers),
    ...Object.entries(equal).map(([label, value]) => ({ label, operator: '=' as const, value })),
    ...Object.entries(pattern).map(([label, value]) => ({ label, operator: '=~' as const, value })),
  ];
}
