/** Changes that put the text of a message into a file: a text file, or the message itself attached to another. */
import type { ExtractedMessage, ExtractedPart, PartId } from '../../../detectors/detector.ts';
import { unchanged } from '../../../scripts/neutral-changes/changed-text.ts';
import { neutralBlocks } from '../../../scripts/neutral-changes/neutral-text.ts';
import { pick, seededNumbers } from '../../../scripts/neutral-changes/text-changes.ts';
import { composeMime } from '../../../src/eval/compose-mime.ts';
import type { ChangedMessage } from './changed-message.ts';
import { alignedOffsets, bodiesOf, placeInRead, readRaw } from './read-again.ts';

const nobody = { name: '', address: 'nobody@school.example' };
const boundary = '=_metamorphic';

export async function inTextAttachment(message: ExtractedMessage, seed: string): Promise<ChangedMessage | undefined> {
  const body = onlyBody(message);
  if (!body) return undefined;
  const text = coverOf(seed);
  const attachments = [{ filename: 'notes.txt', contentType: 'text/plain', text: body.text }];
  const raw = composeMime({ from: nobody, to: [], cc: [], subject: '', text, attachments });
  return movedInto(message, body, await readRaw(raw), message.subject);
}

export async function inAttachedMessage(message: ExtractedMessage, seed: string): Promise<ChangedMessage | undefined> {
  const body = onlyBody(message);
  if (!body) return undefined;
  const { subject, from, to, cc } = message;
  const inner = composeMime({ from: from ?? nobody, to, cc, subject, text: body.text, attachments: [] });
  const raw = [
    `From: ${nobody.address}`,
    `Content-Type: multipart/mixed; boundary="${boundary}"\r\n`,
    `--${boundary}`,
    'Content-Type: text/plain\r\n',
    coverOf(seed),
    `--${boundary}`,
    'Content-Type: message/rfc822',
    'Content-Disposition: attachment; filename="forwarded.eml"\r\n',
    inner.toString('latin1'),
    `--${boundary}--\r\n`,
  ].join('\r\n');
  return movedInto(message, body, await readRaw(Buffer.from(raw, 'latin1')), `FW: ${subject}`);
}

/** Of several bodies it is not clear which one would be sent as a file, and pictures that the text shows would stay behind. */
function onlyBody(message: ExtractedMessage): ExtractedPart | undefined {
  const [body, ...others] = bodiesOf(message);
  const showsPictures = message.pictures?.some(({ shown }) => shown !== undefined) ?? false;
  return body !== undefined && others.length === 0 && body.text.trim() !== '' && !showsPictures ? body : undefined;
}

function coverOf(seed: string): string {
  return pick(neutralBlocks.covers, seededNumbers(`cover ${seed}`));
}

/** The cover in place of the body, and the parts that were read of the file behind all others. */
function movedInto(
  message: ExtractedMessage,
  body: ExtractedPart,
  read: ExtractedMessage,
  subject: string,
): ChangedMessage {
  const [cover] = bodiesOf(read);
  const files = read.parts
    .filter((part) => part.kind === 'attachment')
    .map((part) => ({ ...part, id: `file-${part.id}` }));
  const file = files.findLast(({ text }) => text !== '')!;
  const changed = unchanged(body.text);
  const aligned = alignedOffsets(body.text, file.text);
  const parts = message.parts.map((part) => {
    if (part.id === body.id) return { ...cover!, id: body.id };
    return part.kind === 'subject' ? { ...part, text: subject } : part;
  });
  const by = subject.length - message.subject.length;
  return {
    message: { ...message, subject, parts: withFiles(parts, files, read) },
    place(part: PartId, span) {
      if (part === 'subject') return { part, span: { start: span.start + by, end: span.end + by } };
      if (part !== body.id) return { part, span };
      const found = placeInRead(changed, aligned, span);
      return found && { part: file.id, span: found };
    },
  };
}

/** File names stand in one part, which is the last. */
function withFiles(
  parts: readonly ExtractedPart[],
  files: readonly ExtractedPart[],
  read: ExtractedMessage,
): ExtractedPart[] {
  const isNames = ({ id }: ExtractedPart) => id === 'names';
  const names = [...parts.filter(isNames), ...read.parts.filter(isNames)];
  const joined = names.length === 0 ? [] : [{ ...names[0]!, text: names.map(({ text }) => text).join('\n') }];
  return [...parts.filter((part) => !isNames(part)), ...files, ...joined];
}
