/** MIME parts of the benchmark's mails (RFC 2045, 2046), with lines that end in CRLF. */
import { escape } from '../../../scripts/make-attachments/office-package.ts';
import type { AttachedFile } from './files.ts';

export interface MimePart {
  /** Header fields without the line end of the last one. */
  readonly head: string;
  readonly body: string;
}

export function multipart(type: string, boundary: string, parts: readonly MimePart[]): MimePart {
  const inner = parts.map(({ head, body }) => `--${boundary}\r\n${head}\r\n\r\n${body}\r\n`).join('');
  return {
    head: `Content-Type: multipart/${type}; boundary="${boundary}"`,
    body: `${inner}--${boundary}--\r\n`,
  };
}

export function plainPart(paragraphs: readonly string[]): MimePart {
  const wrap = (text: string): string => text.replace(/(.{1,72})(?: |$)/gm, '$1\r\n').replace(/\r\n$/, '');
  return {
    head: 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit',
    body: `${paragraphs.map(wrap).join('\r\n\r\n')}\r\n`,
  };
}

/** @param imageId Content-ID of a picture that the text shows */
export function htmlPart(paragraphs: readonly string[], imageId?: string): MimePart {
  const text = paragraphs.map((words) => `<p style="color:#1f1f1f">${escape(words)}</p>`);
  if (imageId !== undefined) text.push(`<p><img src="cid:${imageId}" alt="crest"></p>`);
  const html = [
    '<html><head><style>p { font-family: Calibri, sans-serif; margin: 0 0 8px }</style></head>',
    '<body>',
    ...text,
    '<p>Kind regards — <a href="https://school.example/contact">the office</a></p>',
    '</body></html>',
    '',
  ];
  return {
    head: 'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable',
    body: html.map(quotedPrintable).join('\r\n'),
  };
}

export function filePart({ type, name, bytes }: AttachedFile): MimePart {
  return {
    head: `Content-Type: ${type}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"`,
    body: base64(bytes),
  };
}

export function inlinePicture(png: Buffer, contentId: string): MimePart {
  return {
    head: `Content-Type: image/png; name="crest.png"\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <${contentId}>\r\nContent-Disposition: inline; filename="crest.png"`,
    body: base64(png),
  };
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}/g, '$&\r\n').replace(/\r\n$/, '');
}

/** One line (RFC 2045 6.7). */
function quotedPrintable(line: string): string {
  let out = '';
  let width = 0;
  for (const character of line) {
    const token =
      character === '=' || character < ' ' || character > '~'
        ? [...Buffer.from(character)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
        : character;
    if (width + token.length > 75) {
      out += '=\r\n';
      width = 0;
    }
    out += token;
    width += token.length;
  }
  return out;
}
