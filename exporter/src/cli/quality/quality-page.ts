import type { Measure } from '../../contract/index.js';
import { count, shortNumber } from '../print-number.js';
import type { QualityComparison } from './compare-quality.js';
import { escapeMarkup } from './escape-markup.js';
import { linePlot, type PlotPoint } from './line-plot.js';
import { measureOf, startText } from './quality-report.js';

const STYLE = `
:root { color-scheme: light dark; --text: #1a1a1a; --page: #fff; --soft: #555; --rule: #ddd; --frame: #bbb; --bad: #b3261e; --labels: #0b57d0; --guess: #a15c00 }
@media (prefers-color-scheme: dark) {
:root { --text: #e6e6e6; --page: #16181d; --soft: #aab; --rule: #333843; --frame: #555c6b; --bad: #ff8a80; --labels: #7db1ff; --guess: #f0b35a } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: var(--text); background: var(--page) }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2rem 0 0.3rem }
svg { width: 100%; height: auto } svg text { font: 12px system-ui, sans-serif; fill: var(--soft) }
.frame { stroke: var(--frame); fill: none } .grid { stroke: var(--rule) } .limit { stroke: var(--bad); stroke-dasharray: 5 4 }
.measured { stroke: var(--labels); fill: none; stroke-width: 2 } .estimated { stroke: var(--guess); fill: none; stroke-width: 2; stroke-dasharray: 2 3 }
.measured-band { fill: var(--labels); opacity: 0.14 } .estimated-band { fill: var(--guess); opacity: 0.16 }
.alert { fill: var(--bad); stroke: var(--page) } .key { display: inline-block; margin-right: 1.5rem }
.labels { color: var(--labels) } .guess { color: var(--guess) } .bad, .degraded { color: var(--bad) } .degraded { font-weight: 600 }
.wide { overflow-x: auto } @media (max-width: 40rem) { svg text { font-size: 22px } }
table { border-collapse: collapse; margin-top: 1rem } th, td { padding: 0.2rem 0.8rem; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap }
th:first-child, td:first-child { text-align: left }`;

/** A page that stands alone: a plot of each metric with the values from labels, the estimates, their intervals, thresholds and alerts. */
export function qualityPage(comparison: QualityComparison): string {
  const { settings, reference, chunks } = comparison;
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  const plots = reference.measures.map(({ metric, value }) => {
    const limits = reference.thresholds.find((one) => one.metric === metric);
    const points = chunks.map((chunk): PlotPoint => {
      const isAlert = { measured: chunk.alerts.measured.includes(metric), estimated: chunk.alerts.estimated.includes(metric) };
      return {
        label: startText(chunk.start),
        measured: measureOf(chunk.measures, metric) ?? null,
        estimated: measureOf(chunk.estimated, metric) ?? null,
        isAlert,
      };
    });
    const title = `${metric}: reference ${shortNumber(value)}`;
    return `<h2>${escapeMarkup(metric)}${metric === settings.metric ? ' (decides)' : ''}</h2>\n${linePlot(title, points, limits ?? null)}`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Quality of a ${escapeMarkup(settings.task)} model</title><style>${STYLE}</style></head>
<body>
<h1>Quality: ${count(rows)} rows against ${count(reference.rows)} of reference</h1>
<p>${summaryOf(comparison)}</p>
<p><span class="key labels">&#9473; with labels</span><span class="key guess">&#9476; estimated without labels</span>
<span class="key bad">&#9476; thresholds of the reference, &#9679; outside of them</span>Bands are intervals of 95 %.</p>
${plots.join('\n')}
${chunkTable(comparison)}
</body>
</html>
`;
}

function summaryOf({ settings: { metric, margin }, reference, chunks, hasLabels }: QualityComparison): string {
  if (!hasLabels) return 'The current file has no labels: only estimates are shown, and no chunk is judged.';
  const degraded = chunks.filter(({ state }) => state === 'degraded').length;
  const expected = reference.measures.find((one) => one.metric === metric)?.value ?? null;
  return (
    `<strong>${degraded} of ${chunks.length} chunks are degraded</strong>: the whole interval of ${escapeMarkup(metric)} lies more than ` +
    `${shortNumber(margin)} beyond the reference (${shortNumber(expected)}).`
  );
}

function chunkTable({ settings: { metric }, chunks }: QualityComparison): string {
  const cell = (measure: Measure | undefined): string => shortNumber(measure?.value ?? null);
  const body = chunks.map(({ start, rows, measures, estimated, state }) => {
    const cells = [startText(start), count(rows), cell(measureOf(measures, metric)), cell(measureOf(estimated, metric))];
    return `<tr>${cells.map((text) => `<td>${escapeMarkup(text)}</td>`).join('')}<td class="${state}">${state}</td></tr>`;
  });
  const head = ['start', 'rows', `${metric} with labels`, 'estimated', 'verdict'].map((text) => `<th>${escapeMarkup(text)}</th>`).join('');
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}
