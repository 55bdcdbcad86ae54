/** Reads the content of CMS signed data (RFC 5652 5): opaque-signed S/MIME mail, which is not encrypted. */

const signedData = Buffer.from('06092a864886f70d010702', 'hex');
const otherCms = [
  Buffer.from('06092a864886f70d010703', 'hex'), // enveloped
  Buffer.from('06092a864886f70d010706', 'hex'), // encrypted
  Buffer.from('060b2a864886f70d0109100117', 'hex'), // authenticated and enveloped
];
const maxDepth = 12;

/** The kind of a CMS message (RFC 5652 3); undefined for other data. */
export function cmsKind(bytes: Buffer): 'signed' | 'encrypted' | undefined {
  if (bytes[0] !== 0x30) return undefined;
  const head = bytes.subarray(0, 24);
  if (head.includes(signedData)) return 'signed';
  return otherCms.some((oid) => head.includes(oid)) ? 'encrypted' : undefined;
}

/**
 * The signed content, a MIME entity in S/MIME; empty where the signature is detached.
 *
 * @throws Error where the structure cannot be followed
 */
export function signedContent(bytes: Buffer): Buffer {
  const contentInfo = childrenOf(bytes, elementAt(bytes, 0));
  const data = childrenOf(bytes, childrenOf(bytes, contentInfo[1]!)[0]!);
  // Version, digest algorithms, then the encapsulated content: its type and, tagged, an octet string.
  const [, wrapped] = childrenOf(bytes, data[2]!);
  if (!wrapped) return Buffer.alloc(0);
  return Buffer.concat(octets(bytes, childrenOf(bytes, wrapped)[0]!, 0));
}

/** Whether it is a signature alone: it ends where the file ends and has no signed content. */
export function isDetachedCms(bytes: Buffer): boolean {
  if (cmsKind(bytes) !== 'signed') return false;
  try {
    const { end } = elementAt(bytes, 0);
    return (end === undefined || bytes.length - end <= 2) && signedContent(bytes).length === 0;
  } catch {
    return false; // no structure that could be followed
  }
}

interface Element {
  readonly tag: number;
  readonly start: number;
  /** Undefined for an indefinite length, which programs write that do not know the length in advance. */
  readonly end: number | undefined;
}

function elementAt(bytes: Buffer, at: number): Element {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new Error('ends early');
  if (first === 0x80) return { tag, start: at + 2, end: undefined };
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const size = first & 0x7f;
  if (size > 4 || at + 2 + size > bytes.length) throw new Error('no length');
  return { tag, start: at + 2 + size, end: at + 2 + size + bytes.readUIntBE(at + 2, size) };
}

/** The elements within a constructed element. An element that reaches past the end ends there. */
function childrenOf(bytes: Buffer, parent: Element): Element[] {
  const found: Element[] = [];
  const end = Math.min(parent.end ?? bytes.length, bytes.length);
  for (let at = parent.start; at < end;) {
    if (parent.end === undefined && bytes[at] === 0 && bytes[at + 1] === 0) break;
    const element = elementAt(bytes, at);
    found.push(element);
    at = element.end ?? endOf(bytes, element, 0);
  }
  return found;
}

/** The end of an element of indefinite length: after its two zero bytes. */
function endOf(bytes: Buffer, { start }: Element, depth: number): number {
  if (depth > maxDepth) throw new Error('too deep');
  let at = start;
  while (at < bytes.length && !(bytes[at] === 0 && bytes[at + 1] === 0)) {
    const element = elementAt(bytes, at);
    at = element.end ?? endOf(bytes, element, depth + 1);
  }
  return at + 2;
}

/** An octet string, which may consist of others. */
function octets(bytes: Buffer, element: Element, depth: number): Buffer[] {
  if (depth > maxDepth) throw new Error('too deep');
  if ((element.tag & 0x20) === 0) return [bytes.subarray(element.start, element.end)];
  return childrenOf(bytes, element).flatMap((child) => octets(bytes, child, depth + 1));
}
