// Prints "passed failed" of a vitest report. A file that did not load has no test results; a skipped test counts as failed: nothing is
// skipped silently.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
console.log(report.numPassedTests, report.numFailedTests + report.numPendingTests + broken.length);
