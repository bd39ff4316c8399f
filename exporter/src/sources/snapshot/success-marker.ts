import { basename, dirname, join } from 'node:path';

/**
 * The path of the marker that says that a file is finished: `_SUCCESS` is one for all files of its folder, in `*.done` the star
 * stands for the name of the file.
 *
 * @example markerOf('/in/day/f.csv', '*.done') // '/in/day/f.csv.done'
 */
export function markerOf(path: string, marker: string): string {
  return join(
    dirname(path),
    marker.replaceAll('*', () => basename(path)),
  );
}
