import { pickRows, type PredictionRows } from '../../quality/index.js';
import type { RowChunk } from './read-prediction-rows.js';

/**
 * The rows of a ranking in chunks that hold whole lists: each list goes to the chunk of its first row. A list that a bound cuts through would
 * be ranked without some of its items.
 *
 * Shape: chunks one after the other, all rows covered. Chunks that lose all their rows stay, empty.
 */
export function wholeLists(rows: PredictionRows, chunks: readonly RowChunk[]): { rows: PredictionRows; chunks: RowChunk[] } {
  const { lists } = rows;
  if (!lists) return { rows, chunks: [...chunks] };
  const home = new Map<number, number>();
  const members = chunks.map((): number[] => []);
  chunks.forEach(({ from, to }, chunk) => {
    for (let row = from; row < to; row++) {
      const list = lists[row] as number;
      if (list >= 0 && !home.has(list)) home.set(list, chunk);
      members[home.get(list) ?? chunk]?.push(row);
    }
  });
  let from = 0;
  return {
    rows: pickRows(rows, Int32Array.from(members.flat())),
    chunks: chunks.map((chunk, i) => ({ ...chunk, from, to: (from += members[i]?.length ?? 0) })),
  };
}
