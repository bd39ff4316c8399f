import { code, type Documented } from './documented.js';
import type { HomeFolder } from './home-folder.js';

/** The exporter that runs beside the ones that are refused. */
export interface Neighbour {
  readonly port: number;
  /** Folder of its store. */
  readonly store: string;
}

/** A start that is refused. {home} in texts is the folder of the case. */
export interface StartCase {
  readonly name: string;
  /** The configuration, as YAML; without one none is written. */
  readonly config?: (neighbour: Neighbour) => string;
  /** What else is in the folder. */
  readonly make?: (home: HomeFolder) => void;
  /** The command line; serve with the configuration unless said. */
  readonly args?: readonly string[];
  /** All that is printed, word by word. {port} and {store} are those of the neighbour. */
  readonly output: string;
  /** A file that has to be as it was. */
  readonly untouched?: string;
  readonly kept?: string;
}

/** The smallest configuration, and what a case adds to it. */
export function yaml(...lines: string[]): string {
  const source = '  - { name: push, type: http, map: { time: ts, model: { const: churn } } }';
  return ['server: { listen: "127.0.0.1:0" }', 'sources:', source, ...lines, ''].join('\n');
}

/** The first line that says what is wrong, which is where the eye goes. */
export function documentedStart({ name, output, kept = 'nothing is started, nothing is changed' }: StartCase): Documented {
  const first = output.replaceAll('{home}/', '').replaceAll('{store}', './aiops-data').replaceAll('{port}', '9464').split('\n')[0] ?? '';
  return { name, seen: `exit code 2: ${code(first)}`, kept };
}
