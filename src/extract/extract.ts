/** The extract stage: a raw message and its envelope in, everything that can be read as text out, and what could not. */
import type { ExtractedMessage, ExtractedPart, Mailbox, RecipientFacts, Span } from '../../detectors/detector.ts';
import { parseMailboxes } from '../message/header.ts';
import { decodeWords, type PartHeader } from './part-header.ts';
import { createReadBudget } from './files/budget.ts';
import type { ExtractLimits } from './mime-tree.ts';
import { PartCollector } from './part-collector.ts';
import { plainLetters } from './plain-letters.ts';

export type { ExtractLimits } from './mime-tree.ts';

/** Address fields longer than this are read up to here: 256 KiB hold some 5,000 mailboxes. */
const maxAddressFieldLength = 262_144;

/**
 * Reads a message (RFC 5322, RFC 2045-2049) generously: malformed MIME is read as far as any mail client might read it, and
 * what is not read is listed with its reason. Does not throw for any content. CPU time is linear in the size of the message.
 *
 * @param raw the message as received; not changed
 * @param envelope the null sender is the empty string
 * @param limits what is behind a limit is listed as unread
 */
export async function extract(
  raw: Buffer,
  envelope: { readonly sender: string; readonly recipients: readonly RecipientFacts[] },
  limits: ExtractLimits,
): Promise<ExtractedMessage> {
  const collector = new PartCollector(limits);
  const header = collector.read(raw);
  const subjects = header.values('subject').map((value) => decodeWords(value).trim());
  const [from] = mailboxes(header, 'from');
  const messageId = header.values('message-id')[0]?.replace(/^<|>$/g, '').trim();
  const { bodies, attachments, unread } = await collector.finish(
    subjects.join('\n'),
    createReadBudget(limits, raw.length),
  );
  const names = namesOf([...header.values('comments'), ...header.values('keywords')].map(decodeWords), collector.names);
  const pictures = collector.pictures((name) => names.at.get(name));
  return {
    sender: envelope.sender,
    recipients: envelope.recipients,
    ...(from && { from }),
    to: mailboxes(header, 'to'),
    cc: mailboxes(header, 'cc'),
    replyTo: mailboxes(header, 'reply-to'),
    subject: subjects[0] ?? '',
    ...(messageId && { messageId }),
    // A second Subject field is against RFC 5322 3.6, but some clients show the last one.
    parts: [
      textPart('subject', 'subject', subjects.join('\n')),
      ...bodies,
      ...attachments,
      ...(names.text === '' ? [] : [textPart('names', 'body', names.text)]),
    ],
    unread,
    ...(pictures.length > 0 && { pictures }),
  };
}

/**
 * Reads a file that is no mail, as it would be read as an attachment: its part is number 1.
 *
 * @param name shown and taken into passwords and names; recognition does not depend on it
 */
export async function extractFile(
  bytes: Buffer,
  name: string,
  limits: ExtractLimits,
): Promise<Pick<ExtractedMessage, 'parts' | 'unread' | 'pictures'>> {
  const collector = new PartCollector(limits);
  collector.add(bytes, name);
  const { attachments, unread } = await collector.finish('', createReadBudget(limits, bytes.length));
  const pictures = collector.pictures(() => undefined);
  return { parts: attachments, unread, ...(pictures.length > 0 && { pictures }) };
}

function textPart(id: string, kind: ExtractedPart['kind'], text: string): ExtractedPart {
  return plainLetters({ id, kind, contentType: 'text/plain', text, quoted: [], hidden: [] });
}

/** What is shown beside a message's text and its files, a line each, and where each of the names stands. */
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

function mailboxes(header: PartHeader, name: string): Mailbox[] {
  return header
    .values(name)
    .flatMap((value) => parseMailboxes(value.slice(0, maxAddressFieldLength)))
    .map((mailbox) => ({ name: decodeWords(mailbox.name).trim(), address: mailbox.address }));
}
