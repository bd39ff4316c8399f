import { matches, type Labels } from './matcher.js';
import type { InhibitRule, Route, Routing } from './read-routing.js';

/**
 * The routes that an alert takes, in order: the deepest that fit, and after one with `continue` the next that fits beside it.
 *
 * Source: Alertmanager, dispatch/route.go (Route.Match).
 */
export function routesFor(route: Route, labels: Labels): Route[] {
  if (!matches(route.matchers, labels)) return [];
  const found: Route[] = [];
  for (const child of route.routes) {
    const below = routesFor(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.continues) break;
  }
  return found.length > 0 ? found : [route];
}

/** The inhibitions that an alert can fall under. */
export function inhibitionsOf({ inhibitRules }: Routing, labels: Labels): InhibitRule[] {
  return inhibitRules.filter(({ target }) => matches(target, labels));
}

/** Whether an alert can inhibit another one by a rule; of labels that only one of them has by then nothing is known, they count as equal. */
export function canInhibit({ source, target, equal }: InhibitRule, by: Labels, labels: Labels): boolean {
  // An alert that is source and target of a rule is not inhibited by others that are, so that they do not silence each other.
  const isBoth = matches(source, labels) && matches(target, by);
  return (
    matches(source, by) &&
    !isBoth &&
    equal.every((label) => by[label] === undefined || labels[label] === undefined || by[label] === labels[label])
  );
}
