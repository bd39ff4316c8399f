import type { Measure } from '../../contract/index.js';
import { count, shortNumber } from '../print-number.js';
import type { QualityComparison } from './compare-quality.js';
import { escapeMarkup } from './escape-markup.js';
import { linePlot, type PlotPoint } from './line-plot.js';
import { measureOf, startText } from './quality-report.js';

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1a1a1a; background: #fff }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2rem 0 0.3rem }
svg { width: 100%; height: auto } svg text { font: 12px system-ui, sans-serif; fill: #444 }
.frame { stroke: #bbb; fill: none } .limit { stroke: #b3261e; stroke-dasharray: 5 4 }
.measured { stroke: #0b57d0; fill: none; stroke-width: 2 } .estimated { stroke: #a15c00; fill: none; stroke-width: 2; stroke-dasharray: 2 3 }
.measured-band { fill: #0b57d0; opacity: 0.12 } .estimated-band { fill: #a15c00; opacity: 0.12 }
.alert { fill: #b3261e; stroke: #fff } .key { display: inline-block; margin-right: 1.5rem }
table { border-collapse: collapse; margin-top: 1rem } th, td { padding: 0.2rem 0.8rem; text-align: right; border-bottom: 1px solid #ddd }
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
<head><meta charset="utf-8"><title>Quality of a ${escapeMarkup(settings.task)} model</title><style>${STYLE}</style></head>
<body>
<h1>Quality: ${count(rows)} rows against ${count(reference.rows)} of reference</h1>
<p><span class="key" style="color:#0b57d0">&#9473; with labels</span><span class="key" style="color:#a15c00">&#9476; estimated without labels</span>
<span class="key" style="color:#b3261e">&#9476; thresholds of the reference, &#9679; outside of them</span>Bands are intervals of 95 %.</p>
${plots.join('\n')}
${chunkTable(comparison)}
</body>
</html>
`;
}

function chunkTable({ settings: { metric }, chunks }: QualityComparison): string {
  const cell = (measure: Measure | undefined): string => shortNumber(measure?.value ?? null);
  const body = chunks.map(({ start, rows, measures, estimated, state }) => {
    const cells = [startText(start), count(rows), cell(measureOf(measures, metric)), cell(measureOf(estimated, metric)), state];
    return `<tr>${cells.map((text) => `<td>${escapeMarkup(text)}</td>`).join('')}</tr>`;
  });
  const head = ['start', 'rows', `${metric} with labels`, 'estimated', 'verdict'].map((text) => `<th>${escapeMarkup(text)}</th>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}
