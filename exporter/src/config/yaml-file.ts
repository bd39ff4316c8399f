import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Scalar } from 'yaml';

export type Path = readonly PropertyKey[];

/** A configuration file as it was read: its nodes know where they stand. */
export interface YamlFile {
  /** The name that messages begin with. */
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** What stood in the file for every text that a variable was put into. The values of variables are never printed. */
  readonly written: Map<Scalar, string>;
}

/** Reads YAML 1.2; whether it is any is in `document.errors`. */
export function parseYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  // Keys stay what is written: a model called 1.0 is not 1.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  return { file, text, document, lines, written: new Map() };
}

/** `sources[0].map.time`, `models."eu.churn".window` */
export function keyPath(path: Path): string {
  const words = path.map((part, i) => {
    if (typeof part === 'number') return `[${part}]`;
    const word = String(part);
    return `${i === 0 ? '' : '.'}${/^[\w*-]+$/.test(word) ? word : JSON.stringify(word)}`;
  });
  return words.join('');
}

/** The node of a key's value, through aliases; null where nothing stands in the file. */
export function nodeAt({ document }: YamlFile, path: Path): Node | null {
  let node = document.contents;
  for (const part of path) node = childOf(document, node, part)?.value ?? null;
  return resolved(document, node);
}

/**
 * Offset of the value of a path where it is a text and wanted, else of its key; of the nearest enclosing key that stands in
 * the file where the path itself does not.
 */
export function offsetOf({ document }: YamlFile, path: Path, wanted: 'key' | 'value'): number {
  let node = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [i, part] of path.entries()) {
    const child = childOf(document, node, part);
    if (!child) return offset;
    const isText = wanted === 'value' && i === path.length - 1 && isScalar(child.value) && child.value.value !== null;
    const at = isText ? child.value : (child.key ?? child.value);
    offset = at?.range?.[0] ?? offset;
    node = child.value;
  }
  return offset;
}

function childOf(document: Document, parent: Node | null, part: PropertyKey): { key: Node | null; value: Node | null } | null {
  const node = resolved(document, parent);
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    return pair ? { key: pair.key as Node, value: pair.value as Node | null } : null;
  }
  if (isSeq(node)) {
    const item = node.items[Number(part)] as Node | undefined;
    return item ? { key: null, value: item } : null;
  }
  return null;
}

function resolved(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}
