import type { ModelStatus, SourceStatus, StatusReport } from './backend.js';

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c] ?? c);

const STYLE = `:root{color-scheme:light dark;--line:#8884;--bad:#c62828;--good:#2e7d32}
@media (prefers-color-scheme:dark){:root{--bad:#ff8a80;--good:#81c784}}
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{padding:.35rem .7rem;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.bad{color:var(--bad);font-weight:600}.good{color:var(--good)}code{font-size:.9em}.dim{opacity:.75}`;

/** The status page: what is wrong first, then models, then sources. Plain HTML without script or outside resources. */
export function statusPage(report: StatusReport): string {
  const problems =
    report.problems.length === 0
      ? '<p class="good">Nothing is wrong that the exporter can see.</p>'
      : `<ul>${report.problems.map((problem) => `<li class="bad">${escapeHtml(problem)}</li>`).join('')}</ul>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="refresh" content="10"><title>AI Operations exporter</title><style>${STYLE}</style></head><body>
<h1>AI Operations exporter <span class="dim">${escapeHtml(report.version)}</span></h1>
<p>${report.is_ready ? 'Running' : 'Starting'} since ${escapeHtml(report.started)} · configuration <code>${escapeHtml(report.config.path)}</code>${report.config.last_reload_ok ? '' : ' <span class="bad">last reload refused</span>'} · <a href="/metrics">metrics</a> · <a href="/api/v1/status">status as JSON</a> · <a href="/api/v1/verdicts">verdicts</a> · <a href="/api/v1/baselines">baselines</a></p>
<h2>What is wrong</h2>${problems}
<h2>Models</h2><div class="scroll"><table><thead><tr><th>Model</th><th>Version</th><th class="n">Requests</th><th class="n">Drift rate</th><th>Drifted features</th><th class="n">P95</th><th class="n">Violations</th><th>Last window</th><th>Baseline</th></tr></thead><tbody>${report.models.map(modelRow).join('') || '<tr><td colspan="9">No event has been accepted yet.</td></tr>'}</tbody></table></div>
<h2>Sources</h2><div class="scroll"><table><thead><tr><th>Source</th><th>Type</th><th>State</th><th class="n">Events</th><th>Rejected</th><th class="n">Backlog</th><th>Newest event</th><th>Files</th></tr></thead><tbody>${report.sources.map(sourceRow).join('')}</tbody></table></div>
</body></html>
`;
}

function modelRow(model: ModelStatus): string {
  const rate = model.drift_rate === null ? `<span class="dim">${escapeHtml(model.why_no_drift ?? 'none')}</span>` : `<span class="${model.drift_rate > 0 ? 'bad' : 'good'}">${Math.round(model.drift_rate * 100)} %</span>`;
  const window = model.last_window;
  const last = window ? `${escapeHtml(window.end)}<br><span class="dim">${window.rows} rows; ${window.drifted} of ${window.judged} drifted, ${window.insufficient} insufficient</span>` : 'none closed yet';
  const verdict = model.verdict_id ? ` <a href="/api/v1/verdicts/${encodeURIComponent(model.verdict_id)}">evidence</a>` : '';
  const baseline = model.baseline ? `<code>${escapeHtml(model.baseline.sha256.slice(0, 12))}</code> <span class="dim">${escapeHtml(model.baseline.source)}, ${model.baseline.rows} rows</span>` : '<span class="dim">none</span>';
  const p95 = model.p95_seconds === null ? '–' : `${(model.p95_seconds * 1000).toFixed(1)} ms`;
  return `<tr><td>${escapeHtml(model.model)}</td><td>${escapeHtml(model.version)}</td><td class="n">${model.requests}</td><td class="n">${rate}</td><td>${model.drifted_features.map(escapeHtml).join(', ') || '–'}</td><td class="n">${p95}</td><td class="n">${model.violations}</td><td>${last}${verdict}</td><td>${baseline}</td></tr>`;
}

function sourceRow(source: SourceStatus): string {
  const state = source.is_up ? '<span class="good">up</span>' : `<span class="bad">${escapeHtml(source.problem ?? 'down')}</span>`;
  const rejected = Object.entries(source.rejected).map(([reason, count]) => `${escapeHtml(reason)} ${count}`).join(', ') || '–';
  const files = source.streams.slice(0, 20).map((stream) => `${escapeHtml(stream.path)} <span class="dim">${stream.offset} of ${stream.size} B</span>`).join('<br>');
  return `<tr><td>${escapeHtml(source.name)}</td><td>${escapeHtml(source.type)}</td><td>${state}</td><td class="n">${source.events}</td><td>${rejected}</td><td class="n">${source.backlog_bytes} B</td><td>${escapeHtml(source.last_event ?? '–')}</td><td>${files || '–'}</td></tr>`;
}
