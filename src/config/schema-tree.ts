/** The keys, descriptions, defaults and values of a zod schema, read from its JSON Schema: for generated pages and for completion. */
import { z } from 'zod';

export interface Key {
  readonly name: string;
  readonly description: string | undefined;
  /** The default; undefined where the key has none. */
  readonly fallback: unknown;
  readonly required: boolean;
  /** `text`, `one of a, b`, `list of text`. */
  readonly type: string;
  /** Keys of a section, of a list's entries, or of the entries of a section with free keys. */
  readonly keys: readonly Key[];
  readonly shape: 'value' | 'section' | 'list' | 'entries';
  /** The values of a key, or of a list's entries, where only certain ones are allowed. */
  readonly values: readonly string[];
}

const plain: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

type Node = z.core.JSONSchema.BaseSchema;

export function keysOf(schema: z.ZodType): readonly Key[] {
  return keysOfNode(z.toJSONSchema(schema, { io: 'input' }));
}

function keysOfNode(node: Node): Key[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    if (typeof child === 'boolean') return [];
    const shape = shapeOf(child);
    const inner = shape === 'list' ? itemOf(child) : shape === 'entries' ? entryOf(child) : child;
    return {
      name,
      description: child.description,
      fallback: child.default,
      required: node.required?.includes(name) ?? false,
      type: typeOf(child),
      keys: inner ? keysOfNode(inner) : [],
      shape,
      values: valuesOf(shape === 'list' ? inner : child),
    };
  });
}

function valuesOf(node: Node | undefined): string[] {
  if (node?.enum) return node.enum.map(String);
  return node?.type === 'boolean' ? ['true', 'false'] : [];
}

function shapeOf(node: Node): Key['shape'] {
  if (node.properties) return 'section';
  if (node.type === 'array') return 'list';
  return node.type === 'object' ? 'entries' : 'value';
}

function itemOf(node: Node): Node | undefined {
  return typeof node.items === 'object' && !Array.isArray(node.items) ? node.items : undefined;
}

function entryOf(node: Node): Node | undefined {
  return typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
}

function typeOf(node: Node): string {
  if (node.enum) return `one of ${node.enum.map(String).join(', ')}`;
  if (node.type === 'array') {
    const item = itemOf(node);
    if (item?.properties) return 'a list of sections';
    return `a list of ${item?.enum ? item.enum.map(String).join(', ') : 'text'}`;
  }
  if (node.type === 'object') return node.properties ? 'a section' : 'a section by id';
  return (typeof node.type === 'string' ? plain[node.type] : undefined) ?? 'any value';
}
