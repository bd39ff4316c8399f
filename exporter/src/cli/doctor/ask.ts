import { problemOf } from './problem-of.js';

/** How long a program on the network may take to answer. */
const PATIENCE_MS = 5000;
/** No answer that is looked at here is longer; the exposition of a large exporter has some 10 MB. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

export type Answered = { readonly status: number; readonly text: string; readonly dateMs: number | null } | { readonly problem: string };

/** Asks for a page; what goes wrong on the way is an answer, too. */
export async function ask(url: string, token?: string): Promise<Answered> {
  try {
    const response = await fetch(url, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: 'manual',
    });
    const date = Date.parse(response.headers.get('date') ?? '');
    if (Number(response.headers.get('content-length') ?? 0) > LONGEST_ANSWER) return { problem: 'its answer is too long' };
    return { status: response.status, text: await response.text(), dateMs: Number.isNaN(date) ? null : date };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** The JSON of an answer with status 200, or why there is none. */
export function jsonOf(answer: Answered): { readonly value: unknown } | { readonly problem: string } {
  if ('problem' in answer) return answer;
  if (answer.status !== 200) return { problem: `it answers with status ${answer.status}` };
  try {
    return { value: JSON.parse(answer.text) as unknown };
  } catch {
    return { problem: 'its answer is no JSON' };
  }
}
