import type { PipelineStatus } from '../../pipeline/index.js';

export interface DemoView {
  readonly status: PipelineStatus;
  readonly window: number;
  readonly urls: readonly string[];
  readonly trouble: readonly string[];
  readonly hasColor: boolean;
}

const pad = (text: string, width: number): string => (text.length >= width ? text : text + ' '.repeat(width - text.length));
const padLeft = (text: string, width: number): string => (text.length >= width ? text : ' '.repeat(width - text.length) + text);

/** The live table of the demo: one line a model, then what the demo does to it and where to look. Pure: state in, text out. */
export function liveTable({ status, urls, trouble, window, hasColor }: DemoView): string {
  const color = (code: number, text: string): string => (hasColor ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines = [
    `${pad('model', 13)} ${pad('version', 8)} ${padLeft('requests', 9)} ${padLeft('drift rate', 11)} ${padLeft('P95', 9)} ${padLeft('violations', 11)}  drifted features`,
  ];
  for (const model of status.models) {
    const { driftRate, p95Seconds } = model;
    const rate = driftRate === null ? padLeft('-', 11) : padLeft(`${Math.round(driftRate * 100)} %`, 11);
    const p95 = p95Seconds === null ? padLeft('-', 9) : padLeft(`${(p95Seconds * 1000).toFixed(0)} ms`, 9);
    const features = model.driftedFeatures.length > 0 ? model.driftedFeatures.join(', ') : (model.whyNoDrift ?? 'none');
    lines.push(
      `${pad(model.model, 13)} ${pad(model.version, 8)} ${padLeft(String(model.requests), 9)} ${driftRate ? color(31, rate) : rate} ${p95Seconds !== null && p95Seconds > 0.15 ? color(31, p95) : p95} ${padLeft(String(model.violations), 11)}  ${features}`,
    );
  }
  lines.push('', `window ${window + 1} of the story (10 s each): ${trouble.length > 0 ? trouble.join('; ') : 'all is well'}`);
  lines.push(...urls, 'Ctrl-C ends the demo.');
  return lines.join('\n');
}
