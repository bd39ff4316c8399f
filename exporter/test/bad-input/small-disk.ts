import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { startChild } from '../processes/child.js';
import { findUnshare } from './namespaced.js';

/** A disk of few megabytes that only programs see that were started by its command. */
export interface SmallDisk {
  /** Goes before a command line, and starts it where the disk is mounted. */
  readonly enter: readonly [string, ...string[]];
  /** Leaves not a byte. */
  fill(): void;
  free(): void;
  /** As a disk is after a fault, or in a container that mounts it so. Only while nobody writes to it. */
  remount(how: 'ro' | 'rw'): void;
  unmount(): Promise<void>;
}

/** Longer than any test. The program holds the mount, and is stopped with it. */
const HOLD_SECONDS = 600;

/** Mounts a file system in memory at a folder, in a mount namespace of its own: nothing of it is left when its programs end. */
export async function mountSmallDisk(folder: string): Promise<SmallDisk> {
  mkdirSync(folder);
  const script = 'mount -t tmpfs -o size=4m tmpfs "$0" && echo mounted && exec sleep "$1"';
  const holder = startChild(findUnshare('-rm'), ['-rm', 'sh', '-c', script, folder, String(HOLD_SECONDS)]);
  await holder.printed(/mounted/);
  const enter = ['nsenter', '-t', String(holder.process.pid), '-U', '-m', '--preserve-credentials'] as const;
  // The mount as it is seen from here.
  const inside = `/proc/${holder.process.pid}/root${folder}`;
  const filler = `${inside}/filler`;
  return {
    enter,
    fill: () => fillDisk(inside, filler),
    free: () => rmSync(filler),
    remount: (how) => {
      const [program, ...args] = enter;
      const { status, stderr } = spawnSync(program, [...args, 'mount', '-o', `remount,bind,${how}`, folder], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`mount -o remount,bind,${how} ${folder}: ${stderr}`);
    },
    unmount: async () => void (await holder.stop()),
  };
}

function fillDisk(folder: string, filler: string): void {
  const file = openSync(filler, 'a');
  for (let bytes = 64 * 1024; bytes >= 1;) {
    try {
      writeSync(file, Buffer.alloc(bytes, 'x'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      bytes = Math.floor(bytes / 4);
    }
  }
  closeSync(file);
  const { bavail } = statfsSync(folder);
  if (bavail > 0) throw new Error(`${bavail} blocks of ${folder} are still free`);
}
