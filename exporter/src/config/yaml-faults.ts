import { isAlias, isCollection, isScalar, Scalar, visit, type Node, type YAMLParseError } from 'yaml';
import type { Fault } from './fault.js';
import type { YamlFile } from './yaml-file.js';

/**
 * What is wrong with the file as YAML, in words of our own: those of the parser can hold a piece of the file, and that can
 * be a token.
 */
export function yamlFaults(yaml: YamlFile): Fault[] {
  const { errors, warnings } = yaml.document;
  if (errors.length === 0) return [...warnings.map((warning) => faultOf(yaml, warning)), ...nodeFaults(yaml)];
  const twice = errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  const [first] = errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  // One quote that is never closed makes many errors; only the first one says where to look.
  return [...twice, ...(first ? [first] : [])].map((error) => faultOf(yaml, error));
}

function faultOf(yaml: YamlFile, error: Pick<YAMLParseError, 'code' | 'message' | 'pos'>): Fault {
  const offset = error.pos[0];
  if (error.code === 'DUPLICATE_KEY') {
    const name = /^[A-Za-z_][\w-]*(?=\s*:)/.exec(yaml.text.slice(offset))?.[0];
    return { offset, text: `the key${name ? ` ${name}` : ''} stands twice in one map; keep one of them` };
  }
  // The parser has one code for everything that is missing; only its text tells what. Pinned by invalid-unclosed-*.yml.
  if (error.message.includes('closing')) {
    const text = 'a quote is opened here and never closed; close it, or put the text in the other kind of quotes';
    return { offset: openedBefore(yaml, offset, isQuoted), text };
  }
  if (error.message.startsWith('Flow')) {
    return {
      offset: openedBefore(yaml, offset, isFlow),
      text: 'a { or [ is opened here and never closed; close it, and indent what is inside it',
    };
  }
  if (yaml.text.slice(offset - 1, offset + 1) === '${') {
    return { offset: offset - 1, text: 'inside { } and [ ] a variable takes quotes, as in "${NAME}"' };
  }
  return { offset, text: wordsOf(error) };
}

function wordsOf({ code }: Pick<YAMLParseError, 'code'>): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab is used as indentation; use spaces';
    case 'BAD_INDENT':
      return 'this line does not line up with the ones above; keys of one map begin in the same column';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'there is a second colon, or a key on the wrong level; put a text that holds ": " in quotes';
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return 'this line is no key with a value; is a colon, the space after it, or a quote missing?';
    case 'BAD_SCALAR_START':
      return 'a text that begins with @, `, % or another special character must be put in quotes';
    case 'BAD_DQ_ESCAPE':
      return 'a \\ in "double quotes" begins an escape that does not exist; put the text in \'single quotes\'';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here (---); a configuration is one document';
    case 'TAG_RESOLVE_FAILED':
    case 'MULTIPLE_TAGS':
      return 'a tag (!name) has no meaning here; put a text that begins with ! in quotes';
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
    case 'MULTIPLE_ANCHORS':
      return 'this is not a valid anchor (&name) or alias (*name); put a text that begins with & or * in quotes';
    case 'NON_STRING_KEY':
      return 'a key must be a text';
    case 'RESOURCE_EXHAUSTION':
      return 'this is nested too deep';
    default:
      return 'this is not YAML; look for a missing colon, comma, bracket or quote here or just above';
  }
}

/** Where the innermost text or collection begins that runs up to an offset: the parser notices later, often at the end of the file. */
function openedBefore({ document }: YamlFile, offset: number, isMeant: (node: Node) => boolean): number {
  let start = -1;
  visit(document, {
    Node: (_, node) => {
      if (isMeant(node) && node.range && node.range[0] > start && node.range[0] < offset && node.range[1] >= offset) start = node.range[0];
    },
  });
  return start < 0 ? offset : start;
}

const isQuoted = (node: Node): boolean => isScalar(node) && (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE);
const isFlow = (node: Node): boolean => isCollection(node) && node.flow === true;

/** What is YAML but would silently mean something else than it looks like. */
function nodeFaults({ document }: YamlFile): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Alias: (_, node) => {
      if (node.resolve(document)) return;
      faults.push({
        offset: node.range?.[0] ?? 0,
        text: 'an alias (*name) takes an anchor (&name) above it; put a text that begins with * in quotes',
      });
    },
    Pair: (_, { key }) => {
      const offset = isScalar(key) || isAlias(key) ? (key.range?.[0] ?? 0) : 0;
      const name = isScalar(key) ? String(key.value) : null;
      if (name === '<<')
        faults.push({ offset, text: 'merge keys (<<) are not read; alias a whole section, as in drift: *name, or repeat the keys' });
      if (name === '__proto__') faults.push({ offset, text: 'the name __proto__ cannot be used; choose another one' });
      if (name?.includes('${')) faults.push({ offset, text: 'variables are put into values only; write the key itself' });
    },
  });
  return faults;
}
