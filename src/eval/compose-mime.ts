/** Writes a row of an evaluation set as a MIME message, so that it is read by the same code as real mail. */

export interface MailText {
  readonly from: AddressField;
  readonly to: readonly AddressField[];
  readonly cc: readonly AddressField[];
  readonly subject: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly text: string }[];
}

interface AddressField {
  readonly name: string;
  readonly address: string;
}

/** The sets have no dates; nothing in a message's judgement depends on this one. */
const date = 'Mon, 12 Jan 2026 08:15:00 -0600';

/**
 * RFC 5322 with CRLF line ends, ASCII only: bodies in base64, header text as RFC 2047 encoded words.
 * Text and HTML become `multipart/alternative`, attachments `multipart/mixed`. An attachment's text is what a reader of its
 * format would find, so formats other than text are sent as `text/plain` under their own file name.
 */
export function composeMime(mail: MailText): Buffer {
  const header = [
    `From: ${mailbox(mail.from)}`,
    ...addressField('To', mail.to),
    ...addressField('Cc', mail.cc),
    `Subject: ${headerText(mail.subject)}`,
    `Date: ${date}`,
    'MIME-Version: 1.0',
  ];
  const bodies = [
    ...(mail.text === undefined && mail.html !== undefined ? [] : [leaf('text/plain', mail.text ?? '')]),
    ...(mail.html === undefined ? [] : [leaf('text/html', mail.html)]),
  ];
  const body = bodies.length === 1 ? bodies[0]! : multipart('alternative', bodies);
  const attachments = mail.attachments.map(({ filename, contentType, text }) =>
    leaf(contentType.startsWith('text/') ? contentType : 'text/plain', text, filename),
  );
  const whole = attachments.length === 0 ? body : multipart('mixed', [body, ...attachments]);
  return Buffer.from([...header, whole].join('\r\n'), 'latin1');
}

function addressField(name: string, boxes: readonly AddressField[]): string[] {
  return boxes.length === 0 ? [] : [`${name}: ${boxes.map(mailbox).join(',\r\n ')}`];
}

function mailbox({ name, address }: AddressField): string {
  if (name === '') return address;
  const shown = isPrintable(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : encodedWords(name);
  return `${shown} <${address}>`;
}

function headerText(text: string): string {
  return isPrintable(text) && text.length < 900 && !text.includes('=?') ? text : encodedWords(text);
}

function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** RFC 2047: at most 75 characters a word, no character split between two. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let piece = '';
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > 45) {
      words.push(piece);
      piece = '';
    }
    piece += character;
  }
  words.push(piece);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

function leaf(contentType: string, text: string, filename?: string): string {
  const encoded = Buffer.from(text.replace(/\r?\n/g, '\r\n')).toString('base64');
  return [
    `Content-Type: ${contentType.split(';')[0]}; charset=utf-8`,
    ...(filename === undefined ? [] : [`Content-Disposition: attachment; ${filenameParameter(filename)}`]),
    'Content-Transfer-Encoding: base64',
    '',
    ...(encoded.match(/.{1,76}/g) ?? ['']),
    '',
  ].join('\r\n');
}

/** RFC 2231 where the name is not plain ASCII. */
function filenameParameter(filename: string): string {
  return isPrintable(filename) && !/["\\]/.test(filename)
    ? `filename="${filename}"`
    : `filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
}

/** Base64 lines hold no `=_`, so the boundary occurs in no leaf; the depth keeps it apart from an inner one. */
function multipart(subtype: 'alternative' | 'mixed', parts: readonly string[]): string {
  const boundary = `=_hallpass-${subtype}`;
  return [
    `Content-Type: multipart/${subtype}; boundary="${boundary}"`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, part]),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
