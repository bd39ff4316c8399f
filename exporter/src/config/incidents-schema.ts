import { z } from 'zod';
import { duration } from './values.js';

/** Names of headers that a client may choose (RFC 9110, token). */
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/)
  .meta({ allowed: 'the name of a header, as in X-Signature' });

const hmacSchema = z.strictObject({
  secret_file: z.string().min(1).meta({
    description:
      'File with the secret that the contact point signs with, relative to this file; white space around it is left out. Read at the start and at each reload. A signed notification needs no token.',
    change:
      'Where Grafana sends notifications: its webhook contact point signs with HMAC, and its settings are easier to keep secret than a token.',
    allowed: 'the path of a file',
  }),
  header: headerName.default('X-Grafana-Alerting-Signature').meta({
    description: 'Header that carries the signature: HMAC-SHA-256 of the body, in hexadecimal.',
    change: 'To what the contact point is set to.',
  }),
  timestamp_header: headerName.optional().meta({
    description:
      'Header that carries the time in Unix seconds; the signature is then over `time:body`, and a notification that is older than max_age is refused. Without it a recorded notification can be sent again, which changes nothing: it says what is known.',
    change: 'To what the contact point is set to.',
  }),
  max_age: duration('1s').prefault('5m').meta({
    description: 'How far the signed time may be from that of this machine.',
    change: 'Longer, where the clocks of the two machines differ more.',
  }),
});

export const incidentsSchema = z.strictObject({
  reopen: duration().prefault('15m').meta({
    description:
      'An alert that fires again within this time after its end goes on with the same incident. The default outlasts what a restart of Prometheus ends falsely: `for` (5 min) + 4 min + one group_interval of Alertmanager (5 min). The annotation `aiops_reopen` of a rule sets it for its alerts.',
    change: 'Longer, for rules with a long `for`; shorter, where two outages an hour are two.',
  }),
  group_within: duration().prefault('5m').meta({
    description:
      'Alerts of one model and cause that begin within this time of each other are one incident, also where they do not overlap. One group_interval of Alertmanager.',
    change: 'With group_interval.',
  }),
  exclude: z.array(z.string().min(1)).default([]).meta({
    description: 'Names of alerts that are no incidents. The heartbeat, test alerts and the severities none and info never are.',
    change: 'For alerts that share the route, but are no outages.',
    allowed: 'a list of alert names, as in [NodeClockSkew]',
  }),
  heartbeat: z.string().min(1).default('AiopsWatchdog').meta({
    description:
      'Name of the alert that always fires. While it does not, ends of other alerts of its source are taken for silence and not for repairs.',
    change: 'To the watchdog that your rules already have, such as Watchdog.',
  }),
  alertmanager: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        'Base URL of the Alertmanager that sends the notifications. It is asked what fires: an end that was never told (a silence over it, a restart), a truncated message, and who silenced what are known only so.',
      change: 'Set it wherever there is one.',
      allowed: 'a URL with http or https, as in http://127.0.0.1:9093',
    }),
  poll: duration('5s').prefault('1m').meta({
    description: 'How often Alertmanager is asked. An alert that it does not have at two polls in a row is over.',
    change: 'Shorter, when ends that are not told must be known sooner.',
  }),
  hmac: hmacSchema.optional().meta({
    description: 'How notifications are signed, instead of a token.',
    allowed: 'a map, as in { secret_file: grafana.secret }',
  }),
});
