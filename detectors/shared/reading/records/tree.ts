/** Data in nested form, of JSON and XML, and how it falls into records. */
import type { FieldRecord, RecordField } from './record.ts';
import { fieldOf, recordOf } from './field.ts';
import { labelOf } from './labels.ts';

export interface Node {
  readonly key: string;
  readonly children: Node[];
  /** Of a leaf: the value's offsets. */
  readonly start: number;
  readonly end: number;
  readonly leaf: boolean;
}

/** The keys of JSON objects in arrays repeat as element names do in XML. */
export function nodeOf(key: string): Node {
  return { key, children: [], start: 0, end: 0, leaf: false };
}

const deepest = 60;

/** Records of a tree: elements that repeat are records of their own, what is nested in them belongs to them. */
export function recordsOfTree(text: string, root: Node, shape: FieldRecord['shape'], table: number): FieldRecord[] {
  const records: FieldRecord[] = [];
  const pending: { node: Node; path: readonly string[] }[] = [{ node: root, path: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const fields: RecordField[] = [];
    collect(text, next.node, next.path, fields, (node, path) => pending.push({ node, path }), 0);
    const record = recordOf(shape, table, fields);
    if (record) records.push(record);
  }
  return records;
}

function collect(
  text: string,
  node: Node,
  path: readonly string[],
  fields: RecordField[],
  apart: (node: Node, path: readonly string[]) => void,
  depth: number,
): void {
  const repeated = repeatedKeys(node);
  for (const child of node.children) {
    const inner = child.key === '' ? path : [...path.slice(-1), child.key];
    if (child.leaf) {
      const label = labelOf(inner.join(' ')) ?? labelOf(child.key);
      const field = fieldOf(
        text,
        child.start,
        child.end,
        label ?? { kind: 'none', words: child.key.toLowerCase(), certain: false },
      );
      if (field) fields.push(field);
    } else if (depth >= deepest || (repeated.has(child.key) && !belongsToRecord(child.key, fields, node)))
      apart(child, [child.key]);
    else collect(text, child, inner, fields, apart, depth + 1);
  }
}

/** Contacts of a child, in a list of their own, stay with the child. */
function belongsToRecord(key: string, fields: readonly RecordField[], node: Node): boolean {
  const label = labelOf(key);
  if (label?.of === 'family' || label?.kind === 'contact' || label?.of === 'staff') return true;
  const own = fields.some(({ kind }) => kind === 'given-name' || kind === 'full-name' || kind === 'family-name');
  return own && node.children.length < 8 && label?.of !== 'student';
}

/** Keys under which several groups of fields stand. */
function repeatedKeys(node: Node): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const child of node.children) {
    if (!isGroup(child)) continue;
    if (seen.has(child.key)) repeated.add(child.key);
    seen.add(child.key);
  }
  return repeated;
}

/** Not a value with an attribute: `<tel type="cell">`. */
function isGroup({ children }: Node): boolean {
  return children.some(({ leaf }) => !leaf) || children.filter(({ key }) => key !== '').length > 1;
}
