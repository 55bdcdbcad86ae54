/** Reads the header section of a raw message: fields in order, unfolded, and mailboxes out of address fields (RFC 5322). */
import type { Mailbox } from '../../detectors/detector.ts';

export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** Unfolded value, without the surrounding white space; bytes above 127 as latin1. */
  readonly value: string;
}

export interface HeaderSection {
  readonly fields: readonly HeaderField[];
  /** Offset at which the header section ends: of the empty line, or of the whole message where there is none. */
  readonly end: number;
  /** A line before the empty line that is neither a field nor a continuation: the header is malformed from there on. */
  readonly malformed: boolean;
}

/** Bytes up to the empty line. A message may have no body at all (RFC 5322 3.5). */
export function headerEnd(raw: Buffer): number {
  if (raw[0] === 13 && raw[1] === 10) return 0;
  const at = raw.indexOf('\r\n\r\n');
  return at < 0 ? raw.length : at + 2;
}

export function readHeader(raw: Buffer): HeaderSection {
  const end = headerEnd(raw);
  const fields: { name: string; value: string }[] = [];
  let malformed = false;
  for (const line of raw.toString('latin1', 0, end).split('\r\n')) {
    if (line === '') continue;
    if (/^[ \t]/.test(line)) {
      const last = fields.at(-1);
      if (last) last.value += ` ${line.trim()}`;
      else malformed = true;
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trimEnd();
    if (colon <= 0 || !/^[\x21-\x39\x3b-\x7e]+$/.test(name)) {
      malformed = true;
      continue;
    }
    fields.push({ name: name.toLowerCase(), value: line.slice(colon + 1).trim() });
  }
  return { fields, end, malformed };
}

export function valuesOf(header: HeaderSection, name: string): string[] {
  return header.fields.filter((field) => field.name === name).map((field) => field.value);
}

/** Mailboxes of an address field (RFC 5322 3.4): display names, quoted strings, comments and groups. Others are skipped. */
export function parseMailboxes(value: string): Mailbox[] {
  return readMailboxes(value).boxes;
}

/**
 * The same for whoever decides on trust. `unreadable` counts what another reader may take for an address, or for another
 * one than we do: text with an @ that is none, text behind the angle brackets, brackets left open or repeated.
 */
export function readMailboxes(value: string): { boxes: Mailbox[]; unreadable: number } {
  const boxes: Mailbox[] = [];
  let unreadable = 0;
  let name = '';
  let angle: string | undefined;
  const finish = () => {
    const address = (angle ?? name).trim();
    if (/^(?:"(?:[^"\\]|\\.)*"|[^\s@"<>]+)@[^\s@<>]+$/.test(address)) {
      const at = address.lastIndexOf('@');
      boxes.push({
        name: angle === undefined ? '' : unquote(name.trim()),
        address: address.slice(0, at) + address.slice(at).toLowerCase(),
      });
    } else if (angle !== undefined || name.includes('@')) {
      unreadable += 1;
    }
    name = '';
    angle = undefined;
  };
  for (let i = 0; i < value.length; i += 1) {
    const char = value[i]!;
    if (char === '"') {
      const start = i;
      for (i += 1; i < value.length && value[i] !== '"'; i += 1) if (value[i] === '\\') i += 1;
      name += value.slice(start, i + 1);
    } else if (char === '(') {
      for (let depth = 1; depth > 0 && ++i < value.length;) {
        if (value[i] === '\\') i += 1;
        else if (value[i] === '(') depth += 1;
        else if (value[i] === ')') depth -= 1;
      }
    } else if (char === '<') {
      const close = endOfAngle(value, i + 1);
      if (angle !== undefined || close === value.length) unreadable += 1;
      angle = value.slice(i + 1, close).replace(/^@[^:]*:/, '');
      i = close;
    } else if (char === ',' || char === ';') {
      finish();
    } else if (char === ':' && angle === undefined) {
      if (name.includes('@')) unreadable += 1;
      name = ''; // a group's name
    } else if (angle === undefined) {
      name += char;
    } else if (char !== ' ' && char !== '\t') {
      unreadable += 1;
    }
  }
  finish();
  return { boxes, unreadable };
}

function endOfAngle(value: string, from: number): number {
  for (let i = from; i < value.length; i += 1) {
    if (value[i] === '"') {
      for (i += 1; i < value.length && value[i] !== '"'; i += 1) if (value[i] === '\\') i += 1;
    } else if (value[i] === '>') return i;
  }
  return value.length;
}

function unquote(text: string): string {
  return text.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) => inner.replace(/\\(.)/g, '$1'));
}
