import { Command, InvalidArgumentError } from 'commander';
import { figuresTable } from './simulation/figures-table.js';
import { coverageTable, intervalCoverage } from './simulation/interval-coverage.js';
import { sampledQuality, samplingTable } from './simulation/sampled-quality.js';
import { SHIFTED_PER_TYPE, simulate } from './simulation/null-simulation.js';

/** Fewest features: those that drift in the power simulation, of both types. */
const MIN_FEATURES = 2 * SHIFTED_PER_TYPE;

/** Rows of a window that intervals are drawn for: the fewest that get a verdict of quality, and more. */
const COVERAGE_ROWS = [200, 1000, 5000];
/** Predictions of the window that a tenth is kept of. */
const SAMPLED_ROWS = 20_000;
const WHAT = ['drift', 'intervals', 'sampling'];

function whatOf(text: string): string {
  if (!WHAT.includes(text)) throw new InvalidArgumentError(`must be one of ${WHAT.join(', ')}.`);
  return text;
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least) throw new InvalidArgumentError(`must be a whole number of at least ${least}.`);
    return value;
  };
}

const program = new Command()
  .name('simulate')
  .description(
    'Measures the default drift policy (false verdicts without drift, power with drift),\n' +
      'or how often the 95 % intervals of quality hold the true value: of rows that are drawn, or of a tenth of the ids (sampling).\n' +
      'For drift, windows are drawn as bin counts (multinomial), which has the same distribution as drawing the values and counting them.',
  )
  .argument(
    '[what]',
    'drift, intervals (of quality: how often they hold the true value), or sampling (the same for a sample of the ids)',
    whatOf,
    'drift',
  )
  .option('--windows <n>', 'windows per figure', wholeNumber(1), 1000)
  .option('--features <n>', 'features per window, half numeric and half categorical (drift)', wholeNumber(MIN_FEATURES), 20)
  .option('--seed <n>', 'seed of the generator (mulberry32)', wholeNumber(0), 1)
  .option('--json', 'print the figures as JSON')
  .addHelpText('after', '\nProgress goes to stderr. Exit codes: 0 done, 1 bad option.');

const { windows, features, seed, json } = program.parse().opts<{ windows: number; features: number; seed: number; json?: boolean }>();
const started = Date.now();
const onProgress = (text: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(1)} s: ${text}`);
if (program.processedArgs[0] === 'intervals') {
  const figures = intervalCoverage({ rows: COVERAGE_ROWS, repeats: windows, seed, onProgress });
  console.log(json ? JSON.stringify(figures, null, 2) : coverageTable(figures, COVERAGE_ROWS));
} else if (program.processedArgs[0] === 'sampling') {
  const figures = sampledQuality({ rows: SAMPLED_ROWS, sample: 0.1, repeats: windows, seed, onProgress });
  console.log(json ? JSON.stringify(figures, null, 2) : samplingTable(figures));
} else {
  const figures = simulate({ windows, features, seed, onProgress });
  console.log(json ? JSON.stringify(figures, null, 2) : figuresTable(figures));
}
