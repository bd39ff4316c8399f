import type { z } from 'zod';

export type Issue = z.core.$ZodIssue;

/**
 * The issues that a person can act on. Where a value fits none of several forms, these are the issues of the form that was
 * meant: the one of the value's own kind (text, list, map); with two of them, the one with fewer issues.
 */
export function leafIssues(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
    const ofSameKind = issue.errors.filter((inner) => !inner.some(({ code, path }) => code === 'invalid_type' && path.length === 0));
    const [meant] = [...ofSameKind].sort((a, b) => a.length - b.length);
    if (!meant) return [issue];
    return leafIssues(meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}
