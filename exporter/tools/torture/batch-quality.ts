import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const HOUR_MS = 3_600_000;

/** What a batch finds of one version and hour. */
export interface BatchQuality {
  readonly predictions: number;
  readonly labelled: number;
  readonly accuracy: number;
  readonly rocAuc: number;
}

/**
 * Quality by version and hour from the two files alone, as a notebook would compute it: every line is parsed, the label with the latest time
 * counts. Shares no code with the exporter.
 *
 * @returns by version and start of the hour, as `1/1767225600000`
 */
export async function batchQuality(predictionFile: string, labelFile: string, rows: number): Promise<Map<string, BatchQuality>> {
  const [times, scores, labelTimes] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows).fill(-Infinity)];
  const [versions, said, truth] = [new Uint8Array(rows), new Uint8Array(rows), new Int8Array(rows).fill(-1)];
  for await (const line of linesOf(predictionFile)) {
    const { ts, id, v, y, p } = JSON.parse(line) as { ts: number; id: string; v: string; y: number; p: number };
    const i = Number(id.slice(1));
    [times[i], scores[i], versions[i], said[i]] = [ts, p, Number(v), y];
  }
  for await (const line of linesOf(labelFile)) {
    const { id, y, ts } = JSON.parse(line) as { id: string; y: number; ts: number };
    const i = Number(id.slice(1));
    if (!id.startsWith('r') || ts < (labelTimes[i] as number)) continue;
    [labelTimes[i], truth[i]] = [ts, y];
  }
  const groups = new Map<string, number[]>();
  for (let i = 0; i < rows; i++) {
    const key = `${versions[i]}/${Math.floor((times[i] as number) / HOUR_MS) * HOUR_MS}`;
    const known = groups.get(key);
    if (known) known.push(i);
    else groups.set(key, [i]);
  }
  return new Map(
    [...groups].map(([key, members]) => {
      const known = members.filter((i) => truth[i] !== -1);
      const correct = known.filter((i) => truth[i] === said[i]).length;
      const rocAuc = areaOf(
        known.map((i) => scores[i] as number),
        known.map((i) => truth[i] as number),
      );
      return [key, { predictions: members.length, labelled: known.length, accuracy: correct / known.length, rocAuc }];
    }),
  );
}

/** Mann-Whitney: the chance that a positive has the higher score, ties for half. */
function areaOf(scores: readonly number[], truth: readonly number[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let [rankSum, positives] = [0, 0];
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to++;
    for (let k = from; k < to; k++) {
      if (truth[order[k] as number] !== 1) continue;
      rankSum += (from + 1 + to) / 2;
      positives++;
    }
    from = to;
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path, { highWaterMark: 1 << 20 }), crlfDelay: Infinity });
}
