/** Finds random-looking data in RTF, in bytes or in hexadecimal digits, that is no picture, object or other known content. */
import { isDense } from '../../../opaque/dense.ts';
import { hasSignature } from '../../recognise.ts';
import { isReadable } from '../../../opaque/readable-data.ts';

/** Groups whose digits are read or follow a format: objects, pictures and data that Word adds (RTF 1.9.1). */
const known =
  /\\(?:objdata|dibitmap\d*|wbitmap\d*|macpict|datastore|themedata|colorschememapping|passwordhash|fontfile|bkmkpub|svb|mhtmltag)\b/;
/** Digits of so many bytes that they show whether they are random. */
const digits = /(?:[\da-f]{2}[\r\n ]{0,3}){160,100000}/gi;
/** What stands in front of a group's digits. */
const headLength = 400;

/** Linear in the length of the file, whose digits are in few groups. */
export function hasOpaqueData(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  // RTF is text; only its binary pictures look random.
  if (isDense(bytes) && !/\\bin\d/.test(text)) return true;
  for (const { 0: run, index } of text.matchAll(digits)) {
    const head = text.slice(Math.max(0, index - headLength), index);
    if (known.test(head.slice(head.lastIndexOf('{')))) continue;
    const data = Buffer.from(run.replace(/\s/g, ''), 'hex');
    if (!isReadable(data, hasSignature) && isDense(data)) return true;
  }
  return false;
}
