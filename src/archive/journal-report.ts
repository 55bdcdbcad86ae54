/**
 * Composes the copy that an archive gets: an envelope journal report as Exchange writes it. Its text names the sender and
 * every recipient of the envelope, and the message is attached unchanged. The same message makes the same bytes each time.
 */
import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import { decodeWords } from '../extract/encoded-words.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { readHeader, valuesOf, type HeaderSection } from '../message/header.ts';
import { mailDate } from '../message/mail-date.ts';
import { parseMailboxes } from '../message/mailboxes.ts';
import type { ArchivedMessage } from './archive.ts';

export interface ReportFields {
  /** Address that the report is from. */
  readonly from: string;
  /** Address that it goes to; absent in a file or an object. */
  readonly to?: string;
  /** Name of the gateway. */
  readonly hostname: string;
  /** Of the archive: part of the Message-ID, by which a mailbox may drop a repetition. */
  readonly archive: string;
}

const LONGEST_LINE = 76;
const LONGEST_SUBJECT = 900;

export function composeJournalReport(message: ArchivedMessage, fields: ReportFields): Buffer {
  const { id, raw, receivedAt, action } = message;
  const { from, to, hostname, archive } = fields;
  const header = readHeader(raw);
  const boundary = `=_${createHash('sha256').update(id).update(raw).digest('hex').slice(0, 40)}`;
  const text = reportText(message, header);
  const head = [
    folded('X-Hallpass-Trace', `${hostname} ${id}`),
    folded('From', `Hallpass <${from}>`),
    ...(to === undefined ? [] : [folded('To', `<${to}>`)]),
    folded('Subject', encodedSubject(valuesOf(header, 'subject')[0] ?? '')),
    `Date: ${mailDate(receivedAt)}`,
    folded('Message-ID', `<${id}.${archive}@${hostname}>`),
    'X-MS-Journal-Report:',
    `X-Hallpass-Message: ${id}`,
    ...(action === null ? [] : [`X-Hallpass-Verdict: ${action}`]),
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed;\r\n\tboundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset="utf-8"',
    `Content-Transfer-Encoding: ${isAscii(text) ? '7bit' : 'base64'}`,
    '',
    isAscii(text) ? text.toString('latin1') : text.toString('base64').replace(/.{76}/g, '$&\r\n'),
    `--${boundary}`,
    'Content-Type: message/rfc822',
    `Content-Transfer-Encoding: ${isAscii(raw) ? '7bit' : '8bit'}`,
    'Content-Disposition: attachment',
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), raw, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

/** The attached message of a report, byte for byte. @throws HallpassError archive.bad-file */
export function originalOf(report: Buffer): Buffer {
  const header = readHeader(report);
  const boundary = /boundary="([^"]+)"/.exec(valuesOf(header, 'content-type')[0] ?? '')?.[1];
  const start = report.indexOf(`\r\n--${boundary}\r\nContent-Type: message/rfc822\r\n`, header.end);
  const bodyStart = report.indexOf('\r\n\r\n', start + 4) + 4;
  const end = report.lastIndexOf(`\r\n--${boundary}--\r\n`);
  if (boundary === undefined || start < 0 || bodyStart < 4 || end < bodyStart)
    throw new HallpassError('archive.bad-file', 'it is no journal report');
  return report.subarray(bodyStart, end);
}

/** Lines of the form that Microsoft documents for journal reports of Exchange: one value a line. */
function reportText({ sender, recipients }: ArchivedMessage, header: HeaderSection): Buffer {
  const named = (field: string): Set<string> =>
    new Set(
      valuesOf(header, field).flatMap((value) => parseMailboxes(value).map(({ address }) => address.toLowerCase())),
    );
  const [to, cc] = [named('to'), named('cc')];
  // Whoever is in neither field got a blind copy, or is on a list that was expanded before.
  const kindOf = (address: string): string => (to.has(address) ? 'To' : cc.has(address) ? 'Cc' : 'Bcc');
  const lines = [
    `Sender: ${sender}`,
    `Subject: ${decodeWords(valuesOf(header, 'subject')[0] ?? '')}`,
    `Message-ID: ${valuesOf(header, 'message-id')[0] ?? ''}`,
    ...recipients.map((address) => `${kindOf(address.toLowerCase())}: ${address}`),
  ];
  return Buffer.from(lines.map((line) => `${oneLine(line)}\r\n`).join(''));
}

const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

/** As it stands in the message, or as encoded words (RFC 2047) where that is not ASCII. */
function encodedSubject(value: string): string {
  const text = oneLine(value).slice(0, LONGEST_SUBJECT);
  if (isAscii(Buffer.from(text))) return text;
  const words: string[] = [];
  let piece = '';
  for (const char of text) {
    if (Buffer.byteLength(piece + char) > 42) {
      words.push(piece);
      piece = '';
    }
    piece += char;
  }
  return [...words, piece].map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

/** Broken between words; a single word may be longer than a line. */
function folded(name: string, value: string): string {
  const lines = [`${name}:`];
  for (const word of value.split(' ')) {
    const line = lines.at(-1)!;
    if (line.length + 1 + word.length <= LONGEST_LINE || line === `${name}:`)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`\t${word}`);
  }
  return lines.join('\r\n');
}
