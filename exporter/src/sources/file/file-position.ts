import { EMPTY_FINGERPRINT, type Fingerprint } from './fingerprint.js';

/** What is stored of a file: everything needed to find it again under any name, and no content. */
export interface FilePosition {
  /** Where it was last seen, for people. */
  readonly path: string;
  /** Its name when it was first seen, with links resolved: its rotations lie beside it. */
  readonly home: string;
  /** Found through a link: `home` is looked at too, when the link leads elsewhere. */
  readonly isLinked: boolean;
  /** mtime of the log when its first generation was seen: rotations that were not written since are history. */
  readonly sinceMs: number;
  readonly dev: string;
  readonly ino: string;
  readonly content: 'plain' | 'gzip';
  /** Bytes (compressed ones for gzip) and mtime when it was last looked at. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Bytes of (uncompressed) content that are folded. */
  readonly offset: number;
  /** Of the first bytes of the content, as many as were there. */
  readonly head: Fingerprint;
  /** Of fewer first bytes, to choose among many files. */
  readonly opening: Fingerprint;
  /** Of the bytes before `offset`. */
  readonly tail: Fingerprint;
  readonly isRotated: boolean;
  /** A gzip file of `size` bytes that was read to its end. */
  readonly isDone: boolean;
  /** A copy of another file, all of which was read there; it is not read as long as it does not change. */
  readonly isCopy: boolean;
  /** Since when it is kept only so that copies of it are recognised: it is gone, or went on under another generation. */
  readonly retiredMs: number | null;
}

const ABSENT: FilePosition = {
  path: '',
  home: '',
  isLinked: false,
  sinceMs: 0,
  dev: '0',
  ino: '0',
  content: 'plain',
  size: 0,
  mtimeMs: 0,
  offset: 0,
  head: EMPTY_FINGERPRINT,
  opening: EMPTY_FINGERPRINT,
  tail: EMPTY_FINGERPRINT,
  isRotated: false,
  isDone: false,
  isCopy: false,
  retiredMs: null,
};

/** A position as the store gives it back. Fields that an older version did not write have a neutral value. */
export function filePosition(stored: Readonly<Record<string, unknown>>): FilePosition {
  // Written by this room in an earlier run; the store hands it back as it is.
  const position = { ...ABSENT, ...(stored as Partial<FilePosition>) };
  return { ...position, dev: String(position.dev), ino: String(position.ino), home: position.home || position.path };
}
