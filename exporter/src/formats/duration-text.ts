/** Seconds of each unit; both letters that are printed for micro (U+00B5 and U+03BC). */
const SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

const DURATION = /^[+-]?(?:\d+(?:\.\d+)? ?(?:ns|us|µs|μs|ms|s|m|h))+$/;
const PART = /(\d+(?:\.\d+)?) ?(ns|us|µs|μs|ms|s|m|h)/g;

/** Longer texts are no durations; the longest that Go prints has 25 characters. */
const LONGEST = 40;

/**
 * Seconds of a duration that is written with its units, or NaN when the text is none.
 *
 * Accepts: what Go prints ("1m30.5s", "350µs", "12.5ms"), and one space before a unit ("12 ms").
 * Refuses: a number without a unit (it would be a guess), clock notation ("0:00:01.5"), words.
 * @example durationOfText('1m30.5s') // 90.5
 */
export function durationOfText(text: string): number {
  if (text.length > LONGEST || !DURATION.test(text)) return NaN;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(PART)) seconds += partOf(Number(amount), unit ?? '');
  return text.startsWith('-') ? -seconds : seconds;
}

/** Divides where it can: `12.5 * 1e-3` rounds twice, `12.5 / 1e3` once. */
function partOf(amount: number, unit: string): number {
  const seconds = SECONDS[unit] ?? NaN;
  return seconds < 1 ? amount / Math.round(1 / seconds) : amount * seconds;
}
