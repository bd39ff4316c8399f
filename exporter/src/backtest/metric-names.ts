const TOKEN = /\s+|#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\d[\w.]*|[A-Za-z_:][\w:]*|\[[^\]]*\]|[^\s]/gy;
const LISTS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const WORDS = new Set(['and', 'or', 'unless', 'offset', 'bool', 'atan2', 'inf', 'nan', 'start', 'end']);
const isName = (token: string | undefined): boolean => token !== undefined && /^[A-Za-z_:]/.test(token);

/**
 * The names of metrics that a PromQL expression reads. It is no parser: whether the expression is right is promtool's to say.
 *
 * @returns null where a selector names no metric, as `{job="x"}`: then it may read any
 * @example metricNames('sum by (model) (rate(x{a="b"}[5m])) > y') // x, y
 */
export function metricNames(expression: string): Set<string> | null {
  const tokens = (expression.match(TOKEN) ?? []).filter((token) => !/^[\s#]/.test(token));
  const names = new Set<string>();
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as string;
    const next = tokens[i + 1];
    if (token === '{') {
      const end = tokens.indexOf('}', i);
      if (!isName(tokens[i - 1]) || WORDS.has((tokens[i - 1] ?? '').toLowerCase())) return null;
      i = end < 0 ? tokens.length : end;
    } else if (LISTS.has(token)) {
      if (next === '(') i = tokens.indexOf(')', i);
    } else if (isName(token) && !WORDS.has(token.toLowerCase()) && next !== '(' && !LISTS.has(next ?? '')) names.add(token);
  }
  return names;
}
