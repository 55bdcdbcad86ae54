/** One sentence in headers, encodings and boundaries that programs read in different ways: what `evasion.test.ts` runs on. */
import { base64, mixed, second, sentence, single, top, whole, type Planted } from './messages.ts';

const words = sentence.split(' ');
const within = (piece: string) => sentence.replace(/(?<=[a-z])(?=[a-z])/g, piece);
const encoded = 'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64';
/** In base64, with the encoding called so. */
const called = (name: string) =>
  single(`Content-Type: text/plain\r\nContent-Transfer-Encoding: ${name}`, base64(sentence));
/** As the only part of a multipart with this type field and these delimiters. */
const multipart = (type: string, delimiter: string, part = '1') =>
  whole(
    `${top}Content-Type: ${type}\r\n\r\n${delimiter}\r\n${encoded}\r\n\r\n${base64(sentence)}${delimiter}--\r\n`,
    part,
  );
const charset = (name: string, bytes: Buffer | string) =>
  single(`Content-Type: text/plain; charset=${name}\r\nContent-Transfer-Encoding: base64`, base64(bytes));
const wide = Buffer.from(sentence, 'utf16le');
const widest = Buffer.concat([...sentence].map((char) => Buffer.from([0, 0, 0, char.charCodeAt(0)])));
const field = (name: string, value = sentence) =>
  whole(`From: a@school.example\r\n${name}: ${value}\r\nSubject: x\r\n\r\nx`, 'names');

