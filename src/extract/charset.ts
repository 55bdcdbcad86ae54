/** Decodes the bytes of a text part: by its byte order mark, then by the declared charset, then by what the bytes look like. */
/* eslint-disable no-control-regex -- charsets shift with control characters */
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import libmime from 'libmime';

export interface DecodedText {
  readonly text: string;
  /** A good part of the bytes has no meaning in the charset, or is binary. */
  readonly damaged: boolean;
  /** So much is binary that the text is not worth reading. */
  readonly binary: boolean;
}

export function looksLikeUtf8(bytes: Uint8Array): boolean {
  return isUtf8(bytes);
}

/**
 * Decodes with line ends as `\n` and NULs dropped. A wrong label does not hide text: ASCII and UTF-8 labels fall back to
 * windows-1252 where the bytes are not UTF-8, as in mail clients, and UTF-16 is recognised without its mark.
 */
export function decodeText(bytes: Buffer, declared: string | undefined): DecodedText {
  const decoded = withoutEscapes(decode(bytes, declared));
  const controls = decoded.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0;
  const unreadable = decoded.includes('\ufffd') ? decoded.split('\ufffd').length - 1 : 0;
  const nul = decoded.includes('\u0000');
  return {
    text: normaliseLineEnds(nul ? decoded.replaceAll('\u0000', '') : decoded),
    damaged: nul || controls * 20 > decoded.length || unreadable * 10 > decoded.length,
    binary: (controls + unreadable) * 5 > decoded.length,
  };
}

function decode(bytes: Buffer, declared: string | undefined): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeWith('utf-16le', bytes) ?? '';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeWith('utf-16be', bytes) ?? '';
  const widest = unmarkedUtf32(bytes);
  if (widest) return iconv.decode(bytes, widest);
  const wide = unmarkedUtf16(bytes);
  if (wide) return decodeWith(wide, bytes) ?? '';
  const label = (declared ?? '').trim().toLowerCase();
  // UTF-16 and UTF-32 make no words of plain ASCII bytes, so these bytes are ASCII.
  if (/^(utf-?(16|32)|ucs-?[24]|iso-10646-ucs|unicode$)/.test(label) && isPlainAscii(bytes))
    return bytes.toString('latin1');
  const shifted = decodeShifted(bytes, label);
  if (shifted !== undefined) return shifted;
  if (/^(cs)?unicode-?1-?1-?utf-?7$/.test(label)) return iconv.decode(bytes, 'utf-7');
  if (/^(us-?ascii|ascii|ansi_x3\.4-1968|utf-?8|unicode-1-1-utf-8|7bit|8bit|)$/.test(label)) {
    return looksLikeUtf8(bytes)
      ? bytes.toString('utf8')
      : (decodeWith('windows-1252', bytes) ?? bytes.toString('latin1'));
  }
  const canonical = libmime.normalizeCharset(label);
  const decoded = decodeWith(label, bytes) ?? decodeWith(canonical, bytes);
  if (decoded !== undefined) return decoded;
  // TextDecoder is native and knows the WHATWG encodings. iconv-lite decodes the rare others (UTF-7, IBM code pages).
  return iconv.encodingExists(canonical) ? iconv.decode(bytes, canonical) : bytes.toString('utf8');
}

function decodeWith(label: string, bytes: Buffer): string | undefined {
  const name = /^utf-?16$/i.test(label) ? 'utf-16be' : label; // RFC 2781 4.3: without a mark, big-endian
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return undefined; // not a label that TextDecoder knows: the caller tries the next one
  }
}

/** Detects UTF-32 by its zero bytes: three of four for the letters of every European language. */
function unmarkedUtf32(bytes: Buffer): 'utf-32le' | 'utf-32be' | undefined {
  const head = bytes.subarray(0, Math.min(512, bytes.length & ~3));
  if (head.length < 8) return undefined;
  let little = 0;
  let big = 0;
  for (let at = 0; at < head.length; at += 4) {
    if (head[at + 2] === 0 && head[at + 3] === 0 && head[at] !== 0) little += 1;
    if (head[at] === 0 && head[at + 1] === 0 && head[at + 3] !== 0) big += 1;
  }
  const most = (head.length / 4) * 0.9;
  return little >= most ? 'utf-32le' : big >= most ? 'utf-32be' : undefined;
}

function isPlainAscii(bytes: Buffer): boolean {
  return !bytes.subarray(0, 4096).some((byte) => byte === 0 || byte > 0x7e);
}

/** Decodes seven-bit charsets that shift to double bytes and back: HZ (RFC 1843), ISO-2022-KR (RFC 1557), ISO-2022-CN. */
function decodeShifted(bytes: Buffer, label: string): string | undefined {
  const isHz = label === 'hz-gb-2312' || label === 'hz';
  if (!isHz && !/^(cs)?iso-?2022-?(kr|cn)/.test(label)) return undefined;
  const inner = label.includes('kr') ? 'euc-kr' : 'gb18030';
  const shifts = isHz ? /~\{([^~]*)(?:~\}|$)/g : /\x0e([^\x0f\n]*)(?:\x0f|(?=\n)|$)/g;
  const text = bytes.toString('latin1').replace(/\x1b\$[)*+][A-Z]/g, '');
  return text
    .replace(shifts, (_, pairs: string) =>
      iconv.decode(
        Buffer.from(pairs, 'latin1').map((byte) => byte | 0x80),
        inner,
      ),
    )
    .replace(isHz ? /~\n|~(?=~)/g : /[\x0e\x0f]/g, '');
}

/** Removes sequences that choose colours and character sets (ECMA-48, ISO 2022), which programs do not show. */
function withoutEscapes(text: string): string {
  return text.includes('\x1b') ? text.replace(/\x1b(?:\[[0-9;?]{0,20}[ -/]?[@-~]|[ -/]{1,3}[0-~])/g, '') : text;
}

function unmarkedUtf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, 512);
  if (head.length < 4 || !head.includes(0)) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i += 1) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  }
  const half = head.length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.1) return 'utf-16be';
  return undefined;
}

function normaliseLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
