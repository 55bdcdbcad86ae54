/** Reads the fields that say how a MIME part is packed and named (RFC 2045, RFC 2183), in every spelling that clients accept. */
import libmime from 'libmime';
import { valuesOf, type HeaderSection } from '../message/header.ts';
import { decodeWords } from './encoded-words.ts';
import { headerNotes, isSentence } from './header-notes.ts';

/** A longer parameter list is an attack and not a content type. */
const maxValueLength = 65_536;

export interface ContentFields {
  /** Media type in lower case; `text/plain` where the header has none (RFC 2045 5.2). */
  readonly contentType: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Transfer encoding in lower case; empty where there is none. */
  readonly encoding: string;
  readonly disposition: string;
  readonly filename: string | undefined;
  /** Content-Description (RFC 2045 8); empty where there is none. */
  readonly description: string;
  /** Sentences in other places of the header: further names of the file, parameters, fields that people write. */
  readonly notes: readonly string[];
  /** Content-ID (RFC 2392) without its brackets; empty where there is none. */
  readonly contentId: string;
}

export function readContentFields(header: HeaderSection, defaultType: string): ContentFields {
  return fieldsOf(header, defaultType, 0);
}

/**
 * The fields as read by a client that takes the last of repeated fields and parameters; undefined where that is the same
 * reading. RFC 2045 allows one of each, and clients differ in which of several they take.
 */
export function readOtherContentFields(header: HeaderSection, defaultType: string): ContentFields | undefined {
  const twice =
    valuesOf(header, 'content-type').length > 1 ||
    valuesOf(header, 'content-transfer-encoding').length > 1 ||
    boundaries.test(valuesOf(header, 'content-type')[0] ?? '');
  if (!twice) return undefined;
  const first = fieldsOf(header, defaultType, 0);
  const last = fieldsOf(header, defaultType, -1);
  const same =
    first.contentType === last.contentType &&
    first.encoding === last.encoding &&
    first.params['boundary'] === last.params['boundary'] &&
    first.params['charset'] === last.params['charset'];
  return same ? undefined : last;
}

const boundaries = /;\s*boundary\s*=[^;]*;(?:[^;]*;)*?\s*boundary\s*=/i;

/** @param which of repeated fields and parameters: 0 takes the first, -1 the last */
function fieldsOf(header: HeaderSection, defaultType: string, which: 0 | -1): ContentFields {
  const stated = valuesOf(header, 'content-type').at(which) ?? '';
  const type = parse(oneBoundary(separated(withoutComments(stated)), which));
  const dispositions = valuesOf(header, 'content-disposition').map((value) => parse(withoutComments(value)));
  const disposition = dispositions[0] ?? parse('');
  const name = disposition.params['filename'] ?? type.params['name'];
  const contentType = (type.value || '').trim().toLowerCase();
  return {
    // A type that cannot be parsed counts as text/plain (RFC 2045 5.2).
    contentType: /^[^\s/;]+\/[^\s/;]+$/.test(contentType)
      ? contentType
      : contentType === 'text' || contentType === ''
        ? defaultType
        : contentType === 'multipart'
          ? 'multipart/mixed'
          : 'text/plain',
    params: type.params,
    encoding: encodingOf(valuesOf(header, 'content-transfer-encoding').at(which) ?? ''),
    disposition: (disposition.value || '').trim().toLowerCase(),
    filename: name === undefined || name === '' ? undefined : cleanFilename(decodeWords(name)),
    description: decodeWords(valuesOf(header, 'content-description')[0] ?? '').trim(),
    notes: notesOf(header, [type, ...dispositions], stated),
    contentId: (valuesOf(header, 'content-id')[0] ?? '').replace(/^\s*<|>\s*$/g, '').trim(),
  };
}

/** Name of the mechanism from any of its spellings: `base64`, `"base-64" (really)`, `Quoted_Printable; x=y`. */
function encodingOf(value: string): string {
  const [first = ''] = decodeWords(withoutComments(value)).trim().split(/[;,]/);
  const name = first.replace(/[^!-~]|["']/g, '').toLowerCase();
  const bare = name.replace(/[-_.=]/g, '');
  return bare === 'base64' || bare === 'b64' ? 'base64' : bare === 'quotedprintable' ? 'quoted-printable' : name;
}

/** Removes comments, nested ones too: text in brackets outside of quotation marks (RFC 5322 3.2.2). */
function withoutComments(value: string): string {
  if (!value.includes('(')) return value;
  let out = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at]!;
    if (character === '\\') {
      if (depth === 0) out += value.slice(at, at + 2);
      at += 1;
    } else if (character === '"' && depth === 0) {
      quoted = !quoted;
      out += character;
    } else if (character === '(' && !quoted) depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth === 0) out += character;
  }
  // An unclosed bracket is no comment.
  return depth > 0 ? value : out;
}

/** Writes a semicolon after the media type where the header has another separator or none. */
function separated(value: string): string {
  return value.replace(/^\s*([^\s/;,="]+)\s*\/\s*([^\s/;,="]+)\s*[,;\s]?/, '$1/$2; ');
}

function notesOf(
  header: HeaderSection,
  values: readonly { params: Record<string, string | undefined> }[],
  type: string,
): string[] {
  const names = values.flatMap(({ params }) => Object.values(params)).map((value = '') => readable(decodeWords(value)));
  const comment = /\(([^()]*)\)/.exec(type)?.[1] ?? '';
  const address = readable(valuesOf(header, 'content-location')[0] ?? '');
  return [...new Set([...headerNotes(header), ...[...names, comment, address].filter((value) => isSentence(value))])];
}

function readable(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // a lone percent sign
  }
}

/** Keeps one of several boundary parameters. */
function oneBoundary(value: string, which: 0 | -1): string {
  if (!boundaries.test(value)) return value;
  const pieces = value.split(';');
  const found = pieces.flatMap((piece, index) => (/^\s*boundary\s*=/i.test(piece) ? [index] : []));
  const kept = found.at(which);
  return pieces.filter((_, index) => !found.includes(index) || index === kept).join(';');
}

function parse(value: string) {
  return libmime.parseHeaderValue(value.slice(0, maxValueLength));
}

/** The last path segment, at most 200 characters, without control and direction characters. */
function cleanFilename(name: string): string {
  const base =
    name
      .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, '')
      .split(/[\\/]/)
      .at(-1) ?? '';
  return base.trim().slice(0, 200) || 'unnamed';
}

/** A file name as people read it. */
export const shownName = (name: string): string => name.replaceAll('_', ' ');
