import type { StatusReport } from '../../src/contract/index.js';
import { eventually, type RunningExporter } from '../processes/exporter.js';
import { readExposition, type ExposedSample } from './exposition.js';

export type SourceReport = StatusReport['sources'][number];

export async function statusOf({ url }: Pick<RunningExporter, 'url'>): Promise<StatusReport> {
  return (await (await fetch(`${url}/api/v1/status`)).json()) as StatusReport;
}

/**
 * Waits until nothing lacks in the report of an exporter.
 *
 * @param lacks what is not as it is to be, in words
 * @throws Error with the words, where it never is
 */
export async function statusWithout(exporter: RunningExporter, lacks: (status: StatusReport) => readonly string[]): Promise<StatusReport> {
  let lacking: readonly string[] = [];
  const look = async (): Promise<StatusReport | null> => {
    const status = await statusOf(exporter);
    lacking = lacks(status);
    return lacking.length === 0 ? status : null;
  };
  try {
    return await eventually(look, 'the status');
  } catch (error) {
    throw new Error(`still waits for: ${lacking.join('; ')}\n${exporter.output().slice(-4000)}`, { cause: error });
  }
}

/** The same, for sources that have to be as wanted, all of them. */
export async function statusWhenAll(exporter: RunningExporter, isAsWanted: (source: SourceReport) => boolean): Promise<StatusReport> {
  return statusWithout(exporter, ({ sources }) =>
    sources.filter((source) => !isAsWanted(source)).map((source) => JSON.stringify({ ...source, streams: source.streams.length })),
  );
}

/** Whether all that is in the files of a source was read. */
export function isDrained(source: SourceReport): boolean {
  return source.streams.length > 0 && source.streams.every((stream) => stream.is_drained);
}

export function rejectedRecords({ rejected }: SourceReport): number {
  return Object.values(rejected).reduce((sum, count) => sum + count, 0);
}

export function sourceOf(status: StatusReport, name: string): SourceReport {
  const found = status.sources.find((source) => source.name === name);
  if (!found) throw new Error(`no source ${name}`);
  return found;
}

export async function scrape(exporter: RunningExporter): Promise<ExposedSample[]> {
  return readExposition(await exporter.metrics());
}
