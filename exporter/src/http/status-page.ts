import type { ModelStatus, SourceStatus, StatusReport } from '../contract/index.js';
import { html, type Html } from './html.js';

/** The status page: what is wrong first, then what the exporter sees. Works without scripts; no value is trusted. */
export function statusPage(report: StatusReport, nowMs: number): Html {
  const { version, started, config, models, sources, dropped_series: droppedSeries } = report;
  const reload = config.last_reload;
  const state = report.is_ready ? html`<span class="good">ready</span>` : html`<span class="bad">not ready</span>`;
  const reloadText = reload
    ? html`, last reload
        <time datetime="${reload.time}">${age(reload.time, nowMs)} ago</time>
        ${reload.is_taken_over ? 'taken over' : html`<span class="bad">refused</span>`}`
    : '';
  return html`<header>
      <h1>AI Operations exporter</h1>
      <p>${state}, version ${version}, running for <time datetime="${started}">${age(started, nowMs)}</time></p>
      <p class="soft">configuration ${config.path}${reloadText}</p>
    </header>
    <main>
      ${problems(report)}${modelTable(models, nowMs)}${sourceTable(sources, nowMs)}
      <section aria-labelledby="more">
        <h2 id="more">More</h2>
        ${droppedSeries > 0 ? html`<p>${grouped(droppedSeries)} series are left out by the series budget.</p>` : ''}
        <ul>
          <li><a href="/metrics">Metrics</a></li>
          <li><a href="/api/v1/status">This page as JSON</a></li>
          <li><a href="/api/v1/verdicts">Stored verdicts</a></li>
          <li><a href="/api/v1/baselines">Stored baselines</a></li>
        </ul>
      </section>
    </main>`;
}

function problems({ problems: general, sources, models }: StatusReport): Html {
  const items = [
    ...general.map((problem) => html`<li>${problem}</li>`),
    ...sources
      .filter((source) => !source.is_up)
      .map(({ name, problem }) => html`<li>Source ${name} is down: ${problem ?? 'no reason known'}</li>`),
    ...models
      .filter((model) => (model.drift_rate ?? 0) > 0)
      .map((model) => html`<li>${model.model} ${model.version} drifted: ${named(model.drifted_features)}</li>`),
    ...models
      .filter((model) => model.why_no_drift !== null)
      .map((model) => html`<li>${model.model} ${model.version} has no drift verdict: ${model.why_no_drift ?? ''}</li>`),
  ];
  const content =
    items.length > 0
      ? html`<ul class="bad">
          ${items}
        </ul>`
      : html`<p class="good">Nothing that the exporter can see.</p>`;
  return html`<section aria-labelledby="wrong">
    <h2 id="wrong">What is wrong</h2>
    ${content}
  </section>`;
}

function modelTable(models: readonly ModelStatus[], nowMs: number): Html {
  const rows = models.map(
    (m) =>
      html`<tr>
        <th scope="row">${m.model} ${m.version}</th>
        <td class="number">${grouped(m.requests)}</td>
        <td class="number">${m.p95_seconds === null ? '–' : `${(m.p95_seconds * 1000).toFixed(1)} ms`}</td>
        <td>${drift(m)}</td>
        <td class="number">${grouped(m.violations)}</td>
        <td>${lastWindowCell(m, nowMs)}</td>
        <td class="number">${m.open_windows}</td>
        <td>${baseline(m)}</td>
      </tr> `,
  );
  const empty = html`<p>No model was seen yet.</p>`;
  const table = html`<div class="scroll">
    <table>
      <caption>
        One row per model version; P95 and drift are those of the last closed window
      </caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col" class="number">Requests</th>
          <th scope="col" class="number">P95</th>
          <th scope="col">Drift</th>
          <th scope="col" class="number">Violations</th>
          <th scope="col">Last window</th>
          <th scope="col" class="number">Open windows</th>
          <th scope="col">Baseline</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  return html`<section aria-labelledby="models">
    <h2 id="models">Models</h2>
    ${models.length > 0 ? table : empty}
  </section>`;
}

function drift({ drift_rate: rate, last_window: window, why_no_drift: why, verdict_id: id }: ModelStatus): Html {
  if (rate === null) return html`<span class="soft">${why ?? 'no verdict'}</span>`;
  const text = `${Math.round(rate * 100)} % (${window?.drifted ?? 0} of ${window?.judged ?? 0} features)`;
  const shown = rate > 0 ? html`<span class="bad">${text}</span>` : html`${text}`;
  return id === null ? shown : html`<a href="/api/v1/verdicts/${encodeURIComponent(id)}">${shown}</a>`;
}

function lastWindowCell({ last_window: window }: ModelStatus, nowMs: number): Html {
  if (!window) return html`<span class="soft">none closed yet</span>`;
  return html`ended <time datetime="${window.end}">${age(window.end, nowMs)} ago</time>, ${grouped(window.rows)} rows`;
}

function baseline({ baseline: active }: ModelStatus): Html {
  if (!active) return html`<span class="soft">none</span>`;
  return html`<a href="/api/v1/baselines/${active.sha256}"><code>${active.sha256.slice(0, 12)}</code></a
    >, ${active.source}, ${grouped(active.rows)} rows`;
}

function sourceTable(sources: readonly SourceStatus[], nowMs: number): Html {
  const rows = sources.map(
    (s) =>
      html`<tr>
        <th scope="row">${s.name}</th>
        <td>${s.type}</td>
        <td>${s.is_up ? html`<span class="good">up</span>` : html`<span class="bad">down</span>`}</td>
        <td class="number">${grouped(s.events)}</td>
        <td>${rejected(s)}</td>
        <td class="number">${grouped(s.backlog_bytes)} bytes</td>
        <td>
          ${s.last_event_time === null ? html`<span class="soft">none</span>` : html`<time datetime="${s.last_event_time}">${age(s.last_event_time, nowMs)} ago</time>`}
        </td>
        <td>
          ${s.streams.map((stream) => html`<div>${stream.path}: ${stream.is_drained ? 'read to the end' : `${grouped(stream.offset)} of ${grouped(stream.size)} bytes`}</div>`)}
        </td>
      </tr> `,
  );
  return html`<section aria-labelledby="sources">
    <h2 id="sources">Sources</h2>
    <div class="scroll">
      <table>
        <caption>
          Where inference logs come from
        </caption>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Type</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Events</th>
            <th scope="col">Rejected</th>
            <th scope="col" class="number">Backlog</th>
            <th scope="col">Newest event</th>
            <th scope="col">Streams</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function rejected({ rejected: byReason }: SourceStatus): Html {
  const entries = Object.entries(byReason);
  if (entries.length === 0) return html`<span class="soft">none</span>`;
  return html`${entries.map(([reason, count]) => html`<div>${grouped(count)} ${reason}</div>`)}`;
}

/** At most this many names stand in a sentence; the rest is a number. */
const NAMES_SHOWN = 10;

function named(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${names.slice(0, NAMES_SHOWN).join(', ')} and ${more} more` : names.join(', ');
}

/** 1234567 as 1 234 567. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;

/** How long ago an instant was, in its largest unit. */
function age(time: string, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(time)) / 1000));
  const [unit, size] = UNITS.find(([, unitSeconds]) => seconds >= unitSeconds) ?? (['s', 1] as const);
  return `${Math.floor(seconds / size)} ${unit}`;
}
