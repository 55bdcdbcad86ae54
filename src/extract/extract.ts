/** The extract stage: takes a raw message and its envelope, returns all text that can be read and the list of what cannot. */
import type { ExtractedMessage, ExtractedPart, Mailbox, RecipientFacts, Span } from '../../detectors/detector.ts';
import { valuesOf, type HeaderSection } from '../message/header.ts';
import { parseMailboxes } from '../message/mailboxes.ts';
import { decodeWords } from './encoded-words.ts';
import { answeredId, isAutomaticHeader } from './header-origin.ts';
import { createReadBudget } from './files/budget.ts';
import type { ExtractLimits } from './mime-tree.ts';
import { PartCollector } from './part-collector.ts';
import { plainLetters } from './plain-letters.ts';

export type { ExtractLimits } from './mime-tree.ts';
export { PicturesToRead } from './files/formats/image/pictures-to-read.ts';

/** Characters of an address field that are read: 256 KiB hold some 5,000 mailboxes. */
const maxAddressFieldLength = 262_144;

export interface ExtractEnvelope {
  /** The null sender is the empty string. */
  readonly sender: string;
  readonly recipients: readonly RecipientFacts[];
}

/** A message with its header, so that nobody needs to parse the header again. */
export interface ReadMessage {
  readonly message: ExtractedMessage;
  readonly header: HeaderSection;
}

/** The message alone; see `readMessage`. */
export async function extract(
  raw: Buffer,
  envelope: ExtractEnvelope,
  limits: ExtractLimits,
): Promise<ExtractedMessage> {
  return (await readMessage(raw, envelope, limits)).message;
}

/**
 * Reads a message (RFC 5322, RFC 2045-2049) generously: malformed MIME is read as far as any mail client might read it, and
 * the parts that are not read are listed with their reasons. Does not throw for any content. CPU time is linear in the size
 * of the message.
 *
 * @param raw the message as received; not changed
 * @param limits what exceeds a limit is listed as unread
 */
export async function readMessage(raw: Buffer, envelope: ExtractEnvelope, limits: ExtractLimits): Promise<ReadMessage> {
  const collector = new PartCollector(limits);
  const header = collector.read(raw);
  const subjects = valuesOf(header, 'subject').map((value) => decodeWords(value).trim());
  const [from] = mailboxes(header, 'from');
  const messageId = valuesOf(header, 'message-id')[0]?.replace(/^<|>$/g, '').trim();
  const inReplyTo = answeredId(header);
  const { bodies, attachments, unread } = await collector.finish(
    subjects.join('\n'),
    createReadBudget(limits, raw.length),
  );
  const names = namesOf(
    [...valuesOf(header, 'comments'), ...valuesOf(header, 'keywords')].map(decodeWords),
    collector.names,
  );
  const pictures = collector.pictures((name) => names.at.get(name));
  const classified = collector.classifiedPictures((name) => names.at.get(name));
  const parts = [
    // RFC 5322 3.6 forbids a second Subject field, but some clients show the last one.
    textPart('subject', 'subject', subjects.join('\n')),
    ...bodies,
    ...attachments,
    ...(names.text === '' ? [] : [textPart('names', 'body', names.text)]),
  ];
  const odd = collector.oddMessages();
  if (odd.length > 0) {
    // Few messages are odd; the others' workers need not load a second reader.
    const { readAgain } = await import('./second-reading/second-reading.ts');
    unread.push(...(await readAgain(odd, parts, limits.filesTimeoutMs)));
  }
  const message: ExtractedMessage = {
    sender: envelope.sender,
    recipients: envelope.recipients,
    ...(from && { from }),
    to: mailboxes(header, 'to'),
    cc: mailboxes(header, 'cc'),
    replyTo: mailboxes(header, 'reply-to'),
    subject: subjects[0] ?? '',
    ...(messageId && { messageId }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(isAutomaticHeader(header) && { automatic: true }),
    parts,
    unread,
    ...(pictures.length > 0 && { pictures }),
    ...(classified.length > 0 && { classified }),
  };
  return { message, header };
}

/**
 * Reads a file in the same way as an attachment. Its part has the number 1.
 *
 * @param name is shown, and is read for passwords and names; the kind of the file does not depend on it
 */
export async function extractFile(
  bytes: Buffer,
  name: string,
  limits: ExtractLimits,
): Promise<Pick<ExtractedMessage, 'parts' | 'unread' | 'pictures' | 'classified'>> {
  const collector = new PartCollector(limits);
  collector.add(bytes, name);
  const { attachments, unread } = await collector.finish('', createReadBudget(limits, bytes.length));
  const pictures = collector.pictures(() => undefined);
  const classified = collector.classifiedPictures(() => undefined);
  return {
    parts: attachments,
    unread,
    ...(pictures.length > 0 && { pictures }),
    ...(classified.length > 0 && { classified }),
  };
}

function textPart(id: string, kind: ExtractedPart['kind'], text: string): ExtractedPart {
  return plainLetters({ id, kind, contentType: 'text/plain', text, quoted: [], hidden: [] });
}

/** The texts that clients show beside a message's text and files, one a line, and the place of each name. */
function namesOf(
  fields: readonly string[],
  names: ReadonlySet<string>,
): { text: string; at: ReadonlyMap<string, Span> } {
  const lines: string[] = [];
  const at = new Map<string, Span>();
  let length = 0;
  for (const name of [...fields, ...names]) {
    const { text } = textPart('names', 'body', name.replace(/\s+/g, ' ').trim());
    const line = text.trim();
    if (line === '') continue;
    at.set(name, { start: length, end: length + line.length });
    lines.push(line);
    length += line.length + 1;
  }
  return { text: lines.join('\n'), at };
}

function mailboxes(header: HeaderSection, name: string): Mailbox[] {
  return valuesOf(header, name)
    .flatMap((value) => parseMailboxes(value.slice(0, maxAddressFieldLength)))
    .map((mailbox) => ({ name: decodeWords(mailbox.name).trim(), address: mailbox.address }));
}
