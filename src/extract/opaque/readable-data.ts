/** Tells decoded data that somebody can read, text or a file of a known format, from numbers and keys that look like encoded data. */
import { decodeText } from '../charset.ts';

/** A shorter file says nothing, and a few numbers may begin like one. */
const leastFileBytes = 64;
const sampleLength = 2000;

/** @param isFile whether bytes begin like a file of a known format */
export function isReadable(bytes: Buffer, isFile: (bytes: Buffer) => boolean): boolean {
  const { text, binary } = decodeText(bytes.subarray(0, sampleLength), undefined);
  // eslint-disable-next-line no-control-regex -- bytes that no text has
  const isText = !binary && !/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/.test(text.slice(0, -4));
  return isText ? isProse(text) : bytes.length >= leastFileBytes && isFile(bytes);
}

/** Words with spaces or commas between them, as sentences and tables have them and lists of numbers, decoded, do not. */
function isProse(text: string): boolean {
  const words = text.match(/(?<![\p{L}\p{N}])\p{L}{2,20}(?=[\s,;:.\t|"'<]|$)/gu)?.length ?? 0;
  const between = text.match(/[\s,;|]/g)?.length ?? 0;
  const signs = text.match(/[\p{L}\p{N}\s]/gu)?.length ?? 0;
  return (
    words >= 2 &&
    between >= 2 &&
    between > text.length * 0.04 &&
    between < text.length * 0.5 &&
    signs > text.length * 0.7
  );
}
