import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { CodedError } from '../contract/index.js';
import { errorHeaders, sendText } from './answer.js';
import { html, Html } from './html.js';

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --back: #ffffff; --bad: #b42318; --good: #116329; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9da7b1; --line: #3d444d; --back: #0d1117; --bad: #ff8b82; --good: #56d364; } }
body { margin: 0 auto; padding: 1.5rem; max-width: 75rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; } .soft { color: var(--soft); } .bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { white-space: nowrap; } .number { text-align: right; white-space: nowrap; } a { color: inherit; } li { margin: .25rem 0; }
`;

/** No script, no form, nothing from elsewhere; the one style sheet by its hash. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Sends a whole HTML page. */
export function sendPage(response: ServerResponse, status: number, title: string, body: Html): void {
  // Nothing between the tags of the style sheet: the policy allows it by the hash of exactly this text.
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${new Html(STYLE)}</style></head>
<body>
${body}
</body></html>
`;
  sendText(response, status, page.markup, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': POLICY,
    ...errorHeaders(status),
  });
}

/** Sends an error as a page. */
export function sendErrorPage(response: ServerResponse, { status, message, advice, code }: CodedError): void {
  sendPage(
    response,
    status,
    `AI Operations: ${status}`,
    html`<main>
      <h1>AI Operations exporter</h1>
      <p class="bad">${message}</p>
      <p>${advice}</p>
      <p class="soft">${status} ${code}</p>
    </main>`,
  );
}
