import { fileProblem } from './file-problem.js';

/** What a file holds, or why that is not known. */
export type FileText = { readonly text: string } | { readonly problem: string };

/** Reads a file that the configuration names. */
export function textOf(path: string, readFile: (path: string) => string): FileText {
  try {
    return { text: readFile(path) };
  } catch (error) {
    return { problem: `cannot be read (${fileProblem(error)}); its path is relative to the configuration` };
  }
}
