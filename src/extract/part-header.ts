/** Reads the header of a message or MIME part generously: any line ends, missing empty lines, junk between the fields. */
import libmime from 'libmime';
import { looksLikeUtf8 } from './charset.ts';

/** A parameter list longer than this is an attack, not a content type. */
const maxValueLength = 65_536;
/** Of a field that people may have written. */
const maxNoteLength = 4000;

export interface PartHeader {
  /** Values of a field by lower-case name, in order, unfolded, 8-bit bytes decoded, encoded words as they stand. */
  values(name: string): readonly string[];
  /** Values that read as a sentence, of fields that programs do not write by themselves. */
  texts(): readonly string[];
  /** Offset of the body's first byte. */
  readonly bodyStart: number;
  /** Lines before the body that are no fields: text that other programs may show. */
  readonly junk: string;
  /** The header was longer than the limit; fields behind it were not read. */
  readonly cut: boolean;
}

export interface ContentFields {
  /** Media type in lower case, `text/plain` where there is none (RFC 2045 5.2). */
  readonly contentType: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Lower case; empty where there is none. */
  readonly encoding: string;
  readonly disposition: string;
  readonly filename: string | undefined;
  /** Content-Description (RFC 2045 8); empty where there is none. */
  readonly description: string;
  /** Sentences elsewhere in the header: other names of the file, parameters, fields that people write. */
  readonly notes: readonly string[];
  /** Content-ID (RFC 2392) without its brackets; empty where there is none. */
  readonly contentId: string;
}

