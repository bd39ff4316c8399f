export { ROUTING_ERRORS } from './errors.js';
export { knownAlerts } from './known-alerts.js';
export { matcherText, type Labels, type Matcher } from './matcher.js';
export { readRouting, type InhibitRule, type Route, type Routing } from './read-routing.js';
export { canInhibit, inhibitionsOf, routesFor } from './routes-for.js';
