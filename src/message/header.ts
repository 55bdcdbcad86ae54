/** Reads the header of a message or MIME part: the only parser of header fields, for receiving, extraction and conversations. */
import { isUtf8 } from 'node:buffer';

export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** Unfolded, without the surrounding white space; encoded words (RFC 2047) are not decoded. */
  readonly value: string;
}

export interface HeaderSection {
  /** In the order of the header. */
  readonly fields: readonly HeaderField[];
  /** Offset of the empty line, or of the end where there is no empty line. */
  readonly end: number;
  /** Offset of the first byte of the body. */
  readonly bodyStart: number;
  /** Lines that are neither fields nor continuations of fields. Some programs show them to the recipient. */
  readonly junk: string;
  /** The header is longer than the limit; the fields after the limit are not read. */
  readonly cut: boolean;
}

/** The section of the raw bytes that begins with a header. */
export interface HeaderRange {
  /** Default 0. */
  readonly start?: number;
  /** Offset after the last byte of the message or part; default the end of the bytes. */
  readonly end?: number;
  /** Bytes of the header that are read; default all. */
  readonly maxBytes?: number;
}

/** Bytes up to the empty line. A message need not have a body (RFC 5322 3.5). */
export function headerEnd(raw: Buffer): number {
  return findBody(raw, 0, raw.length).end;
}

/**
 * Reads a header section (RFC 5322 2.2) generously: any line ends, missing empty lines, lines that are no fields. A
 * continuation line belongs to the line before it, so one that follows a line that is no field is no part of any field.
 * Bytes are decoded as UTF-8 where the whole section is UTF-8 (RFC 6532), otherwise as latin1. CPU time is linear.
 */
export function readHeader(raw: Buffer, range: HeaderRange = {}): HeaderSection {
  const { start = 0, end = raw.length, maxBytes = Infinity } = range;
  const { end: headerEnd, bodyStart } = findBody(raw, start, end);
  const bytes = raw.subarray(start, Math.min(headerEnd, start + maxBytes));
  const { fields, junk } = readLines(bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1'));
  // A section without a single field is no header: the part begins with its body.
  if (fields.length === 0 && junk.length > 0) return { fields, end: headerEnd, bodyStart: start, junk: '', cut: false };
  return { fields, end: headerEnd, bodyStart, junk: junk.join('\n'), cut: headerEnd - start > maxBytes };
}

/** Values of a field in the order of the header. @param name in lower case */
export function valuesOf({ fields }: Pick<HeaderSection, 'fields'>, name: string): string[] {
  return fields.filter((field) => field.name === name).map(({ value }) => value);
}

function readLines(text: string): { fields: HeaderField[]; junk: string[] } {
  const fields: { name: string; value: string }[] = [];
  const junk: string[] = [];
  let current: { name: string; value: string } | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    if (line[0] === ' ' || line[0] === '\t') {
      if (current) current.value = `${current.value} ${line.trim()}`;
      else junk.push(line);
      continue;
    }
    const field = /^([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:/.exec(line);
    if (field) {
      current = { name: field[1]!.toLowerCase(), value: line.slice(field[0].length).trim() };
      fields.push(current);
    } else {
      current = undefined;
      // The separator line of an mbox file (RFC 4155) is no text of the message.
      if (!/^>?From /.test(line)) junk.push(line);
    }
  }
  for (const field of fields) field.value = field.value.trim();
  return { fields, junk };
}

function findBody(raw: Buffer, start: number, end: number): { end: number; bodyStart: number } {
  if (start < end && raw[start] === 10) return { end: start, bodyStart: start + 1 };
  if (start + 1 < end && raw[start] === 13 && raw[start + 1] === 10) return { end: start, bodyStart: start + 2 };
  for (let at = raw.indexOf(10, start); at >= 0 && at + 1 < end; at = raw.indexOf(10, at + 1)) {
    // Programs that convert line ends twice write several carriage returns before a line feed.
    let next = at + 1;
    while (raw[next] === 13) next += 1;
    if (raw[next] === 10) return { end: at + 1, bodyStart: Math.min(end, next + 1) };
  }
  return { end, bodyStart: end };
}
