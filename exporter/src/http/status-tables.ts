import type { ModelStatus, QualityStatus, SourceStatus } from '../contract/index.js';
import { html, type Html } from './html.js';
import { grouped, readableAge, readableBytes, readableSeconds } from './readable.js';

const NOTHING = html`<span class="soft">none</span>`;

/** One row per model version, those that drifted most first. */
export function modelTable(models: readonly ModelStatus[], nowMs: number): Html {
  if (models.length === 0)
    return section(
      'models',
      'Models',
      html`<p>A model appears here with its first accepted record. If events arrive and none does, look at what is rejected below.</p>`,
    );
  const sorted = [...models].sort((a, b) => (b.drift_rate ?? 0) - (a.drift_rate ?? 0));
  const rows = sorted.map(
    (m) => html`<tr>
  <th scope="row">${versionOf(m)}</th>
  <td data-label="Drift">${drift(m)}</td>
  <td data-label="P95" class="number">${m.p95_seconds === null ? NOTHING : readableSeconds(m.p95_seconds)}</td>
  <td data-label="Requests" class="number">${grouped(m.requests)}</td>
  <td data-label="Violations" class="number">${grouped(m.violations)}</td>
  <td data-label="Last window">${lastWindow(m, nowMs)}</td>
  <td data-label="Baseline">${baseline(m)}</td>
</tr>
`,
  );
  const caption = 'Drift and P95 are those of the last closed window, requests and violations those of all time.';
  return section(
    'models',
    'Models',
    table(caption, ['Model', 'Drift', '#P95', '#Requests', '#Violations', 'Last window', 'Baseline'], rows),
  );
}

/** One row per model version with labels, those that lost quality first; nothing where no quality is measured. */
export function qualityTable(all: readonly QualityStatus[], nowMs: number): Html | string {
  if (all.length === 0) return '';
  const sorted = [...all].sort((a, b) => Number(b.state === 'degraded') - Number(a.state === 'degraded'));
  const rows = sorted.map(
    (q) => html`<tr>
  <th scope="row"><bdi>${q.model}</bdi> <bdi>${q.version}</bdi></th>
  <td data-label="Quality">${qualityState(q)}<br><span class="soft"><bdi>${q.reason}</bdi></span>${lostSegments(q)}</td>
  <td data-label="Metric" class="number">${q.value === null ? NOTHING : html`<bdi>${q.metric}</bdi> ${q.value.toFixed(3)}`}</td>
  <td data-label="Coverage" class="number">${(100 * q.coverage).toFixed(1)} %</td>
  <td data-label="Labels" class="number">${grouped(q.labels)}</td>
  <td data-label="Window">${ago(q.window_end, nowMs)}</td>
</tr>
`,
  );
  const caption =
    'Of the newest window whose labels can be taken for complete. Coverage is the share of its predictions that have a label.';
  return section('quality', 'Quality', table(caption, ['Model', 'Quality', '#Metric', '#Coverage', '#Labels', 'Window'], rows));
}

function qualityState({ state }: QualityStatus): Html {
  if (state === 'degraded') return html`<span class="bad">degraded</span>`;
  return state === 'kept' ? html`<span class="good">kept</span>` : html`<span class="soft">${state}</span>`;
}

/** The segments that lost quality, with what each was compared with. */
function lostSegments({ segments }: QualityStatus): Html[] {
  return segments
    .filter(({ state }) => state === 'degraded')
    .map(({ segment, value, expected, reference }) => {
      const against = reference === 'pooled' ? ' of all rows' : '';
      return html`<br><span class="bad">segment <bdi>${segment}</bdi>: ${value?.toFixed(3) ?? ''}, expected ${expected?.toFixed(3) ?? ''}${against}</span>`;
    });
}

/** One row per source, those that are down first. */
export function sourceTable(sources: readonly SourceStatus[], nowMs: number): Html {
  const sorted = [...sources].sort((a, b) => Number(a.is_up) - Number(b.is_up));
  const rows = sorted.map(
    (s) => html`<tr>
  <th scope="row"><bdi>${s.name}</bdi> <span class="soft">${s.type}</span></th>
  <td data-label="State">${s.is_up ? html`<span class="good">up</span>` : html`<span class="bad">down</span>`}</td>
  <td data-label="Newest event">${s.last_event_time === null ? NOTHING : ago(s.last_event_time, nowMs)}</td>
  <td data-label="Events" class="number">${grouped(s.events)}</td>
  <td data-label="Rejected" class="number">${rejected(s)}</td>
  <td data-label="Backlog" class="number">${s.backlog_bytes === 0 ? NOTHING : readableBytes(s.backlog_bytes)}</td>
  <td data-label="Files">${streams(s)}</td>
</tr>
`,
  );
  const caption = 'Where inference logs come from. Backlog is what was written and not read yet.';
  return section(
    'sources',
    'Sources',
    table(caption, ['Source', 'State', 'Newest event', '#Events', '#Rejected', '#Backlog', 'Files'], rows),
  );
}

