import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { SeriesTable, backtestError, sampleLine } from '../../backtest/index.js';
import type { MetricName } from '../../contract/index.js';
import { backfillInput } from '../backfill/backfill-question.js';
import { runBackfill } from '../backfill/run-backfill.js';
import { cliError } from '../errors.js';
import { count } from '../print-number.js';

export interface EventsQuestion {
  readonly events: readonly string[] | undefined;
  readonly config: string | undefined;
  readonly stepMs: number;
  /** Names of metrics that are wanted; null for all. */
  readonly reads: ReadonlySet<string> | null;
  readonly onProgress: (text: string) => void;
}

/**
 * The history that rules are replayed on: from a file of samples, or from logs by way of the exporter's own fold.
 *
 * @throws CodedError BACKTEST_BAD_HISTORY, BACKTEST_EMPTY, BACKTEST_TOO_LARGE, CLI_OPTION_MISSING, CLI_FILE_UNREADABLE, and those of backfill
 */
export async function readEvents(question: EventsQuestion): Promise<SeriesTable> {
  const { events, config, reads } = question;
  if (events === undefined && config === undefined)
    throw cliError('CLI_OPTION_MISSING', { command: 'aiops alerts backtest', option: '--events (or --config)' });
  const table = config === undefined ? await readSamples(question, events ?? []) : await foldLogs(question, events, config);
  if (table.samples > 0) return table;
  const names = reads === null ? 'anything' : [...reads].slice(0, 5).join(', ');
  throw backtestError('BACKTEST_EMPTY', { file: (events ?? [config]).join(', '), names: reads && reads.size > 5 ? `${names}, …` : names });
}

async function readSamples({ stepMs, reads, onProgress }: EventsQuestion, files: readonly string[]): Promise<SeriesTable> {
  const table = new SeriesTable(stepMs);
  for (const file of files) {
    let line = 0;
    const lines = createInterface({ input: opened(file), crlfDelay: Infinity });
    try {
      for await (const text of lines) {
        line++;
        if (line % 100_000 === 0) onProgress(`reading: ${count(line)} lines of ${file}`);
        if (text === '' || text.startsWith('#')) continue;
        const name = /^[^{ ]*/.exec(text)?.[0] ?? '';
        if (reads !== null && !reads.has(name)) continue;
        const sample = sampleLine(text);
        const refuse = (problem: string): Error => backtestError('BACKTEST_BAD_HISTORY', { file, line, problem });
        if (!sample) throw refuse('this is no sample of OpenMetrics');
        if (Number.isNaN(sample.seconds)) throw refuse('the sample has no timestamp');
        if (!table.add(sample.series, sample.seconds * 1000, sample.value)) throw refuse(`samples of ${sample.series} go back in time`);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined || !('errno' in (error as object))) throw error;
      throw cliError('CLI_FILE_UNREADABLE', { path: file, problem: (error as Error).message }, error);
    }
  }
  return table;
}

function opened(file: string): ReturnType<typeof createReadStream> {
  return createReadStream(file, { highWaterMark: 1024 * 1024 });
}

async function foldLogs(
  { stepMs, reads, onProgress }: EventsQuestion,
  events: readonly string[] | undefined,
  config: string,
): Promise<SeriesTable> {
  const table = new SeriesTable(stepMs);
  await runBackfill({
    ...backfillInput({ config, ...(events && { from: [...events] }) }),
    openmetrics: null,
    stepMs,
    sinceMs: -Infinity,
    untilMs: Infinity,
    storeFolder: null,
    nowMs: Date.now(),
    show: (timeMs, families) => {
      for (const { name, lines } of families) {
        if (reads !== null && !sampleNames(name).some((sample) => reads.has(sample))) continue;
        for (const text of lines.toString('utf8').split('\n')) {
          const sample = text === '' ? null : sampleLine(text);
          if (sample && (reads === null || reads.has(sample.series.slice(0, sample.series.indexOf('{'))))) {
            table.add(sample.series, timeMs, sample.value);
          }
        }
      }
    },
    onProgress: ({ windows, reachedMs }) =>
      onProgress(`folding the log: ${count(windows)} windows${reachedMs === null ? '' : `, up to ${new Date(reachedMs).toISOString()}`}`),
  });
  return table;
}

/** Names that the samples of a family may have. */
function sampleNames(family: MetricName): string[] {
  return [family, `${family}_bucket`, `${family}_sum`, `${family}_count`];
}
