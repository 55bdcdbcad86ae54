/** Composes the copy of a message without what was removed: a new message on the sender's behalf, sent by the gateway. */
import { randomBytes } from 'node:crypto';
import { mailDate } from '../message/mail-date.ts';
import type { MessageId } from '../message/message-id.ts';
import { readHeader, valuesOf } from '../message/header.ts';
import { encodeBody, field } from './notices/mime.ts';

export interface CopyParts {
  /** Id of the copy. */
  readonly id: MessageId;
  readonly at: Date;
  readonly hostname: string;
  /** Absent where the subject stays as it is. */
  readonly subject?: string;
  /** Text of the copy; line ends LF. */
  readonly text: string;
  /** Byte ranges of the original's attachments that the copy has as well, each with its header. */
  readonly kept: readonly { readonly start: number; readonly end: number }[];
  /** Sentences at the end of the text that say that something was removed. */
  readonly note: string;
}

/** Fields that the copy has in common with the original, byte for byte. */
const taken = new Set(['from', 'sender', 'reply-to', 'to', 'cc', 'subject', 'importance', 'x-priority', 'sensitivity']);
const messageIds = /<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>/g;
const maxReferences = 20;

/** A whole message, line ends CRLF. The original is never changed. */
export function composeCopy(original: Buffer, parts: CopyParts): Buffer {
  const { id, at, hostname, subject, text, kept, note } = parts;
  const header = readHeader(original);
  const references = [...valuesOf(header, 'references'), ...valuesOf(header, 'message-id')].flatMap(
    (value) => value.match(messageIds) ?? [],
  );
  const own = [
    ...(subject === undefined ? [] : [field('Subject', subject)]),
    `Date: ${mailDate(at)}`,
    `Message-ID: <copy.${id}@${hostname}>`,
    ...(references.length > 0
      ? [`In-Reply-To: ${references.at(-1)}`, `References: ${references.slice(-maxReferences).join('\r\n ')}`]
      : []),
    'MIME-Version: 1.0',
  ].join('\r\n');
  const { encoding, text: body } = encodeBody(Buffer.from(`${text}\n\n${note}\n`));
  const textPart = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`;
  const head = Buffer.concat([fieldsTaken(original, header.end, subject !== undefined), Buffer.from(`${own}\r\n`)]);
  if (kept.length === 0) return Buffer.concat([head, Buffer.from(textPart)]);
  // 192 random bits: the boundary does not occur in the attachments.
  const boundary = `=_copy.${randomBytes(24).toString('hex')}`;
  return Buffer.concat([
    head,
    Buffer.from(`Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${textPart}\r\n`),
    ...kept.flatMap(({ start, end }) => [
      Buffer.from(`--${boundary}\r\n`),
      original.subarray(start, end),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}

/** The original's own lines of these fields, folds included. */
function fieldsTaken(original: Buffer, end: number, ownSubject: boolean): Buffer {
  const lines = original.toString('latin1', 0, end).split(/\r\n|\n|\r/);
  const kept: string[] = [];
  let isTaken = false;
  for (const line of lines) {
    if (line === '') continue;
    if (!/^[ \t]/.test(line)) {
      const name = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:/.exec(line)?.[1]?.toLowerCase() ?? '';
      isTaken = taken.has(name) && !(ownSubject && name === 'subject');
    }
    if (isTaken) kept.push(line);
  }
  return Buffer.from(kept.map((line) => `${line}\r\n`).join(''), 'latin1');
}
