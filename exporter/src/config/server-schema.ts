import { z } from 'zod';

/** What a token may do: push batches, send alerts, read the API, change what models are judged by, administer the exporter. */
export const SCOPES = ['ingest', 'notify', 'read', 'write', 'admin'] as const;

/**
 * Characters that a token needs.
 * Why 16:    of letters and digits that is some 95 bits, beyond guessing over a network; `openssl rand -hex 16` gives 32.
 * Too low:   a token can be guessed. Too high: tokens that are already in use elsewhere are refused.
 */
export const MIN_TOKEN_LENGTH = 16;

/** What an Authorization header can carry in one piece; a token with a space or a comma could never match. */
export const TOKEN_CHARACTERS = /^[\x21-\x2b\x2d-\x7e]*$/;

const HIGHEST_PORT = 65_535;

const token = z.strictObject({
  scopes: z.array(z.enum(SCOPES)).min(1).meta({
    description:
      'What the token may do. `ingest`: push batches to sources of type http. `notify`: send alerts, as Alertmanager and Grafana do. `read`: status page and API. `write`: change what models are judged by (activate a baseline) and act on incidents. `admin`: reload the configuration. No scope holds another.',
    change: 'Give each client its own token with the one scope it needs.',
  }),
  token: z
    .string()
    .refine((text) => text.length >= MIN_TOKEN_LENGTH, `fewer than ${MIN_TOKEN_LENGTH} characters`)
    .regex(TOKEN_CHARACTERS, 'a space, a comma or a character beyond ASCII is in it')
    .optional()
    .meta({
      description: 'The token itself. It then stands in this file: `${NAME}` takes it from the environment, `token_file` from a file.',
      change: 'Where tokens come as environment variables.',
      allowed: `a text of at least ${MIN_TOKEN_LENGTH} characters without spaces and commas, as from openssl rand -hex 32`,
    }),
  token_file: z.string().min(1).optional().meta({
    description:
      'File that holds the token, relative to this file; white space around it is left out. It is read at the start, at each reload, and by itself within seconds of a change, also where Kubernetes swaps a mounted secret; a new content that is no token is refused, and the old token stays. Let only the exporter read it (`chmod 600`): the exporter does not check that, because secrets that Kubernetes and Docker mount are readable for all inside their container.',
    change: 'The usual way: the configuration can then be kept under version control.',
    allowed: 'the path of a file',
  }),
});

const tls = z
  .strictObject({
    cert_file: z.string().min(1).meta({
      description:
        'File with the certificate in PEM, relative to this file; behind it those between it and the root, if there are any. Read again within seconds of a change, without dropping a connection; a new pair that cannot be used is refused, and the old one stays.',
      change: 'To where the certificate is renewed, as by cert-manager.',
      allowed: 'the path of a file',
    }),
    key_file: z.string().min(1).meta({
      description: 'File with the private key of the certificate in PEM, not encrypted. Read again together with the certificate.',
      change: 'Together with cert_file.',
      allowed: 'the path of a file',
    }),
  })
  .optional()
  .meta({
    description:
      'Serves HTTPS, of TLS 1.2 and 1.3, instead of HTTP. Without it tokens cross the network in the clear. Adding or removing it takes a restart; other files are taken over by a reload.',
    change: 'As soon as the exporter can be reached from other machines.',
    allowed: 'a map of cert_file and key_file',
  });

export const serverSchema = z.strictObject({
  listen: z
    .string()
    .regex(/^(?:\[[0-9a-fA-F:.]+\]|[^\s:/[\]]+):\d{1,5}$/, { abort: true })
    .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= HIGHEST_PORT, `the port is above ${HIGHEST_PORT}`)
    .default('127.0.0.1:9464')
    .meta({
      description:
        'Address to serve metrics, status page, API and pushes on. The default is this machine only. Port 0 takes a free port. Beyond loopback it takes tokens, or `open_beyond_loopback`. Changing it takes a restart.',
      change: 'When Prometheus or the clients that push run on other machines, as in a container: 0.0.0.0:9464.',
      allowed: `HOST:PORT with a port up to ${HIGHEST_PORT}, as in 127.0.0.1:9464 or [::1]:9464`,
    }),
  tokens: z.array(token).default([]).meta({
    description:
      'Bearer tokens. Without any, pushes and API are open to everybody who reaches the address; with at least one, each of them takes a token with its scope. /metrics and the health checks are always open.',
    change: 'As soon as the exporter can be reached from other machines.',
    allowed: 'a list of maps, as in [{ scopes: [ingest], token_file: ingest.token }]',
  }),
  tls,
  open_beyond_loopback: z.boolean().default(false).meta({
    description:
      'Lets an exporter without tokens listen beyond loopback. Everybody who reaches the address can then read the API, push to sources of type http and reload the configuration.',
    change: 'Only where something else keeps strangers away, such as a network policy or a proxy that asks for credentials.',
  }),
});
