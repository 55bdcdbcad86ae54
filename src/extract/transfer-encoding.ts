/** Undoes the Content-Transfer-Encoding of a part (RFC 2045 6), up to the wanted number of bytes. */

export interface DecodedBytes {
  readonly bytes: Buffer;
  /** The content is not in the declared encoding. */
  readonly damaged: boolean;
  /** There was more than `maxBytes`. */
  readonly cut: boolean;
}

const identity = new Set([
  '',
  '7bit',
  '8bit',
  'binary',
  '7-bit',
  '8-bit',
  'utf-8',
  'utf8',
  'none',
  'us-ascii',
  'text',
  'unknown',
]);

/** Whether the encoding is known here; nothing is assumed about others (x-uuencode, x-yenc). */
export function isKnownEncoding(encoding: string): boolean {
  return identity.has(encoding) || encoding === 'base64' || encoding === 'quoted-printable';
}

/** How much of a body shows whether it is text. */
const sampleBytes = 65_536;
/** Text in any language that parts words has a space this often. */
const longestMeanWord = 24;

/**
 * Whether a body is text as it stands, whatever its transfer encoding is called: printable, with words. What is encoded in base64
 * or another unknown way has no words.
 */
export function isReadableText(body: Buffer): boolean {
  const sample = body.subarray(0, sampleBytes);
  let spaces = 0;
  let odd = 0;
  for (let at = 0; at < sample.length; at += 1) {
    const byte = sample[at]!;
    if (byte === 32 || byte === 10) spaces += 1;
    else if (byte < 32 && byte !== 9 && byte !== 13) odd += 1;
  }
  return odd === 0 && sample.length <= (spaces + 1) * longestMeanWord;
}

/** Decodes up to `maxBytes` bytes of a body. */
export function decodeBody(body: Buffer, encoding: string, maxBytes: number): DecodedBytes {
  switch (encoding) {
    case 'base64':
      return decodeBase64(body, maxBytes);
    case 'quoted-printable': {
      const cutBody = body.subarray(0, maxBytes * 3 + 3);
      return cutTo(decodeQuotedPrintable(cutBody), maxBytes, false, cutBody.length < body.length);
    }
    default:
      return cutTo(body, maxBytes, false, false);
  }
}

/** Size of the decoded content, to the nearest line, without decoding it. */
export function decodedSize(body: Buffer, encoding: string): number {
  if (encoding !== 'base64') return body.length;
  const firstLine = body.indexOf(10);
  const lineLength = firstLine > 0 ? firstLine + 1 : body.length;
  const lineEnds = firstLine > 0 ? Math.ceil(body.length / lineLength) * (body[firstLine - 1] === 13 ? 2 : 1) : 0;
  return Math.max(0, Math.floor(((body.length - lineEnds) * 3) / 4));
}

function cutTo(bytes: Buffer, maxBytes: number, damaged: boolean, cut: boolean): DecodedBytes {
  return { bytes: bytes.subarray(0, maxBytes), damaged, cut: cut || bytes.length > maxBytes };
}

function decodeBase64(body: Buffer, maxBytes: number): DecodedBytes {
  // Lines of 76 characters with CRLF are the usual 4.11 bytes for 3; lines of one character would be 12 for 3.
  const cutBody = body.subarray(0, maxBytes * 4 + 4);
  const foreign = countForeign(cutBody);
  // Plain text under a base64 label: base64 has no spaces within its lines. It is read as it is.
  const isPlain = foreign * 20 > cutBody.length;
  const text = cutBody.toString('latin1');
  if (isPlain) {
    // Clients skip other characters among the letters of base64, so the decoded text is read where it makes sense.
    const bytes = Buffer.from(text.replace(/[^A-Za-z0-9+/]/g, ''), 'base64');
    if (!isReadable(bytes) || isReadable(body)) return cutTo(body, maxBytes, true, false);
    return cutTo(bytes, maxBytes, true, cutBody.length < body.length);
  }
  const padding = text.indexOf('=');
  // Joined segments, each with padding: clients continue after the first.
  const joined = padding >= 0 && /=[\s=]*[A-Za-z0-9+/]/.test(text.slice(padding, padding + 200));
  const bytes = joined
    ? Buffer.concat(text.split(/=[\s=]*/).map((segment) => Buffer.from(segment, 'base64')))
    : Buffer.from(text, 'base64');
  // Characters outside of the alphabet are skipped (RFC 2045 6.8); a few of them are line noise.
  return cutTo(bytes, maxBytes, foreign * 100 > cutBody.length, cutBody.length < body.length);
}

/** Whether the first bytes are text: words of ASCII or UTF-8 with blanks between. */
function isReadable(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 1024);
  const odd = head.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 32) || byte > 126 ? 1 : 0), 0);
  return head.length > 0 && odd * 10 <= head.length && /[A-Za-z]{2,}[ ,.][A-Za-z\d]/.test(head.toString('latin1'));
}

/** Counts the bytes that are neither in the alphabet nor line ends nor padding. */
function countForeign(bytes: Buffer): number {
  let foreign = 0;
  for (let at = 0; at < bytes.length; at += 1) foreign += base64Alphabet[bytes[at]!]!;
  return foreign;
}

const base64Alphabet = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/=\r\n\t]/.test(String.fromCharCode(byte)) ? 0 : 1,
);

/** Joins soft line breaks, also with white space after their `=` (RFC 2045 6.7), and keeps a `=` that encodes nothing. */
export function decodeQuotedPrintable(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  for (let i = 0; i < body.length; i += 1) {
    const byte = body[i]!;
    if (byte === 0x3d) {
      const high = hexValue[body[i + 1] ?? 0]!;
      const low = hexValue[body[i + 2] ?? 0]!;
      if (high < 16 && low < 16) {
        out[length++] = high * 16 + low;
        i += 2;
        continue;
      }
      let next = i + 1;
      while (body[next] === 0x20 || body[next] === 0x09) next += 1;
      if (body[next] === 0x0d && body[next + 1] === 0x0a) next += 1;
      if (body[next] === 0x0a || body[next] === 0x0d || next >= body.length) {
        i = next;
        continue;
      }
    }
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

const hexValue = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? 16 : value;
});
