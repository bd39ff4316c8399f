/** One column of a text table. */
export interface TextColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** A cell: what is measured, and how it is painted after padding (escape codes have no width). */
export type TextCell = string | { readonly text: string; readonly paint: (text: string) => string };

/**
 * Lines of a table with columns two spaces apart, the titles first. No line ends in spaces.
 *
 * Shape: every row has one cell per column.
 */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly TextCell[])[]): string[] {
  const textOf = (cell: TextCell | undefined): string => (typeof cell === 'object' ? cell.text : (cell ?? ''));
  const widths = columns.map(({ title }, i) => Math.max(widthOf(title), ...rows.map((row) => widthOf(textOf(row[i])))));
  const line = (cells: readonly TextCell[]): string =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i];
        const text = textOf(cell);
        const isLast = i === columns.length - 1;
        const gap = ' '.repeat((widths[i] as number) - widthOf(text));
        const painted = typeof cell === 'object' ? cell.paint(text) : text;
        if (align === 'right') return gap + painted;
        return isLast ? painted : painted + gap;
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}

function widthOf(text: string): number {
  return [...text].length;
}
