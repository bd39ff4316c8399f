/** Families whose every series must say what the writer knows. */
const FAMILIES = [
  'aiops_inference_requests_total',
  'aiops_inference_tokens_total',
  'aiops_inference_latency_seconds_count',
  'aiops_feature_values_total',
  'aiops_ingest_events_total',
  'aiops_ingest_rejected_total',
] as const;

const MODELS = ['torture-a', 'torture-b'] as const;
const VERSIONS = ['1', '2'] as const;
const OUTCOMES = [
  ['ok', 200],
  ['error', 500],
  ['timeout', 504],
] as const;
/** Bins of feature `a`, categories of feature `b`. */
const [BINS, CATEGORIES] = [10, 3];
/** All of these together: what records of one cell have in common decides which series they move. */
const CELLS = MODELS.length * VERSIONS.length * OUTCOMES.length * BINS * CATEGORIES;

/** Knuth's multiplicative hash, cut to 20 bits so that sums stay exact in a double. */
const hashOf = (sequence: number): number => (Math.imul(sequence, 0x9e3779b1) >>> 12) + 1;

/** One difference between what was written and what was counted. */
export interface Difference {
  readonly series: string;
  readonly written: number;
  readonly counted: number;
}

export interface Comparison {
  /** Records that are missing in the counts of accepted and rejected ones, or are too many there. */
  readonly lost: number;
  readonly doubled: number;
  readonly differences: readonly Difference[];
}

/**
 * What the writer of a log knows, as the values of the series that the exporter is to show. Besides counts there are sums of
 * sequence numbers and of a hash of them (as tokens): a lost record and a doubled one cannot cancel out in all three.
 */
export class Ledger {
  readonly #source: string;
  readonly #records = new Float64Array(CELLS);
  readonly #sequences = new Float64Array(CELLS);
  readonly #hashes = new Float64Array(CELLS);
  readonly #rejected = { syntax: 0, schema: 0 };
  #time = { ms: NaN, text: '' };
  records = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /**
   * The log line of a sequence number, noted here.
   *
   * @param faults whether some lines are broken: `any`, or such only that do not make a pushed batch refused as a whole
   */
  line(sequence: number, timeMs: number, faults: 'any' | 'schema only'): string {
    this.records++;
    if (timeMs !== this.#time.ms) this.#time = { ms: timeMs, text: new Date(timeMs).toISOString() };
    const { text: time } = this.#time;
    if (faults === 'any' && sequence % 997 === 0) {
      this.#rejected.syntax++;
      return `broken ${sequence}\n`;
    }
    if (sequence % 1009 === 0) {
      this.#rejected.schema++;
      return `{"ts":"${time}","sequence":${sequence}}\n`;
    }
    const hash = hashOf(sequence);
    const model = hash % 7 < 2 ? 1 : 0;
    const version = hash % 17 === 0 ? 1 : 0;
    const outcome = hash % 11 === 0 ? 1 : hash % 13 === 0 ? 2 : 0;
    const [a, b] = [hash % BINS, hash % CATEGORIES];
    const cell = (((model * VERSIONS.length + version) * OUTCOMES.length + outcome) * BINS + a) * CATEGORIES + b;
    this.#records[cell] = (this.#records[cell] as number) + 1;
    this.#sequences[cell] = (this.#sequences[cell] as number) + sequence;
    this.#hashes[cell] = (this.#hashes[cell] as number) + hash;
    const labels = `"model":"${MODELS[model]}","version":"${VERSIONS[version]}","request_id":"r${sequence}"`;
    return `{"ts":"${time}",${labels},"latency_ms":${1 + (hash % 200)},"status":${OUTCOMES[outcome][1]},"features":{"a":${a}.5,"b":"c${b}"},"tokens":{"in":${sequence},"out":${hash}}}\n`;
  }

  /** Holds the exposition against the ledger, series by series; one that nobody expects is a difference too. */
  compare(exposition: string): Comparison {
    const counted = seriesOf(exposition);
    const expected = this.#series();
    const differences: Difference[] = [];
    let [lost, doubled] = [0, 0];
    for (const series of new Set([...expected.keys(), ...counted.keys()])) {
      const [written, got] = [expected.get(series) ?? 0, counted.get(series) ?? 0];
      if (written === got) continue;
      differences.push({ series, written, counted: got });
      if (!/^aiops_(inference_requests|ingest_rejected)_total/.test(series)) continue;
      lost += Math.max(0, written - got);
      doubled += Math.max(0, got - written);
    }
    return { lost, doubled, differences };
  }

  /** The series that the exporter is to show, with their values; those that are 0 may be left out. */
  #series(): Map<string, number> {
    const series = new Map<string, number>();
    const add = (name: string, labels: string, value: number): void => {
      series.set(`${name}{${labels}}`, (series.get(`${name}{${labels}}`) ?? 0) + value);
    };
    const source = `source="${this.#source}"`;
    for (let cell = 0; cell < CELLS; cell++) {
      const [b, a] = [cell % CATEGORIES, Math.floor(cell / CATEGORIES) % BINS];
      const [outcome] = OUTCOMES[Math.floor(cell / CATEGORIES / BINS) % OUTCOMES.length] as (typeof OUTCOMES)[number];
      const owner = Math.floor(cell / CATEGORIES / BINS / OUTCOMES.length);
      const labels = `model="${MODELS[Math.floor(owner / VERSIONS.length)]}",version="${VERSIONS[owner % VERSIONS.length]}"`;
      const records = this.#records[cell] as number;
      add('aiops_inference_requests_total', `${labels},outcome="${outcome}"`, records);
      add('aiops_inference_tokens_total', `${labels},direction="input"`, this.#sequences[cell] as number);
      add('aiops_inference_tokens_total', `${labels},direction="output"`, this.#hashes[cell] as number);
      if (outcome === 'ok') add('aiops_inference_latency_seconds_count', labels, records);
      add('aiops_feature_values_total', `${labels},feature="a",bin="b0${a}"`, records);
      add('aiops_feature_values_total', `${labels},feature="b",bin="c${b}"`, records);
      add('aiops_ingest_events_total', `${source},kind="inference"`, records);
    }
    for (const [reason, count] of Object.entries(this.#rejected)) add('aiops_ingest_rejected_total', `${source},reason="${reason}"`, count);
    return series;
  }
}

/** The series of the families above; without the count of batches that came twice, which depends on the kills. */
function seriesOf(exposition: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of exposition.split('\n')) {
    if (!FAMILIES.some((family) => line.startsWith(`${family}{`)) || line.includes('reason="duplicate"')) continue;
    const space = line.lastIndexOf(' ');
    series.set(line.slice(0, space), Number(line.slice(space + 1)));
  }
  return series;
}
