import { routingError } from './errors.js';

export type Labels = Readonly<Record<string, string>>;

/** A condition on one label; a label that is not there is the empty text. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

const MATCHER = /^\s*([A-Za-z_][\w]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"{}=~,]*?))\s*$/s;

/**
 * Reads matchers as Alertmanager writes them: one, or several in braces with commas.
 *
 * Errors: ROUTING_BAD_MATCHER.
 * @example parseMatchers('{severity="critical", cause=~"drift|quality"}') // two matchers
 */
export function parseMatchers(text: string): Matcher[] {
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(text)?.[1] ?? text;
  return [...inner.matchAll(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g)].map(([part]) => {
    const found = MATCHER.exec(part);
    if (!found) throw routingError('ROUTING_BAD_MATCHER', { matcher: part.trim() });
    const [, label = '', operator = '=', quoted, plain = ''] = found;
    const matcher = { label, operator: operator as Matcher['operator'], value: quoted === undefined ? plain : unescaped(quoted) };
    if (operator.includes('~')) patternOf(matcher);
    return matcher;
  });
}

/** Whether labels fulfil all matchers. */
export function matches(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => {
    const found = Object.hasOwn(labels, matcher.label) ? (labels[matcher.label] ?? '') : '';
    const isMet = matcher.operator.includes('~') ? patternOf(matcher).test(found) : found === matcher.value;
    return matcher.operator.startsWith('!') ? !isMet : isMet;
  });
}

export function matcherText({ label, operator, value }: Matcher): string {
  return `${label}${operator}${JSON.stringify(value)}`;
}

/** Anchored on both sides, as everywhere in Prometheus. */
function patternOf(matcher: Matcher): RegExp {
  try {
    return new RegExp(`^(?:${matcher.value})$`, 'su');
  } catch (cause) {
    throw routingError('ROUTING_BAD_MATCHER', { matcher: matcherText(matcher) }, cause);
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gs, (_, c: string) => (c === 'n' ? '\n' : c));
}
