/** Splits RTF into groups, control words, bytes and text. Source: Rich Text Format specification 1.9.1. */

export interface RtfHandler {
  open(): void;
  close(): void;
  /** @param value of the control word; undefined where it has none */
  word(name: string, value: number | undefined): void;
  /** A character by its code in the charset of the font. */
  byte(code: number): void;
  /** Characters as they are in the file, which are also bytes. */
  bytes(data: Buffer): void;
  /** Binary data after `\bin`. */
  binary(data: Buffer): void;
}

const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const lineEnds: ReadonlySet<number> = new Set([0x0a, 0x0d]);

/** Linear in the length of the file. @param tick is called regularly and may throw to end the reading */
export function readTokens(rtf: Buffer, handler: RtfHandler, tick: () => void): void {
  let at = 0;
  let count = 0;
  while (at < rtf.length) {
    count += 1;
    if (count % 10_000 === 0) tick();
    const code = rtf[at]!;
    if (code === openBrace) {
      handler.open();
      at += 1;
    } else if (code === closeBrace) {
      handler.close();
      at += 1;
    } else if (code === backslash) at = control(rtf, at + 1, handler);
    else if (lineEnds.has(code)) at += 1;
    else {
      let end = at + 1;
      while (end < rtf.length && !isMark(rtf[end]!)) end += 1;
      handler.bytes(rtf.subarray(at, end));
      at = end;
    }
  }
}

function isMark(code: number): boolean {
  return code === backslash || code === openBrace || code === closeBrace || lineEnds.has(code);
}

function control(rtf: Buffer, start: number, handler: RtfHandler): number {
  const code = rtf[start];
  if (code === undefined) return start;
  if (!isLetter(code)) {
    if (code === 0x27) {
      const value = Number.parseInt(rtf.toString('latin1', start + 1, start + 3), 16);
      if (!Number.isNaN(value)) handler.byte(value);
      return start + 3;
    }
    handler.word(String.fromCharCode(code), undefined);
    return start + 1;
  }
  let at = start;
  while (at < rtf.length && at - start < 64 && isLetter(rtf[at]!)) at += 1;
  const name = rtf.toString('latin1', start, at);
  const match = /^-?\d{1,10}/.exec(rtf.toString('latin1', at, at + 11));
  const value = match ? Number(match[0]) : undefined;
  at += match?.[0].length ?? 0;
  if (rtf[at] === 0x20) at += 1;
  if (name === 'bin' && value !== undefined && value > 0) {
    handler.binary(rtf.subarray(at, at + value));
    return at + value;
  }
  handler.word(name, value);
  return at;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}
