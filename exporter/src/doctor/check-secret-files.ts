import { finding, type Finding } from './findings.js';

/** A file that holds a secret: a token. Its content is never looked at here. */
export interface SecretFileFacts {
  readonly path: string;
  /** Permission bits of stat. */
  readonly mode: number;
}

const OTHERS_READ = 0o004;
const OTHERS_OR_GROUP_WRITE = 0o022;

/** Whether others can read or replace a secret. A group may read it: that is how Kubernetes mounts secrets. */
export function checkSecretFile({ path, mode }: SecretFileFacts): Finding[] {
  const shown = { mode: (mode & 0o777).toString(8).padStart(3, '0') };
  if (mode & OTHERS_OR_GROUP_WRITE) return [finding('token_file_writable', path, shown)];
  return mode & OTHERS_READ ? [finding('token_file_open', path, shown)] : [];
}
