/** Streams the XML of Office files: local names, no DTD, no entities except for those of XML, continuing after faults. */
import { TextDecoder } from 'node:util';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { ReadLimit, type ReadBudget } from '../file-reader.ts';

export type XmlAttributes = Readonly<Record<string, string>>;

/** Names come without their prefix, because documents choose prefixes freely and the strict and transitional namespaces differ. */
export interface XmlHandler {
  open?(name: string, attributes: XmlAttributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Deeper than any Office program writes. The parser searches all open elements at a stray end tag. */
const maxDepth = 4000;
const maxFaults = 1000;
/** The parser keeps the text between two tags in memory; no document has more. */
const maxTextLength = 32 * 1024 * 1024;

/**
 * Reads XML in UTF-8 or UTF-16. Linear in its length.
 *
 * @returns false where the XML is faulty; the handler gets the readable part
 * @throws ReadLimit where the budget is spent or the nesting is too deep
 */
export async function readXml(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  handler: XmlHandler,
  budget: ReadBudget,
): Promise<boolean> {
  let faults = 0;
  let depth = 0;
  let sinceTag = 0;
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  parser.on('error', () => {
    faults += 1;
    if (faults > maxFaults) throw new Error('XML is beyond repair');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    depth += 1;
    sinceTag = 0;
    if (depth > maxDepth) throw new ReadLimit('too-deep');
    handler.open?.(localName(tag.name), tag.attributes);
  });
  if (handler.text) {
    const text = handler.text.bind(handler);
    parser.on('text', text);
    parser.on('cdata', text);
  }
  parser.on('closetag', (tag: SaxesTagPlain) => {
    depth -= 1;
    sinceTag = 0;
    handler.close?.(localName(tag.name));
  });
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    budget.checkTime();
    sinceTag += chunk.length;
    if (sinceTag > maxTextLength) throw new ReadLimit('too-big');
    decoder ??= new TextDecoder(encodingOf(chunk));
    parser.write(decoder.decode(chunk, { stream: true }));
  }
  parser.write(decoder?.decode() ?? '');
  parser.close();
  return faults === 0;
}

/** The value of an attribute by its local name: `id` finds `r:id`. */
export function attribute(attributes: XmlAttributes, name: string): string | undefined {
  const plain = attributes[name];
  if (plain !== undefined) return plain;
  const suffix = `:${name}`;
  for (const key in attributes) if (key.endsWith(suffix)) return attributes[key];
  return undefined;
}

/** An on-off value of OOXML: the element or attribute without a value means yes. */
export function isOn(value: string | undefined, absent = true): boolean {
  return value === undefined ? absent : !/^(0|false|off|none|f)$/i.test(value);
}

/** Decodes characters that Office programs write as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function unescapeCharacters(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le';
  if (head[0] === 0 && head[1] === 0x3c) return 'utf-16be';
  const declared = /^[^>]{0,200}\sencoding\s*=\s*["']([A-Za-z0-9._-]{2,40})["']/.exec(head.toString('latin1', 0, 256));
  const name = declared?.[1] ?? 'utf-8';
  return /^(iso-8859-|windows-125|us-ascii|shift_jis|gb|big5|euc-|koi8)/i.test(name) ? name : 'utf-8';
}
