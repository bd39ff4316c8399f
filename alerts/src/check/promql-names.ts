/** What an expression names. */
export interface PromqlNames {
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[]; readonly insideOf: string }[];
  readonly functions: readonly string[];
  /** Labels in by, without, on, ignoring, group_left and group_right. */
  readonly grouping: readonly string[];
}

const TOKEN = /\s+|#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d[\w.]*|[A-Za-z_:][\w:]*|\[[^\]]*\]|=~|!~|!=|>=|<=|==|[^\s]/gy;
const LISTS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const WORDS = new Set(['and', 'or', 'unless', 'offset', 'bool', 'atan2', 'inf', 'nan']);
const isName = (token: string | undefined): token is string => token !== undefined && /^[A-Za-z_:]/.test(token);

/**
 * Reads the names out of a PromQL expression that Prometheus accepts. It is no parser: whether the expression is right is promtool's to
 * say, which names there are is the catalogue's.
 *
 * @example promqlNames('sum by (model) (rate(x{a="b"}[5m]))') // metric x with label a inside rate, functions sum and rate, grouping model
 */
export function promqlNames(expression: string): PromqlNames {
  const tokens = (expression.match(TOKEN) ?? []).filter((token) => !/^[\s#]/.test(token));
  const metrics: { name: string; labels: string[]; insideOf: string }[] = [];
  const functions: string[] = [];
  const grouping: string[] = [];
  /** Functions whose bracket is open; '' for a plain bracket. */
  const open: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as string;
    const next = tokens[i + 1];
    if (token === '(') open.push(isName(tokens[i - 1]) && !WORDS.has(tokens[i - 1] ?? '') ? (tokens[i - 1] ?? '') : '');
    else if (token === ')') open.pop();
    else if (LISTS.has(token) && next === '(') {
      const end = tokens.indexOf(')', i);
      grouping.push(...tokens.slice(i + 2, end).filter(isName));
      i = end;
    } else if (!isName(token) || WORDS.has(token.toLowerCase())) {
      if (token === '{') i = readMatchers('', i, open.at(-1) ?? '');
    } else if (next === '(' || (LISTS.has(next ?? '') && tokens[i + 2] === '(')) functions.push(token);
    else
      i =
        next === '{'
          ? readMatchers(token, i + 1, open.at(-1) ?? '')
          : (metrics.push({ name: token, labels: [], insideOf: open.at(-1) ?? '' }), i);
  }
  return { metrics, functions, grouping };

  /** @returns where the matchers end */
  function readMatchers(name: string, from: number, insideOf: string): number {
    const end = tokens.indexOf('}', from);
    const labels = tokens.slice(from + 1, end).filter((token, k, all) => isName(token) && /^(=~|!~|!=|=)$/.test(all[k + 1] ?? ''));
    metrics.push({ name, labels, insideOf });
    return end;
  }
}
