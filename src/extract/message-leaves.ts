/** Finds the leaves of a well-formed message (RFC 2046) as byte ranges with their headers, to copy some of them as they are. */
import { readHeader, type HeaderSection } from '../message/header.ts';
import { readContentFields, readOtherContentFields } from './content-fields.ts';

export interface MessageLeaf {
  /** Part number as in IMAP; attached messages are one leaf. */
  readonly id: string;
  readonly contentType: string;
  readonly filename: string | undefined;
  /** Number of the multipart/alternative that it is a form of; absent outside of one. */
  readonly alternative?: string;
  /** Offset of its header. */
  readonly start: number;
  readonly end: number;
}

export interface MessageLeaves {
  readonly header: HeaderSection;
  readonly leaves: readonly MessageLeaf[];
}

const maxLeaves = 200;
const maxDepth = 10;

/** Undefined for a message that programs may read in different ways, and for one with too many parts. */
export function messageLeaves(raw: Buffer): MessageLeaves | undefined {
  const header = readHeader(raw);
  const leaves: MessageLeaf[] = [];
  const isPlain = walk(raw, { header, start: 0, end: raw.length, id: '', depth: 0 }, leaves);
  return isPlain && leaves.length <= maxLeaves ? { header, leaves } : undefined;
}

interface Entity {
  readonly header: HeaderSection;
  readonly start: number;
  readonly end: number;
  readonly id: string;
  readonly depth: number;
  readonly alternative?: string;
}

/** @returns false where the entity is not well-formed */
function walk(raw: Buffer, entity: Entity, leaves: MessageLeaf[]): boolean {
  const { header, start, end, id, depth, alternative } = entity;
  if (header.junk !== '' || header.cut || depth > maxDepth || leaves.length > maxLeaves) return false;
  if (readOtherContentFields(header, 'text/plain')) return false;
  const { contentType, params, filename } = readContentFields(header, 'text/plain');
  if (!contentType.startsWith('multipart/')) {
    leaves.push({ id: id === '' ? '1' : id, contentType, filename, ...(alternative && { alternative }), start, end });
    return true;
  }
  const bodies = partsOf(raw, header.bodyStart, end, params['boundary']);
  if (bodies === undefined) return false;
  const inside = contentType === 'multipart/alternative' ? `${id}:` : alternative;
  return bodies.every((part, index) =>
    walk(
      raw,
      {
        ...part,
        header: readHeader(raw, part),
        id: id === '' ? String(index + 1) : `${id}.${index + 1}`,
        depth: depth + 1,
        ...(inside && { alternative: inside }),
      },
      leaves,
    ),
  );
}

/** The parts between the delimiters; undefined without a boundary, without a closing delimiter, or with text after it. */
function partsOf(
  raw: Buffer,
  start: number,
  end: number,
  boundary: string | undefined,
): { start: number; end: number }[] | undefined {
  if (!boundary) return undefined;
  const text = raw.toString('latin1', start, end);
  const escaped = Buffer.from(boundary)
    .toString('latin1')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = [...text.matchAll(new RegExp(`(?:^|\\r?\\n)--${escaped}(--)?[ \\t]*(?:\\r?\\n|$)`, 'g'))];
  const closing = found.at(-1);
  if (found.length < 2 || closing?.[1] === undefined || found.slice(0, -1).some(([, last]) => last !== undefined))
    return undefined;
  return found.slice(0, -1).map((delimiter, index) => ({
    start: start + delimiter.index + delimiter[0].length,
    end: start + found[index + 1]!.index,
  }));
}
