/** Compares what a mail client shows of an odd message with what was extracted from it: text that no part holds is ambiguous. */
import type { ExtractedPart, UnreadPart } from '../../../detectors/detector.ts';
import { decodeText } from '../charset.ts';
import { textPart } from '../part-text.ts';
import { fieldsOfFile } from '../file-fields.ts';
import { holdWords, type HeldWords } from './held-words.ts';
import type { OddMessage } from './odd-messages.ts';
import { readShownMail, type ShownFile, type ShownMail } from './shown-mail.ts';

/** A larger message is not read a second time: mailparser takes some 15 ms a megabyte. */
const maxBytes = 33_554_432;
const maxFiles = 500;
/** Attached messages within attached messages. */
const maxDepth = 4;
/** Fewer words are differences between two ways to decode and to lay out the same text. */
const minMissing = 3;
const place = { id: 'second', path: [], encrypted: false, depth: 1 };

/**
 * Reads the messages with mailparser and lists what it shows beyond the first reading. A message that cannot be compared is
 * ambiguous as a whole. CPU time is linear in the size of the messages.
 *
 * @param parts what the first reading has of the whole message
 * @param timeoutMs wall-clock time of mailparser
 */
export async function readAgain(
  odd: readonly OddMessage[],
  parts: readonly ExtractedPart[],
  timeoutMs: number,
): Promise<UnreadPart[]> {
  const deadline = performance.now() + timeoutMs;
  const held = holdWords(parts.map(({ text }) => text));
  const found: UnreadPart[] = [];
  for (const { raw, filename, leaves } of odd) await compare(raw, filename, leaves, 1);
  return found;

  async function compare(
    message: Buffer,
    filename: string | undefined,
    leaves: readonly Buffer[],
    depth: number,
  ): Promise<void> {
    const options = { files: true, timeoutMs: deadline - performance.now() };
    const isTooMuch = message.length > maxBytes || depth > maxDepth;
    const shown = isTooMuch ? undefined : await readShownMail(message, options);
    if (!shown || shown.files.length > maxFiles) {
      found.push(ambiguous('message/rfc822', message.length, filename));
      return;
    }
    const missing = textsOf(shown).reduce((sum, text) => sum + held.missingIn(text), 0);
    if (missing >= minMissing) found.push(ambiguous('text/plain', shown.text.length + shown.html.length, filename));
    for (const file of shown.files) {
      if (isHeld(file, leaves, held)) continue;
      if (file.contentType.startsWith('message/')) await compare(file.bytes, file.filename, leaves, depth + 1);
      else found.push(ambiguous(file.contentType, file.bytes.length, file.filename));
    }
  }
}

function ambiguous(contentType: string, size: number, filename: string | undefined): UnreadPart {
  return { part: place.id, ...(filename !== undefined && { filename }), contentType, size, reason: 'ambiguous' };
}

/** The texts in the same form as those of the parts. */
function textsOf({ subject, text, html }: ShownMail): string[] {
  return [shownText('text/plain', subject), shownText('text/plain', text), shownText('text/html', html)];
}

/** Whether the file is empty, has the same bytes as a leaf, or is a text without words of its own. */
function isHeld({ bytes, contentType }: ShownFile, leaves: readonly Buffer[], held: HeldWords): boolean {
  if (bytes.length === 0 || leaves.some((leaf) => leaf.equals(bytes))) return true;
  const { text, binary } = decodeText(bytes, undefined);
  return !binary && held.missingIn(shownText(contentType, text)) < minMissing;
}

function shownText(contentType: string, text: string): string {
  const fields = fieldsOfFile({ name: undefined, contentType });
  const as = contentType === 'text/html' ? 'html' : 'text';
  return textPart(place, fields, text.replace(structure, ''), as).text;
}

/** Lines that pack parts and tell a reader nothing: delimiters, types and encodings of parts, base64. */
const structure =
  /^(?:--\S{1,200}|content-(?:type|transfer-encoding): ?[\w./+-]{1,80}(?:; ?\w{1,20}="?[\w./+=-]{1,80}"?){0,4};?|[A-Za-z0-9+/=]{60,80})[ \t\r]*$/gim;
