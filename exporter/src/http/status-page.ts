import type { ModelStatus, SourceStatus, StatusReport } from '../contract/index.js';
import { html, type Html } from './html.js';
import type { Page } from './page.js';
import { ago, modelTable, qualityTable, sourceTable, versionOf } from './status-tables.js';
import { readableAge } from './readable.js';

/** The status page: what is wrong first, then what the exporter sees. Works without scripts; no value is trusted. */
export function statusPage(report: StatusReport, nowMs: number): Page {
  const wrong = problems(report);
  const count = wrong.length === 1 ? '1 problem' : `${wrong.length} problems`;
  const body = html`<header>
  <h1>AI Operations exporter</h1>
  ${summary(report, nowMs)}
</header>
<main>
  <section aria-labelledby="wrong">
    <h2 id="wrong">${wrong.length > 0 ? count : 'No problems'}</h2>
    ${wrong.length > 0 ? html`<ul class="problems">${wrong}</ul>${caution(report)}` : allWell(report)}
    ${waiting(report.models)}
  </section>
  ${modelTable(report.models, nowMs)}
  ${qualityTable(report.quality, nowMs)}
  ${sourceTable(report.sources, nowMs)}
  <nav aria-label="More">
    <a href="/metrics">Metrics</a> · <a href="/api/v1/status">This page as JSON</a> ·
    <a href="/api/v1/verdicts">Stored verdicts</a> · <a href="/api/v1/baselines">Stored baselines</a>
  </nav>
</main>`;
  return { title: wrong.length > 0 ? `${count} · AI Operations exporter` : 'AI Operations exporter', body };
}

function summary({ version, started, is_ready: isReady, config }: StatusReport, nowMs: number): Html {
  const state = isReady ? html`<span class="good">Ready</span>` : html`<span class="bad">Not ready</span>`;
  const now = new Date(nowMs).toISOString();
  const reload = config.last_reload;
  const outcome = reload?.is_taken_over ? 'taken over' : html`<span class="bad">refused</span>`;
  return html`<p>${state} · version <bdi>${version}</bdi> · running for ${readableAge(started, nowMs)} · as of <time datetime="${now}">${now.slice(0, 19).replace('T', ' ')} UTC</time></p>
  <p class="soft">Configuration <bdi>${config.path}</bdi>${reload ? html`, last reload ${ago(reload.time, nowMs)} ${outcome}` : ''}</p>`;
}

/** What needs somebody: first what makes the numbers doubtful, then what they say. */
function problems({ problems: general, sources, models, quality }: StatusReport): Html[] {
  return [
    ...general.map((problem) => html`<li><bdi>${problem}</bdi></li>`),
    ...sources.flatMap(sourceProblem),
    ...models
      .filter((model) => (model.drift_rate ?? 0) > 0)
      .map((model) => html`<li><strong>${versionOf(model)} drifted:</strong> ${features(model.drifted_features)}</li>`),
    ...quality
      .filter(({ state }) => state === 'degraded')
      .map((q) => html`<li><strong><bdi>${q.model}</bdi> <bdi>${q.version}</bdi> lost quality:</strong> <bdi>${q.reason}</bdi></li>`),
  ];
}

/** A source that is up can have one, too: a snapshot that could not be counted, while the others are. */
function sourceProblem({ name, is_up: isUp, problem }: SourceStatus): Html[] {
  if (isUp && problem === null) return [];
  return [
    html`<li><strong>Source <bdi>${name}</bdi>${isUp ? ':' : ' is down:'}</strong> <bdi>${problem ?? 'the reason is not known'}</bdi></li>`,
  ];
}

/** At most this many names stand in a sentence; the rest is a number. */
const NAMES_SHOWN = 10;

function features(names: readonly string[]): Html {
  const shown = names.slice(0, NAMES_SHOWN).map((name, i) => html`${i > 0 ? ', ' : ''}<bdi>${name}</bdi>`);
  return html`${shown}${names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''}`;
}

/** A log that is not read looks like a model without drift: say so before somebody believes it. */
function caution({ is_ready: isReady, sources }: StatusReport): Html | string {
  if (isReady && sources.every((source) => source.is_up)) return '';
  return html`<p>Until the exporter is ready and every source is up, the numbers below are old or incomplete.</p>`;
}

function allWell({ models }: StatusReport): Html {
  if (models.length === 0) return html`<p>All sources are up, but no inference was accepted yet.</p>`;
  if (models.every((model) => model.drift_rate === null)) return html`<p>All sources are up, but no model has a drift verdict yet.</p>`;
  return html`<p class="good">All sources are up and no feature drifted.</p>`;
}

/** Nothing to act on at once, and nothing to overlook either: these models are not judged. */
function waiting(models: readonly ModelStatus[]): Html | string {
  const unjudged = models.filter((model) => model.why_no_drift !== null);
  if (unjudged.length === 0) return '';
  return html`<h3>Without a drift verdict</h3>
    <ul>${unjudged.map((model) => html`<li><strong>${versionOf(model)}:</strong> <bdi>${model.why_no_drift ?? ''}</bdi></li>`)}</ul>`;
}
