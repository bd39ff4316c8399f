// usage: child-json-parse.js LOG RECORDS: JSON.parse of every line, and nothing else.
import { linesOf } from './lines-of.js';
import { Stopwatch } from './measured.js';

const [, , path = '', records = '0'] = process.argv;
const watch = new Stopwatch(Number(records));
let n = 0;
let ok = 0;
linesOf(path, (text) => {
  const record = JSON.parse(text) as { status: number };
  if (record.status === 200) ok++;
  watch.passed(++n);
});
watch.finish(n, { ok });