/** Name and version of a model, as all of the page writes them. */
export function versionOf({ model, version }: ModelStatus): Html {
  return html`<bdi>${model}</bdi> <bdi>${version}</bdi>`;
}

/** How long ago an instant was; the instant itself when hovered over. */
export function ago(time: string, nowMs: number): Html {
  return html`<time datetime="${time}" title="${time}">${readableAge(time, nowMs)} ago</time>`;
}

function section(id: string, title: string, content: Html): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>`;
}

/** @param heads a leading # marks a column of numbers */
function table(caption: string, heads: readonly string[], rows: readonly Html[]): Html {
  const cells = heads.map((head) =>
    head.startsWith('#') ? html`<th scope="col" class="number">${head.slice(1)}</th>` : html`<th scope="col">${head}</th>`,
  );
  return html`<div class="scroll"><table>
<caption>${caption}</caption>
<thead><tr>${cells}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}

function drift({
  segments,
  why_no_segments: whyNoSegments,
  policy,
  drift_rate: rate,
  last_window: window,
  verdict_id: id,
}: ModelStatus): Html {
  if (rate === null) return html`<span class="soft">no verdict</span>`;
  const text = `${window?.drifted ?? 0} of ${window?.judged ?? 0} features`;
  const shown = rate > 0 ? html`<span class="bad">${text}</span>` : html`${text}`;
  const unjudged = window && window.insufficient > 0 ? html`<br><span class="soft">${window.insufficient} with too little data</span>` : '';
  // Another tool's rules over counts are not what that tool says of raw values: whoever compares the two must know.
  const how = policy === null || policy === 'default' ? '' : html`<br><span class="soft">policy ${policy}, on bins</span>`;
  const parts = segments
    .filter(({ drifted }) => drifted > 0)
    .map(({ segment, reference, drifted, judged }) => {
      const against = reference === 'pooled' ? ', against all rows' : '';
      return html`<br><span class="bad">segment <bdi>${segment}</bdi>: ${drifted} of ${judged}${against}</span>`;
    });
  const gap = whyNoSegments === null ? '' : html`<br><span class="soft">no segments: <bdi>${whyNoSegments}</bdi></span>`;
  return html`${linked('/api/v1/verdicts/', id ?? '', shown)}${unjudged}${how}${parts}${gap}`;
}

function lastWindow({ last_window: window, open_windows: open, season_bucket: like }: ModelStatus, nowMs: number): Html {
  if (!window) return html`<span class="soft">none closed, ${open} open</span>`;
  return html`${ago(window.end, nowMs)}<br><span class="soft">${grouped(window.rows)} rows, ${open} open</span>${like ? comparedWith(like) : ''}`;
}

function comparedWith({ bucket, rows, timezone, fallback }: NonNullable<ModelStatus['season_bucket']>): Html {
  const why = fallback === null ? '' : html`, because <bdi>${fallback}</bdi>`;
  return html`<br><span class="soft">against <bdi>${bucket}</bdi> (<bdi>${timezone}</bdi>, ${grouped(rows)} rows)${why}</span>`;
}

function baseline({ baseline: active }: ModelStatus): Html {
  if (!active) return NOTHING;
  const { sha256, source, rows } = active;
  return html`${linked('/api/v1/baselines/', sha256, html`<code>${sha256.slice(0, 12)}</code>`)}<br><span class="soft"><bdi>${source}</bdi>, ${grouped(rows)} rows</span>`;
}

function rejected({ rejected: byReason }: SourceStatus): Html {
  const entries = Object.entries(byReason).sort(([, a], [, b]) => b - a);
  return entries.length === 0
    ? NOTHING
    : html`${entries.map(([reason, count]) => html`<div>${grouped(count)} <bdi>${reason}</bdi></div>`)}`;
}

/** Files that are still to be read come first, and of the others only a few. */
const DRAINED_SHOWN = 3;

function streams({ type, streams: all }: SourceStatus): Html {
  if (type === 'http') return html`<span class="soft">pushed</span>`;
  if (all.length === 0) return NOTHING;
  const behind = all.filter((stream) => !stream.is_drained);
  const drained = all.filter((stream) => stream.is_drained);
  const hidden = drained.length - DRAINED_SHOWN;
  return html`${behind.map(({ path, offset, size }) => html`<div><bdi>${path}</bdi> <span class="soft">${readableBytes(Math.max(0, size - offset))} to read</span></div>`)}
${drained.slice(0, DRAINED_SHOWN).map(({ path }) => html`<div><bdi>${path}</bdi> <span class="soft">read to the end</span></div>`)}
${hidden > 0 ? html`<div class="soft">and ${hidden} more, read to the end</div>` : ''}`;
}

/** What our own ids look like; another one gets no link, because no path can hold it. */
const ID = /^\w[\w.-]{0,199}$/;

function linked(path: string, id: string, shown: Html): Html {
  return ID.test(id) ? html`<a href="${path}${id}">${shown}</a>` : shown;
}
