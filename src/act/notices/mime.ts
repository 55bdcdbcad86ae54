/** Assembles a notice as MIME (RFC 2045): fields encoded and folded by nodemailer, parts 7-bit, the same bytes each time. */
import { createHash } from 'node:crypto';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';

export interface Mailbox {
  readonly name?: string;
  readonly address: string;
}

/** A header field; line breaks in its value become spaces. */
export type Field = readonly [name: string, value: string | readonly Mailbox[]];

export interface Leaf {
  /** With parameters: `text/plain; charset=utf-8`. */
  readonly type: string;
  /** Line ends LF or CRLF. */
  readonly content: Buffer;
}

export interface Multipart {
  /** Without the boundary: `multipart/alternative`. */
  readonly type: string;
  readonly parts: readonly Part[];
}

export type Part = Leaf | Multipart;

const control = /\p{Cc}+/gu;
const maxLine = 990;

/** A whole message, line ends CRLF. */
export function assemble(fields: readonly Field[], body: Part): Buffer {
  const seed = createHash('sha256').update(JSON.stringify(fields));
  hashInto(seed, body);
  const header = [...fields.map(([name, value]) => field(name, value)), 'MIME-Version: 1.0'].join('\r\n');
  return Buffer.from(`${header}\r\n${part(body, seed.digest('hex').slice(0, 24), '0')}`, 'utf8');
}

/** One field, encoded (RFC 2047) and folded, without its line end. Control characters become spaces. */
export function field(name: string, value: string | readonly Mailbox[]): string {
  const clean = (text: string) => text.replace(control, ' ').trim();
  const encoded =
    typeof value === 'string'
      ? MimeNode.encodeHeaderValue(name, clean(value))
      : value
          .map((box) =>
            MimeNode.encodeHeaderValue('To', {
              name: clean(box.name ?? ''),
              address: clean(box.address).replace(/[<>]/g, ''),
            }),
          )
          .join(', ');
  return foldLines(`${name}: ${encoded}`, 76);
}

function part(node: Part, seed: string, path: string): string {
  if ('content' in node) {
    const { encoding, text } = encodeBody(node.content);
    return `Content-Type: ${node.type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${text}`;
  }
  // "=_" cannot occur in quoted-printable (RFC 2045 6.7), and the hash covers the parts that are not encoded.
  const boundary = `=_${seed}.${path}`;
  const parts = node.parts.map((child, index) => `--${boundary}\r\n${part(child, seed, `${path}.${index}`)}\r\n`);
  return `Content-Type: ${node.type};\r\n boundary="${boundary}"\r\n\r\n${parts.join('')}--${boundary}--\r\n`;
}

/** 7-bit where the content is ASCII with bounded lines, otherwise quoted-printable. */
export function encodeBody(content: Buffer): { encoding: string; text: string } {
  const crlf = content.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n');
  const plain = /^[\t\r\n\x20-\x7e]*$/.test(crlf) && crlf.split('\r\n').every((line) => line.length <= maxLine);
  if (plain) return { encoding: '7bit', text: crlf };
  return { encoding: 'quoted-printable', text: wrap(encode(Buffer.from(crlf, 'latin1')), 76) };
}

function hashInto(hash: ReturnType<typeof createHash>, node: Part): void {
  hash.update(node.type);
  if ('content' in node) hash.update(node.content);
  else for (const child of node.parts) hashInto(hash, child);
}
