import type { Comparison, Difference } from './ledger.js';

const FAMILIES = ['aiops_feature_values_total', 'aiops_ingest_events_total', 'aiops_ingest_rejected_total', 'aiops_drift_verdicts_total'];
const CATEGORIES = ['c0', 'c1', 'c2'];
const BINS = 10;

/** Fewer rows than a verdict needs, so that every snapshot moves the same verdict counter. */
const MOST_ROWS = 400;

/** One row of a snapshot: a number, whose bin is its whole part, and a category. */
export interface SnapshotRow {
  readonly a: number;
  readonly b: string;
}

/** What the writer of snapshots knows, as the values of the series that the exporter is to show. */
export class SnapshotLedger {
  readonly #source: string;
  readonly #series = new Map<string, number>();
  snapshots = 0;
  rejected = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Rows of a new snapshot, noted here. Its number is in the fraction of `a`, so that no two hold the same. */
  rows(model: string, version: string): SnapshotRow[] {
    const number = this.snapshots;
    const n = 20 + (number % MOST_ROWS);
    const rows = Array.from({ length: n }, (_, i) => ({
      a: ((i * 7 + n) % BINS) + 0.5 + number / 1e5,
      b: CATEGORIES[(i * 5 + n) % CATEGORIES.length] as string,
    }));
    const labels = `model="${model}",version="${version}"`;
    for (const { a, b } of rows) {
      this.#add(`aiops_feature_values_total{${labels},feature="a",bin="b0${Math.floor(a)}"}`);
      this.#add(`aiops_feature_values_total{${labels},feature="b",bin="${b}"}`);
    }
    // Two features, none of which has the samples for a verdict.
    this.#add(`aiops_drift_verdicts_total{${labels},verdict="insufficient"}`, 2);
    this.#add(`aiops_ingest_events_total{source="${this.#source}",kind="snapshot"}`);
    this.snapshots++;
    return rows;
  }

  /** A file is broken, and is to be counted as such once. */
  reject(reason: 'schema' | 'syntax'): void {
    this.#add(`aiops_ingest_rejected_total{source="${this.#source}",reason="${reason}"}`);
    this.rejected++;
  }

  /** Holds the exposition against the ledger, series by series; one that nobody expects is a difference too. */
  compare(exposition: string): Comparison {
    const counted = seriesOf(exposition);
    const differences: Difference[] = [];
    let [lost, doubled] = [0, 0];
    for (const series of new Set([...this.#series.keys(), ...counted.keys()])) {
      const [written, got] = [this.#series.get(series) ?? 0, counted.get(series) ?? 0];
      if (written === got) continue;
      differences.push({ series, written, counted: got });
      if (!series.startsWith('aiops_ingest_')) continue;
      lost += Math.max(0, written - got);
      doubled += Math.max(0, got - written);
    }
    return { lost, doubled, differences };
  }

  #add(series: string, value = 1): void {
    this.#series.set(series, (this.#series.get(series) ?? 0) + value);
  }
}

function seriesOf(exposition: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of exposition.split('\n')) {
    if (!FAMILIES.some((family) => line.startsWith(`${family}{`))) continue;
    const space = line.lastIndexOf(' ');
    series.set(line.slice(0, space), Number(line.slice(space + 1)));
  }
  return series;
}
