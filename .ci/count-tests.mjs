// Prints "passed failed" of a vitest report. A file that did not load has no test results. Nothing is skipped silently: a skipped test has its
// reason in its title, behind a colon, and is listed; without one it counts as failed.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const skipped = report.testResults
  .flatMap((file) => file.assertionResults)
  .filter(({ status }) => status === 'pending' || status === 'skipped');
for (const { fullName } of skipped) console.error(`skipped: ${fullName}`);
const unexplained = skipped.filter(({ title }) => !title.includes(': '));
console.log(report.numPassedTests, report.numFailedTests + unexplained.length + broken.length);
