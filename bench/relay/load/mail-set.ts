/** The mails of a load: read from a folder, hashed as they must arrive, and prepared as they are sent. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SetMail {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** SHA-1 of the body. */
  readonly body: string;
  /** SHA-1 of the header fields that a relay may not change. */
  readonly head: string;
}

/** Fields that no relay has a reason to touch. */
const kept = new Set('from to cc subject date mime-version content-type content-transfer-encoding'.split(' '));
const hashOf = (data: Buffer | string): string => createHash('sha1').update(data).digest('hex');

export function readMailSet(folder: string): SetMail[] {
  return namesIn(folder).map((name) => {
    const raw = readMail(folder, name);
    return { name, size: raw.length, ...hashesOf(raw) };
  });
}

/** @param raw as it went or came over the wire, without doubled dots */
export function hashesOf(raw: Buffer): { head: string; body: string } {
  const { head, body } = split(raw);
  const fields = fieldsOf(head)
    .filter((field) => kept.has(nameOf(field)))
    .map((field) => field.replace(/\s+/g, ' ').trim());
  return { head: hashOf(fields.sort().join('\n')), body: hashOf(body) };
}

/** Each mail as it is written to the socket: dots doubled, without its Message-ID, since each message gets its own. */
export function readWireForms(folder: string): Buffer[] {
  return namesIn(folder).map((name) => {
    const { head, body } = split(readMail(folder, name));
    const fields = fieldsOf(head).filter((field) => nameOf(field) !== 'message-id');
    const text = `${fields.join('\r\n')}\r\n\r\n${body.toString('latin1')}`;
    return Buffer.from(text.replace(/^\./gm, '..'), 'latin1');
  });
}

/** Index of the mail that message `n` carries. */
export function mailIndex(n: number, mails: number): number {
  return n % mails;
}

/** SMTP carries whole lines only: the last one gets its end. */
function readMail(folder: string, name: string): Buffer {
  const raw = readFileSync(join(folder, name));
  return raw.subarray(-2).toString('latin1') === '\r\n' ? raw : Buffer.concat([raw, Buffer.from('\r\n')]);
}

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .sort();
}

/** @throws Error where there is no empty line after the header section */
function split(raw: Buffer): { head: string; body: Buffer } {
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('a mail without an end of its header section');
  return { head: raw.toString('latin1', 0, end), body: raw.subarray(end + 4) };
}

const fieldsOf = (head: string): string[] => head.split(/\r\n(?![ \t])/);
const nameOf = (field: string): string => field.slice(0, field.indexOf(':')).toLowerCase();
