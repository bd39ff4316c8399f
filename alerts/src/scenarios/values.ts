/** A stretch of samples: what is added at each step (counter) or stands (gauge), and for how many steps. */
export type Stretch = readonly [number, number];

/**
 * A counter in promtool's notation.
 *
 * @example counter([10, 60], [0, 30]) // grows by 10 for 60 steps, then stands for 30: '0+10x60 600+0x29'
 */
export function counter(...stretches: readonly Stretch[]): string {
  let total = 0;
  return stretches
    .map(([step, steps], i) => {
      const from = i === 0 ? 0 : total + step;
      const more = i === 0 ? steps : steps - 1;
      total = from + step * more;
      return `${from}+${step}x${more}`;
    })
    .join(' ');
}

/**
 * A gauge in promtool's notation.
 *
 * @example gauge([0.1, 30], [0.5, 30]) // '0.1+0x29 0.5+0x29'
 */
export function gauge(...stretches: readonly Stretch[]): string {
  return stretches.map(([value, steps]) => `${value}+0x${steps - 1}`).join(' ');
}

/** Steps without a sample. */
export function absent(steps: number): string {
  return `_x${steps}`;
}
