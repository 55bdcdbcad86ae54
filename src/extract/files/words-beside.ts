/** Finds the words in files that no reader reads as a whole: between the data of media, around a PDF, in the data of OneNote and Publisher. */
import type { ReadText } from './file-reader.ts';
import type { Recognised } from './recognise.ts';
import { strayWords } from './stray-words.ts';

/** Unread documents whose text stands in the data as it is. */
const documents = new Set(['application/onenote', 'application/x-ole-storage']);

/** @returns undefined where there are none, or where the file is read in another way */
export function wordsBeside(bytes: Buffer, { kind, contentType = '' }: Recognised): ReadText | undefined {
  if (kind === 'image' || kind === 'media') return textOf(strayWords(bytes), 'between the data', true);
  if (kind === 'pdf') return textOf(strayWords(outsideOfPdf(bytes)), 'between the data', true);
  if (kind === 'other' && documents.has(contentType))
    return textOf([strayWords(bytes), strayWords(wideRuns(bytes))].join('\n').trim(), 'words in the document', false);
  return undefined;
}

function textOf(text: string, label: string, hidden: boolean): ReadText | undefined {
  if (text === '') return undefined;
  return { text, places: [{ start: 0, label }], hidden: hidden ? [{ start: 0, end: text.length }] : [] };
}

/** The bytes of a PDF before its beginning and after its end. */
function outsideOfPdf(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf('%%EOF');
  const behind = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 5);
  return Buffer.concat([bytes.subarray(0, Math.max(0, bytes.indexOf('%PDF-'))), Buffer.from([0]), behind]);
}

/** Runs of letters in UTF-16, as 8-bit letters with a zero between two runs. */
function wideRuns(bytes: Buffer): Buffer {
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  for (let at = 0; at + 1 < bytes.length;) {
    const isLetter =
      bytes[at + 1] === 0 && (bytes[at]! >= 0x20 || bytes[at] === 10 || bytes[at] === 13) && bytes[at]! < 0x7f;
    if (isLetter) {
      out[length++] = bytes[at]!;
      at += 2;
    } else {
      if (length > 0 && out[length - 1] !== 0) out[length++] = 0;
      at += 1;
    }
  }
  return out.subarray(0, length);
}
