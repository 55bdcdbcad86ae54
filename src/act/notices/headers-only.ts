/** The header section of the original, the only part of a message that a report contains. */
import { headerEnd } from '../../message/header.ts';

const maxHeaderBytes = 65_536;

/**
 * The original's header section, without the empty line (RFC 6522 4). A section over 64 KB is cut at the start of the
 * field that does not fit.
 */
export function headersOnly(raw: Buffer): Buffer {
  const header = raw.subarray(0, headerEnd(raw));
  if (header.length <= maxHeaderBytes) return header;
  let end = maxHeaderBytes;
  while (end > 0 && !startsField(header, end)) end -= 1;
  return header.subarray(0, end);
}

/** A field starts after CRLF and not with the white space of a folded line. */
function startsField(header: Buffer, at: number): boolean {
  const first = header[at];
  return header[at - 2] === 13 && header[at - 1] === 10 && first !== 32 && first !== 9;
}