export const plantedInEncodings: Readonly<Record<string, Planted>> = {
  'lines that end in carriage returns': {
    raw: Buffer.from(`${top}${encoded}\r\n\r\n${base64(sentence)}`.replaceAll('\r\n', '\r')),
    part: '1',
  },
  'lines that end in two carriage returns': {
    raw: Buffer.from(`${top}${encoded}\r\n\r\n${base64(sentence)}`.replaceAll('\r\n', '\r\r\n')),
    part: '1',
  },
  'a blank in the empty line behind the header': whole(`${top}${encoded}\r\n \r\n${base64(sentence)}`, '1~3'),
  'an encoding with a parameter': called('base64 ; x=y'),
  'an encoding with nested comments': called('(a(b)c) base64'),
  'an encoding in an encoded word': called('=?us-ascii?Q?base64?='),
  'an encoding in another spelling': called('Base-64'),
  'a list of encodings': called('base64, 7bit'),
  'base64 called 7bit': whole(`${top}${encoded.replace('base64', '7bit')}\r\n\r\n${base64(sentence)}`, '1.1'),
  'base64 called nothing': whole(`${top}Content-Type: text/plain\r\n\r\n${base64(sentence)}`, '1.1'),
  'base64 in base64': single(encoded, base64(base64(sentence)), '1.1'),
  'base64 with a blank behind each letter': single(encoded, base64(sentence, 1000).replace(/\S/g, '$& ')),
  'base64 with each letter padded': single(encoded, [...sentence].map((char) => base64(char)).join('')),
  'base64 behind a line of text': single(
    encoded,
    `This is a base64 body, is it not?\r\n\r\n${base64(sentence)}`,
    '1.1',
  ),
  'base64 behind the last boundary': whole(`${mixed}--b1\r\n\r\nx\r\n--b1--\r\n\r\n${base64(sentence)}`, '0.1'),
  'base64 between the marks of a certificate': single(
    'Content-Type: text/plain',
    `-----BEGIN CERTIFICATE-----\r\n${base64(sentence)}-----END CERTIFICATE-----`,
    '1.1',
  ),
  'quoted-printable soft line ends with blanks': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable',
    within('= \r\n'),
  ),
  'quoted-printable soft line ends of carriage returns': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable',
    within('=\r'),
  ),
  'ASCII called UTF-16': charset('utf-16', sentence),
  'ASCII called UTF-32': charset('utf-32', sentence),
  'UTF-16 called UTF-16 of the other order': charset('utf-16', wide),
  'UTF-32 called ASCII': charset('us-ascii', widest),
  'UTF-7 by another name': charset(
    'csUnicode11UTF7',
    `+${Buffer.from(sentence, 'utf16le').swap16().toString('base64').replace(/=+$/, '')}-`,
  ),
  'HZ with full-width letters': charset('hz-gb-2312', sentence.replace('Elm', '~{#E#l#m~}')),
  'ISO-2022-KR with full-width letters': charset('iso-2022-kr', `\x1b$)C${sentence.replace('Elm', '\x0e#E#l#m\x0f')}`),
  'ISO-2022-JP with full-width letters': charset('iso-2022-jp', sentence.replace('Elm', '\x1b$B#E#l#m\x1b(B')),
  'escape sequences inside words': single('Content-Type: text/plain', within('\x1b[0m')),
  'a delete character inside words': single('Content-Type: text/plain', within('\x7f')),
  'a boundary in pieces': multipart('multipart/mixed; boundary*0="b"; boundary*1="1"', '--b1'),
  'a boundary with an encoded letter': multipart("multipart/mixed; boundary*=us-ascii''b%31", '--b1'),
  'a boundary behind a comment with another': multipart('multipart/mixed (x; boundary=aa); boundary=b1', '--b1'),
  'a boundary behind a comma': multipart('multipart/mixed, boundary=b1', '--b1'),
  'a boundary behind a blank': multipart('multipart/mixed boundary=b1', '--b1'),
  'a boundary with a slash before a digit': multipart('multipart/mixed; boundary="b\\1"', '--b1'),
  'a boundary with an open quote': multipart('multipart/mixed; boundary="b1', '--b1'),
  'a multipart type without its second half': multipart('multipart; boundary=b1', '--b1'),
  'a multipart type with blanks': multipart('multipart / mixed; boundary=b1', '--b1'),
  'a multipart type with a comment within': multipart('multi(x)part/mixed; boundary=b1', '--b1'),
  'a delimiter that goes on': whole(
    `${top}Content-Type: multipart/mixed; boundary=b1\r\n\r\n--b1junk\r\n${encoded}\r\n\r\n${base64(sentence)}--b1--\r\n`,
    '1',
  ),
  'a name in the From field': field('Reply-To', `"${sentence}" <b@out.example>`),
  'a comment in an address': field('Cc', `b@out.example (${sentence})`),
  'an unknown header field': field('X-Note'),
  'the organisation': field('Organization'),
  'an unknown parameter': second(`Content-Type: text/plain; note="${sentence}"`, 'x', 'names'),
  'the name beside a file name': second(
    `Content-Type: text/plain; name="${sentence}"\r\nContent-Disposition: attachment; filename="x.txt"`,
    'x',
    'names',
  ),
  'a second disposition': second(
    `Content-Disposition: inline; filename=x.txt\r\nContent-Disposition: attachment; filename="${sentence}"`,
    'x',
    'names',
  ),
  'file name pieces in another order': second(
    `Content-Disposition: attachment; filename*2="${sentence.slice(40)}"; filename*0="${sentence.slice(0, 20)}"; filename*1="${sentence.slice(20, 40)}"`,
    'x',
    'names',
  ),
  'a field of a part': second(`Content-Type: text/plain\r\nX-Note: ${sentence}`, 'x', 'names'),
  'an attached news article': second(
    'Content-Type: message/news',
    `Subject: x\r\n${encoded}\r\n\r\n${base64(sentence)}`,
    '2.1',
  ),
  'attached headers': second(
    'Content-Type: text/rfc822-headers',
    `Subject: =?utf-8?B?${base64(sentence, 1000).trim()}?=\r\n`,
    '2',
  ),
  'the second message of an attached mailbox': second(
    'Content-Type: application/octet-stream; name=x.mbox',
    `From a@b Mon Jan  1 00:00:00 2024\nFrom: a@b\nSubject: x\n\nhello\n\nFrom c@d Mon Jan  1 00:00:00 2024\nFrom: c@d\nSubject: y\nContent-Transfer-Encoding: base64\n\n${base64(sentence).replaceAll('\r', '')}\n`,
    'x.mbox/message 2.eml',
  ),
  'the part for web mail': second('Content-Type: text/x-amp-html', `<!doctype html><p>${within('<!-- -->')}</p>`),
  'a page called plain': single('Content-Type: text/plain', `<html><body><p>${within('<b></b>')}</p></body></html>`),
  'a page by its name alone': second(
    'Content-Type: text/plain; name=x.html\r\nContent-Disposition: attachment; filename=x.html',
    `hello ${within('<b></b>')}`,
    'x.html',
  ),
  'tags inside words of XML': second('Content-Type: text/xml', `<a>${within('<b/>').replace('Elm', 'E<b>l</b>m')}</a>`),
  'escapes in JSON': second(
    'Content-Type: application/json; name=x.json',
    `{"n":"${[...sentence].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
    'x.json',
  ),
  'text called a signature': second('Content-Type: application/pgp-signature', sentence),
  'text called a signature that begins like one': second('Content-Type: application/pkcs7-signature', `0${sentence}`),
  'text behind a signature': second(
    'Content-Type: application/pgp-signature',
    `-----BEGIN PGP SIGNATURE-----\r\n\r\nabc\r\n-----END PGP SIGNATURE-----\r\n${sentence}`,
  ),
  'letters with blanks between': single('Content-Type: text/plain', [...sentence].join(' ')),
  'a letter a line': single('Content-Type: text/plain', [...sentence].join('\r\n')),
  'a word a line': single('Content-Type: text/plain', words.join('\r\n')),
  'a word a paragraph': single('Content-Type: text/plain', words.join('\r\n\r\n')),
  'wide gaps between words': single('Content-Type: text/plain', words.join('    ')),
  'tabs between words': single('Content-Type: text/plain', words.join('\t')),
};
