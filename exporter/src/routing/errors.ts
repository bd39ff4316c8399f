import { errorsOf } from '../contract/index.js';

export const ROUTING_ERRORS = {
  ROUTING_BAD_CONFIG: {
    status: 0,
    message: '{file} is no configuration of Alertmanager: {problem}',
    advice: 'check it with amtool check-config',
  },
  ROUTING_BAD_MATCHER: {
    status: 0,
    message: 'the matcher {matcher} must be a label, one of = != =~ !~, and a value',
    advice: 'write it as in severity="critical" or cause=~"drift|quality"',
  },
  ROUTING_BAD_RULES: {
    status: 0,
    message: '{file} holds no alert rules of Prometheus: {problem}',
    advice: 'check it with promtool check rules',
  },
} as const;

export const routingError = errorsOf(ROUTING_ERRORS);
