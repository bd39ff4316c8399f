import type { DecoderOptions } from '../format.js';

/** A key on the way to wanted fields. */
export interface FieldNode {
  readonly key: string;
  /** Every object has this key without holding it, as "constructor". */
  readonly isInherited: boolean;
  /** Indexes of the fields whose path ends here: none or one, unless a path is wanted twice. */
  readonly fields: number[];
  readonly children: FieldNode[];
  /** This is the object whose other keys are extra features. */
  isFeatures: boolean;
  /** The field, where the value is wanted by one field and nobody looks into it; else -1. */
  only: number;
}

/** The wanted paths of a record as a tree; the root is the record. */
export function fieldTree({ fields, featuresAt }: Pick<DecoderOptions, 'fields' | 'featuresAt'>): FieldNode {
  const root = newNode('');
  fields.forEach(({ path }, index) => nodeAt(root, path).fields.push(index));
  if (featuresAt) nodeAt(root, featuresAt).isFeatures = true;
  markLeaves(root);
  return root;
}

function markLeaves(node: FieldNode): void {
  const [first = -1, ...others] = node.fields;
  if (node.children.length === 0 && !node.isFeatures && others.length === 0) node.only = first;
  node.children.forEach(markLeaves);
}

/** All fields at a node and below it. */
export function fieldsBelow(node: FieldNode): number[] {
  return [...node.fields, ...node.children.flatMap(fieldsBelow)];
}

/** Whether two fields want one value, or one wants an object that others look into: such trees have no layouts. */
export function overlaps(node: FieldNode): boolean {
  const isLeaf = node.children.length === 0 && !node.isFeatures;
  return node.fields.length > (isLeaf ? 1 : 0) || node.children.some(overlaps);
}

function nodeAt(root: FieldNode, path: readonly string[]): FieldNode {
  let node = root;
  for (const key of path) {
    let child = node.children.find((one) => one.key === key);
    if (!child) node.children.push((child = newNode(key)));
    node = child;
  }
  return node;
}

function newNode(key: string): FieldNode {
  return { key, isInherited: key in Object.prototype, fields: [], children: [], isFeatures: false, only: -1 };
}
