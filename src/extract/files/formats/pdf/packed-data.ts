/** Unpacks data by the older filters of PDF (ISO 32000-1 7.4): digits, base 85, runs, LZW, and the predictors of rows. */

/** @returns undefined where other signs than digits stand in it */
export function fromAsciiHex(data: Buffer): Buffer | undefined {
  const digits = upTo(data, '>');
  if (/[^\da-fA-F]/.test(digits)) return undefined;
  // An odd last digit stands for itself and a zero.
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}

/** @returns undefined where other signs stand in it */
export function fromAscii85(data: Buffer): Buffer | undefined {
  const signs = upTo(data, '~').replace(/^<~?/, '').replaceAll('z', '!!!!!');
  if (/[^!-u]/.test(signs)) return undefined;
  const groups = Math.ceil(signs.length / 5);
  const missing = groups * 5 - signs.length;
  const filled = signs + 'u'.repeat(missing);
  const bytes = Buffer.alloc(groups * 4);
  for (let group = 0; group < groups; group += 1) {
    let number = 0;
    for (let at = group * 5; at < group * 5 + 5; at += 1) number = number * 85 + filled.charCodeAt(at) - 33;
    bytes.writeUInt32BE(number % 2 ** 32, group * 4);
  }
  return bytes.subarray(0, bytes.length - missing);
}

/** The signs before the end of the data, without spaces. */
function upTo(data: Buffer, end: string): string {
  const text = data.toString('latin1').replace(/[\s\0]+/g, '');
  const at = text.indexOf(end, 2);
  return at < 0 ? text.replace(end, '') : text.slice(0, at);
}

/** Bytes in one piece of memory that grows: the data may say a byte at a time. */
class Growing {
  #bytes = Buffer.alloc(1 << 16);
  length = 0;

  /** Room for so many more bytes. */
  room(more: number): Buffer {
    if (this.length + more > this.#bytes.length) {
      const larger = Buffer.alloc(2 * (this.length + more));
      this.#bytes.copy(larger, 0, 0, this.length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }

  all(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }
}

/** @returns more than `mostBytes` where there is more, not all of it */
export function fromRunLength(data: Buffer, mostBytes: number): Buffer {
  const out = new Growing();
  for (let at = 0; at < data.length && data[at] !== 128 && out.length <= mostBytes;) {
    const count = data[at]!;
    const bytes = out.room(128);
    if (count < 128) {
      out.length += data.copy(bytes, out.length, at + 1, at + count + 2);
      at += count + 2;
    } else {
      bytes.fill(data[at + 1] ?? 0, out.length, out.length + 257 - count);
      out.length += 257 - count;
      at += 2;
    }
  }
  return out.all();
}

const [clear, end] = [256, 257];
/** Codes of the table begin here, and there are no more than 12 bits give. */
const [firstOfTable, mostCodes] = [258, 4096];

/**
 * @param early whether codes get longer one code early, as they do where the dictionary does not say otherwise
 * @returns more than `mostBytes` where there is more, not all of it; undefined where a code has no meaning
 */
export function fromLzw(data: Buffer, mostBytes: number, early: boolean): Buffer | undefined {
  const out = new Growing();
  // What a code of the table stands for has been written before: where, and how long it is.
  const starts = new Int32Array(mostCodes);
  const lengths = new Int32Array(mostCodes);
  let codes = firstOfTable;
  let last = 0;
  for (let at = 0, bits = 0, held = 0; out.length <= mostBytes;) {
    const next = codes + (early ? 1 : 0);
    const width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
    for (; bits < width && at < data.length; at += 1, bits += 8) held = ((held << 8) | data[at]!) & 0xfffff;
    if (bits < width) break;
    const code = (held >> (bits -= width)) & ((1 << width) - 1);
    if (code === end) break;
    if (code === clear) {
      [codes, last] = [firstOfTable, 0];
      continue;
    }
    // The code that is added next: what was written last, and its first byte once more.
    const isNew = code === codes && last > 0;
    if (code >= codes && !isNew) return undefined;
    const from = code < clear ? -1 : isNew ? out.length - last : starts[code]!;
    const length = code < clear ? 1 : isNew ? last + 1 : lengths[code]!;
    const bytes = out.room(length);
    if (from < 0) bytes[out.length] = code;
    // It may go on in what it writes itself, so it is copied byte by byte.
    else for (let one = 0; one < length; one += 1) bytes[out.length + one] = bytes[from + one]!;
    if (last > 0 && codes < mostCodes) {
      [starts[codes], lengths[codes]] = [out.length - last, last + 1];
      codes += 1;
    }
    out.length += length;
    last = length;
  }
  return out.all();
}

/**
 * Undoes the predictors of PNG: the first byte of each row says how it was predicted.
 *
 * @param step bytes from one pixel to the next
 * @param width bytes of a row
 */
export function withoutPredictor(data: Buffer, step: number, width: number): Buffer {
  const rows = Math.ceil(data.length / (width + 1));
  const out = Buffer.alloc(Math.max(0, data.length - rows));
  for (let row = 0; row < rows; row += 1) {
    const from = row * (width + 1);
    for (let column = 0; column < width && from + column + 1 < data.length; column += 1) {
      const at = row * width + column;
      const left = column >= step ? out[at - step]! : 0;
      const up = row > 0 ? out[at - width]! : 0;
      const corner = row > 0 && column >= step ? out[at - width - step]! : 0;
      out[at] = data[from + column + 1]! + predicted(data[from]!, left, up, corner);
    }
  }
  return out;
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const [byLeft, byUp, byCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
}
