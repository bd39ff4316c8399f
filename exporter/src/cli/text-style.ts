import type { CliIo } from './cli-io.js';

export type Paint = (text: string) => string;

export interface TextStyle {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
}

const plain: Paint = (text) => text;
const code =
  (on: number, off: number): Paint =>
  (text) =>
    `\u001b[${on}m${text}\u001b[${off}m`;

/** Colours for a terminal; none where the output is no terminal, TERM is dumb, or NO_COLOR (no-color.org) is set. */
export function textStyle(io: CliIo, env: NodeJS.ProcessEnv = process.env): TextStyle {
  const isPlain = !io.isTty || env['TERM'] === 'dumb' || (env['NO_COLOR'] ?? '') !== '';
  if (isPlain) return { bold: plain, dim: plain, red: plain, green: plain };
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), green: code(32, 39) };
}
