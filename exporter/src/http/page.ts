import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { CodedError } from '../contract/index.js';
import { errorHeaders, publicMessage, sendText } from './answer.js';
import { html, Html } from './html.js';

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --back: #ffffff; --bad: #b42318; --good: #116329; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9da7b1; --line: #3d444d; --back: #0d1117; --bad: #ff8b82; --good: #56d364; } }
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0; } ul { margin: .25rem 0; padding-left: 1.25rem; } li { margin: .25rem 0; } a { color: inherit; } nav { margin-top: 2rem; }
.soft { color: var(--soft); font-weight: 400; } .bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); font-weight: 600; }
.problems { list-style: none; padding: 0; } .problems li { border-left: .25rem solid var(--bad); padding-left: .75rem; margin: .5rem 0; } .problems strong { color: var(--bad); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem 1.25rem .4rem 0; border-bottom: 1px solid var(--line); }
thead th { white-space: nowrap; overflow-wrap: normal; } tbody th { min-width: 9rem; } td { min-width: 5rem; } .number { text-align: right; }
@media (max-width: 50rem) {
  body { padding: 1rem; } table, caption, tbody, tr, th, td { display: block; } thead { display: none; }
  tr { border-bottom: 1px solid var(--line); padding: .5rem 0; } th, td { border: 0; padding: .1rem 0; } .number { text-align: left; }
  td { position: relative; padding-left: 8rem; min-height: 1.5em; } td::before { content: attr(data-label); color: var(--soft); position: absolute; left: 0; }
}
`;

/** No script, no form, nothing from elsewhere; the one style sheet by its hash. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export interface Page {
  readonly title: string;
  readonly body: Html;
}

/** Sends a whole HTML page. */
export function sendPage(response: ServerResponse, status: number, { title, body }: Page): void {
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
export function sendErrorPage(response: ServerResponse, error: CodedError): void {
  const { status, advice, code } = error;
  const body = html`<main>
<h1>AI Operations exporter</h1>
<p class="bad">${publicMessage(error)}</p>
<p>${advice}</p>
<p class="soft">${status} ${code}</p>
</main>`;
  sendPage(response, status, { title: `${status} · AI Operations exporter`, body });
}
