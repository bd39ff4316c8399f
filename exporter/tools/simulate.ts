import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { bikeSharing } from './simulation/bike-sharing.js';
import { BUDGET_SETTINGS } from './simulation/budget/budget-setting.js';
import { budgetHead, budgetRow } from './simulation/budget/budget-table.js';
import { simulateBudget } from './simulation/budget/simulate-budget.js';
import { detectionTable, simulateDetection } from './simulation/budget/simulate-detection.js';
import { figuresTable } from './simulation/figures-table.js';
import { coverageTable, intervalCoverage } from './simulation/interval-coverage.js';
import { sampledQuality, samplingTable } from './simulation/sampled-quality.js';
import { referenceSizeTable, referenceSizes } from './simulation/reference-size.js';
import { seasonSimulationOfAll } from './simulation/season-simulation.js';
import { seasonTable } from './simulation/season-table.js';
import { sfc32 } from './simulation/seeded-random.js';
import { taxiByRecentWeeks, taxiRequests } from './simulation/taxi-requests.js';
import { SHIFTED_PER_TYPE, simulate } from './simulation/null-simulation.js';

/** Fewest features: those that drift in the power simulation, of both types. */
const MIN_FEATURES = 2 * SHIFTED_PER_TYPE;

/** Rows of a window that intervals are drawn for: the fewest that get a verdict of quality, and more. */
const COVERAGE_ROWS = [200, 1000, 5000];
/** Predictions of the window that a tenth is kept of. */
const SAMPLED_ROWS = 20_000;
const WHAT = ['drift', 'intervals', 'sampling', 'season', 'budget', 'detection'];
/** Weeks of the generated series: the baseline is built from the first, and a single false one of the others is below 2 %. */
const BIKE_WEEKS = { trainingWeeks: 8, weeks: 52 };
/** Lengths of the windows over nyc_taxi, in hours. */
const TAXI_HOURS = [1, 3, 6, 12];
/** Wandering of the window means, in standard deviations, under which detection is measured. */
const DETECTION_SWINGS = [0, 0.1];

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

function numberList(text: string): number[] {
  return text.split(',').map(wholeNumber(0));
}

const program = new Command()
  .name('simulate')
  .description(
    'Measures the default drift policy (false verdicts without drift, power with drift),\n' +
      'how often the 95 % intervals of quality hold the true value (of rows that are drawn, or of a tenth of the ids),\n' +
      'what a seasonal baseline says of weeks in which nothing happened, how well calibrated thresholds keep a budget of one false\n' +
      'alarm in 30 days, or how soon policies see a shift.\n' +
      'For drift, windows are drawn as bin counts (multinomial), which has the same distribution as drawing the values and counting them.',
  )
  .argument('[what]', `one of ${WHAT.join(', ')}`, whatOf, 'drift')
  .option('--windows <n>', 'windows per figure', wholeNumber(1), 1000)
  .option('--features <n>', 'features per window, half numeric and half categorical (drift)', wholeNumber(MIN_FEATURES), 20)
  .option('--months <n>', 'model-months per setting, each with a baseline of its own (budget, detection)', wholeNumber(2), 200)
  .option('--only <numbers>', `settings by number, 0 to ${BUDGET_SETTINGS.length - 1}, as in 0,3 (budget)`, numberList)
  .option('--rows <numbers>', 'rows of a window, as in 200,1000 (intervals)', numberList, COVERAGE_ROWS)
  .option('--seed <n>', 'seed of the generator (mulberry32)', wholeNumber(0), 1)
  .option('--json', 'print the figures as JSON')
  .addHelpText('after', '\nProgress goes to stderr. Exit codes: 0 done, 1 bad option.');

interface Flags {
  windows: number;
  features: number;
  months: number;
  only?: number[];
  rows: number[];
  seed: number;
  json?: boolean;
}

const { windows, features, months, only, rows, seed, json } = program.parse().opts<Flags>();
const started = Date.now();
const onProgress = (text: string): void => console.error(`${((Date.now() - started) / 1000).toFixed(1)} s: ${text}`);
if (program.processedArgs[0] === 'intervals') {
  const figures = intervalCoverage({ rows, repeats: windows, seed, onProgress });
  console.log(json ? JSON.stringify(figures, null, 2) : coverageTable(figures, rows));
} else if (program.processedArgs[0] === 'sampling') {
  const figures = sampledQuality({ rows: SAMPLED_ROWS, sample: 0.1, repeats: windows, seed, onProgress });
  console.log(json ? JSON.stringify(figures, null, 2) : samplingTable(figures));
} else if (program.processedArgs[0] === 'season') {
  const csv = readFileSync(new URL('../../fixtures/nab/nyc_taxi.csv', import.meta.url), 'utf8');
  const series = [
    () => [bikeSharing({ ...BIKE_WEEKS, seed, hasWeather: false })],
    ...TAXI_HOURS.map((hours) => () => [taxiRequests(csv, hours, seed)]),
    ...TAXI_HOURS.map((hours) => () => taxiByRecentWeeks(csv, hours, seed)),
    () => [bikeSharing({ ...BIKE_WEEKS, seed, hasWeather: true })],
  ];
  const figures = series.flatMap((make) => seasonSimulationOfAll(make(), onProgress));
  const sizes = referenceSizes(20 * windows, seed);
  console.log(json ? JSON.stringify({ figures, sizes }, null, 2) : `${seasonTable(figures)}\n\n${referenceSizeTable(sizes)}`);
} else if (program.processedArgs[0] === 'budget') {
  if (!json) console.log(budgetHead());
  BUDGET_SETTINGS.forEach((setting, i) => {
    if (only && !only.includes(i)) return;
    const name = `setting ${i} of ${BUDGET_SETTINGS.length} (${setting.variation}, ${setting.features} features)`;
    const onMonth = (done: number): void => void (done % 20 === 0 && onProgress(`${name}: ${done} of ${months} months`));
    // A stream a setting, so that each can be run by itself and gives the same figures; printed as soon as it is there, for the run is long.
    const figures = simulateBudget(setting, months, sfc32(seed, i), onMonth);
    console.log(json ? JSON.stringify(figures) : budgetRow(figures));
  });
} else if (program.processedArgs[0] === 'detection') {
  const figures = DETECTION_SWINGS.map((swing, i) =>
    simulateDetection(swing, months, sfc32(seed, i), (done) => onProgress(`swing ${swing}: ${done} of ${months} repeats`)),
  );
  console.log(json ? JSON.stringify(figures, null, 2) : detectionTable(figures));
} else {
  const figures = simulate({ windows, features, seed, onProgress });
  console.log(json ? JSON.stringify(figures, null, 2) : figuresTable(figures));
}