/** Reads the header section within `raw[start, end)`. Fields behind `maxBytes` are skipped; the body is found all the same. */
export function readPartHeader(raw: Buffer, start: number, end: number, maxBytes: number): PartHeader {
  const { headerEnd, bodyStart } = findBody(raw, start, end);
  const cut = headerEnd - start > maxBytes;
  const lines = decodeHeaderBytes(raw.subarray(start, Math.min(headerEnd, start + maxBytes))).split(/\r\n|\n|\r/);
  const fields = new Map<string, string[][]>();
  const junk: string[] = [];
  let current: string[] | undefined;
  for (const line of lines) {
    if (line === '') continue;
    if (line[0] === ' ' || line[0] === '\t') {
      if (current) current.push(line.trim());
      else junk.push(line);
      continue;
    }
    const field = /^([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:/.exec(line);
    if (!field) {
      current = undefined;
      if (!/^>?From /.test(line)) junk.push(line);
      continue;
    }
    current = [line.slice(field[0].length).trim()];
    const name = field[1]!.toLowerCase();
    const known = fields.get(name);
    if (known) known.push(current);
    else fields.set(name, [current]);
  }
  const values = (name: string) => (fields.get(name) ?? []).map((pieces) => pieces.join(' ').trim());
  const texts = () =>
    [...fields]
      .flatMap(([name, list]) =>
        technical.test(name) ? [] : list.map((pieces) => decodeWords(pieces.join(' ').slice(0, maxNoteLength))),
      )
      .filter((value) => isSentence(value) && !values('subject').some((subject) => decodeWords(subject) === value));
  // Without a single field this is no header: the part begins with its body.
  if (fields.size === 0 && junk.length > 0) return { values, texts, bodyStart: start, junk: '', cut: false };
  return { values, texts, bodyStart, junk: junk.join('\n'), cut };
}

/** What programs write into headers: how a message travelled, what filters thought of it, how its parts are packed. */
const technical =
  /^(?:received|x-received|dkim-.*|domainkey-.*|arc-.*|authentication-.*|received-spf|x-ms-.*|x-microsoft-.*|x-forefront.*|x-exchange.*|x-google-.*|x-gm-.*|x-spam.*|x-virus.*|x-originat.*|x-mailer|user-agent|mime-version|date|message-id|return-path|subject|thread-index|feedback-id|list-.*|content-type|content-transfer-encoding|content-disposition|content-md5|content-features|autocrypt|face|x-face|openpgp)$/;

/** Five words and more. */
function isSentence(text: string): boolean {
  return /(?<![\p{L}\d'’])(?:[\p{L}\d'’]{2,60}[\s,.;:_]{1,8}){4}[\p{L}\d]/u.test(text);
}

function findBody(raw: Buffer, start: number, end: number): { headerEnd: number; bodyStart: number } {
  if (raw[start] === 10) return { headerEnd: start, bodyStart: Math.min(end, start + 1) };
  if (raw[start] === 13 && raw[start + 1] === 10) return { headerEnd: start, bodyStart: Math.min(end, start + 2) };
  for (let at = raw.indexOf(10, start); at >= 0 && at + 1 < end; at = raw.indexOf(10, at + 1)) {
    // More than one carriage return before a line feed is what text modes make of line ends.
    let next = at + 1;
    while (raw[next] === 13) next += 1;
    if (raw[next] === 10) return { headerEnd: at + 1, bodyStart: Math.min(end, next + 1) };
  }
  return { headerEnd: end, bodyStart: end };
}

function decodeHeaderBytes(bytes: Buffer): string {
  return bytes.toString(looksLikeUtf8(bytes) ? 'utf8' : 'latin1');
}

/** Decodes RFC 2047 encoded words; what cannot be decoded stays as it is. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  try {
    return libmime.decodeWords(text);
  } catch {
    return text; // a broken encoded word is shown as it stands by mail clients too
  }
}

export function readContentFields(header: PartHeader, defaultType: string): ContentFields {
  return fieldsOf(header, defaultType, 0);
}

/**
 * How a client reads the part that believes the last of fields and parameters that occur twice, where that differs from
 * the first: RFC 2045 allows one of each, and clients do not agree.
 */
export function readOtherContentFields(header: PartHeader, defaultType: string): ContentFields | undefined {
  const twice =
    header.values('content-type').length > 1 ||
    header.values('content-transfer-encoding').length > 1 ||
    boundaries.test(header.values('content-type')[0] ?? '');
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

/** @param which 0 for the first, -1 for the last of what occurs twice */
function fieldsOf(header: PartHeader, defaultType: string, which: 0 | -1): ContentFields {
  const stated = header.values('content-type').at(which) ?? '';
  const type = parse(oneBoundary(separated(withoutComments(stated)), which));
  const dispositions = header.values('content-disposition').map((value) => parse(withoutComments(value)));
  const disposition = dispositions[0] ?? parse('');
  const name = disposition.params['filename'] ?? type.params['name'];
  const contentType = (type.value || '').trim().toLowerCase();
  return {
    // RFC 2045 5.2: a type that cannot be read is text/plain.
    contentType: /^[^\s/;]+\/[^\s/;]+$/.test(contentType)
      ? contentType
      : contentType === 'text' || contentType === ''
        ? defaultType
        : contentType === 'multipart'
          ? 'multipart/mixed'
          : 'text/plain',
    params: type.params,
    encoding: encodingOf(header.values('content-transfer-encoding').at(which) ?? ''),
    disposition: (disposition.value || '').trim().toLowerCase(),
    filename: name === undefined || name === '' ? undefined : cleanFilename(decodeWords(name)),
    description: decodeWords(header.values('content-description')[0] ?? '').trim(),
    notes: notesOf(header, [type, ...dispositions], stated),
    contentId: (header.values('content-id')[0] ?? '').replace(/^\s*<|>\s*$/g, '').trim(),
  };
}

/** The mechanism in one of its spellings: `base64`, `"base-64" (really)`, `Quoted_Printable; x=y`. */
function encodingOf(value: string): string {
  const [first = ''] = decodeWords(withoutComments(value)).trim().split(/[;,]/);
  const name = first.replace(/[^!-~]|["']/g, '').toLowerCase();
  const bare = name.replace(/[-_.=]/g, '');
  return bare === 'base64' || bare === 'b64' ? 'base64' : bare === 'quotedprintable' ? 'quoted-printable' : name;
}

/** Without what stands in brackets outside of quotation marks (RFC 5322 3.2.2), nested ones too. */
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
  // A bracket that is never closed is no comment.
  return depth > 0 ? value : out;
}

/** A semicolon behind the type, where another mark or none stands. */
function separated(value: string): string {
  return value.replace(/^\s*([^\s/;,="]+)\s*\/\s*([^\s/;,="]+)\s*[,;\s]?/, '$1/$2; ');
}

function notesOf(
  header: PartHeader,
  values: readonly { params: Record<string, string | undefined> }[],
  type: string,
): string[] {
  const names = values.flatMap(({ params }) => Object.values(params)).map((value = '') => decodeWords(value));
  const comment = /\(([^()]*)\)/.exec(type)?.[1] ?? '';
  const address = readable(header.values('content-location')[0] ?? '');
  return [...new Set([...header.texts(), ...[...names, comment, address].filter((value) => isSentence(value))])];
}

function readable(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // a lone percent sign
  }
}

/** Leaves one of several boundary parameters. */
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

/** The last path segment without control and direction characters, at most 200 characters. */
function cleanFilename(name: string): string {
  const base =
    name
      .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, '')
      .split(/[\\/]/)
      .at(-1) ?? '';
  return base.trim().slice(0, 200) || 'unnamed';
}
