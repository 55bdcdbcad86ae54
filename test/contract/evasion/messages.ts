/** One sentence in the places and encodings of a mail in which it could be overlooked: what `evasion.test.ts` runs on. */

export const sentence = 'Our student Maya Tigard lives at 1420 Elm Street, Springfield, IL 62704.';

export interface Planted {
  readonly raw: Buffer;
  /** Id or file name of the part in which the finding must stand. */
  readonly part: string;
  /** The sentence is shown as hidden by the reader. */
  readonly hidden?: boolean;
}

export const top = 'From: a@school.example\r\nTo: b@out.example\r\nSubject: trip\r\nMIME-Version: 1.0\r\n';
const boundary = 'b1';
export const mixed = `${top}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`;
const first = `--${boundary}\r\nContent-Type: text/plain\r\n\r\nPlease see below.\r\n`;
const end = `--${boundary}--\r\n`;

export const base64 = (bytes: Buffer | string, width = 76) =>
  Buffer.from(bytes)
    .toString('base64')
    .replace(new RegExp(`.{1,${width}}`, 'g'), '$&\r\n');

/** Every byte as `=XX`, or every letter: more than a mail client would encode. */
const quotedPrintable = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('')
    .replace(/(?:=..){25}/g, '$&=\r\n');

export const single = (fields: string, body: string | Buffer, part = '1', hidden?: boolean): Planted => ({
  raw: Buffer.concat([Buffer.from(`${top}${fields}\r\n\r\n`), Buffer.from(body)]),
  part,
  ...(hidden && { hidden }),
});
export const html = (body: string, hidden?: boolean): Planted =>
  single('Content-Type: text/html; charset=utf-8', body, '1', hidden);
export const second = (fields: string, body: string | Buffer, part = '2', hidden?: boolean): Planted => ({
  raw: Buffer.concat([
    Buffer.from(`${mixed}${first}--${boundary}\r\n${fields}\r\n\r\n`),
    Buffer.from(body),
    Buffer.from(`\r\n${end}`),
  ]),
  part,
  ...(hidden && { hidden }),
});
export const whole = (raw: string, part: string, hidden?: boolean): Planted => ({
  raw: Buffer.from(raw),
  part,
  ...(hidden && { hidden }),
});

function uuencode(bytes: Buffer, name: string): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const chunk = bytes.subarray(at, at + 45);
    let line = String.fromCharCode(32 + chunk.length);
    for (let i = 0; i < chunk.length; i += 3) {
      const [a = 0, b = 0, c = 0] = chunk.subarray(i, i + 3);
      for (const six of [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63])
        line += six === 0 ? '`' : String.fromCharCode(32 + six);
    }
    lines.push(line);
  }
  return `begin 644 ${name}\r\n${lines.join('\r\n')}\r\n\`\r\nend\r\n`;
}

/** yEnc 1.3: bytes plus 42, and escaped ones plus 64. */
function yencode(bytes: Buffer, name: string): Buffer {
  const out: number[] = [];
  for (const byte of bytes) {
    const coded = (byte + 42) & 255;
    if ([0, 10, 13, 61].includes(coded)) out.push(61, (coded + 64) & 255);
    else out.push(coded);
  }
  return Buffer.concat([
    Buffer.from(`=ybegin line=256 size=${bytes.length} name=${name}\r\n`),
    Buffer.from(out),
    Buffer.from(`\r\n=yend size=${bytes.length}\r\n`),
  ]);
}

const words = sentence.split(' ');
const entities = [...sentence].map((char) => `&#${char.codePointAt(0)};`).join('');
const spans = [...sentence].map((char) => (char === ' ' ? ' ' : `<span>${char}</span>`)).join('');
const zeroWidth = sentence.replace(/(?<=[a-z])(?=[a-z])/g, '\u200b');

export const planted: Readonly<Record<string, Planted>> = {
  'plain text': single('Content-Type: text/plain', sentence),
  'no Content-Type at all': whole(`From: a@school.example\r\n\r\n${sentence}`, '1'),
  'no MIME-Version': whole(`From: a@school.example\r\nContent-Type: text/html\r\n\r\n<p>${sentence}</p>`, '1'),
  'bare line feeds': whole(`From: a@school.example\nContent-Type: text/plain\n\n${sentence}\n`, '1'),
  'the subject': whole(`From: a@school.example\r\nSubject: ${sentence}\r\n\r\nhello`, 'subject'),
  'the subject in encoded words': whole(
    `From: a@school.example\r\nSubject: ${words.map((word) => `=?utf-8?B?${Buffer.from(`${word} `).toString('base64')}?=`).join('\r\n ')}\r\n\r\nhello`,
    'subject',
  ),
  'a second Subject field': whole(
    `From: a@school.example\r\nSubject: hello\r\nSubject: ${sentence}\r\n\r\nhello`,
    'subject',
  ),
  'lines that end within the name and the number': single(
    'Content-Type: text/plain',
    'We would be glad if the driver could be told today that our student Maya\r\nTigard lives now with her grandmother at another address, which is 1420\r\nElm Street, Springfield, IL 62704, and no longer where she was.',
  ),
  'quoted-printable, every byte': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable',
    quotedPrintable(sentence),
  ),
  'quoted-printable, soft line ends inside words': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable',
    sentence.replace(/(?<=[a-z])(?=[a-z])/g, '=\r\n'),
  ),
  base64: single('Content-Type: text/plain\r\nContent-Transfer-Encoding: base64', base64(sentence)),
  'base64 with junk between': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64',
    base64(sentence).replace(/(.{30})/g, '$1!'),
  ),
  'base64 in segments': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64',
    base64(sentence.slice(0, 31)) + base64(sentence.slice(31)),
  ),
  'base64 in lines of one character': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64',
    base64(sentence, 1),
  ),
  'an encoding with a comment': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: (really) base64',
    base64(sentence),
  ),
  'two encodings declared, the second is true': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64',
    base64(sentence),
    '1~2',
  ),
  'two encodings declared, the first is true': single(
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 7bit',
    base64(sentence),
  ),
  'format=flowed': single('Content-Type: text/plain; format=flowed', words.join(' \r\n')),
  'format=flowed with DelSp inside words': single(
    'Content-Type: text/plain; format=flowed; delsp=yes',
    sentence.replace(/(?<=[a-z]{2})(?=[a-z]{2})/g, ' \r\n'),
  ),
  'UTF-16 with its mark': single(
    'Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64',
    base64(Buffer.from(`\ufeff${sentence}`, 'utf16le')),
  ),
  'UTF-16 called ASCII': single(
    'Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: base64',
    base64(Buffer.from(sentence, 'utf16le')),
  ),
  'UTF-7': single(
    'Content-Type: text/plain; charset=utf-7',
    [...sentence]
      .map((char) =>
        /[A-Za-z]/.test(char)
          ? `+${Buffer.from([0, char.charCodeAt(0)])
              .toString('base64')
              .replace(/=+$/, '')}-`
          : char,
      )
      .join(''),
  ),
  'an invented charset': single('Content-Type: text/plain; charset=x-none', sentence),
  'zero-width spaces inside words': single('Content-Type: text/plain; charset=utf-8', zeroWidth),
  'full-width letters': single(
    'Content-Type: text/plain; charset=utf-8',
    sentence.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  ),
  'no-break spaces': single('Content-Type: text/plain; charset=utf-8', sentence.replaceAll(' ', '\u00a0')),
  HTML: html(`<html><body><p>${sentence}</p></body></html>`),
  'HTML entities': html(`<p>${entities}</p>`),
  'a tag around every letter': html(`<p>${spans}</p>`),
  'comments inside words': html(`<p>${sentence.replace(/(?<=[a-z])(?=[a-z])/g, '<!-- x -->')}</p>`),
  'table cells': html(
    '<table><tr><th>Student</th><th>Address</th></tr><tr><td>Maya Tigard</td><td>1420 Elm Street, Springfield, IL 62704</td></tr></table>',
  ),
  'display:none': html(`<p>hello</p><div style="display:none">${sentence}</div>`, true),
  'zero-size text': html(`<p>hello</p><span style="font-size:0">${sentence}</span>`, true),
  'white text': html(`<p>hello</p><font color="#ffffff">${sentence}</font>`, true),
  'a class that a style sheet hides': html(
    `<style>.x{display:none}</style><p>hello</p><div class="x">${sentence}</div>`,
    true,
  ),
  'a conditional comment for Outlook': html(`<p>hello</p><!--[if mso]><p>${sentence}</p><![endif]-->`, true),
  'an HTML comment': html(`<p>hello</p><!-- ${sentence} -->`, true),
  'alt text': html(`<img src="cid:x" alt="${sentence}">`),
  'a title attribute': html(`<p title="${sentence}">hello</p>`, true),
  'the title element': html(`<title>${sentence}</title><p>hello</p>`, true),
  'a form field': html(`<input value="${sentence}">`),
  'a mailto link’s body': html(`<a href="mailto:b@out.example?body=${encodeURIComponent(sentence)}">write</a>`),
  'a data: link': html(`<a href="data:text/plain;base64,${Buffer.from(sentence).toString('base64')}">open</a>`),
  'generated content of a style': html(`<p>hello</p><style>p::after{content:"${sentence}"}</style>`, true),
  'a tag that never ends': html(`<p>hello <b ${sentence}`, true),
  'a half-closed script': html(`<script/><p>${sentence}</p>`),
  'only the HTML alternative': whole(
    `${top}Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n${first}--${boundary}\r\nContent-Type: text/html\r\n\r\n<p>${sentence}</p>\r\n${end}`,
    '2',
  ),
  'only the text alternative': whole(
    `${top}Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n--${boundary}\r\nContent-Type: text/plain\r\n\r\n${sentence}\r\n--${boundary}\r\nContent-Type: text/html\r\n\r\n<p>hello</p>\r\n${end}`,
    '1',
  ),
  'before the first boundary': whole(`${mixed}${sentence}\r\n${first}${end}`, '0', true),
  'behind the last boundary': whole(`${mixed}${first}${end}${sentence}\r\n`, '0', true),
  'a part behind the closing delimiter': whole(
    `${mixed}${first}${end}--${boundary}\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(sentence)}`,
    '2',
  ),
  'a missing closing delimiter': whole(`${mixed}${first}--${boundary}\r\n\r\n${sentence}`, '2'),
  'a missing empty line behind the part’s header': whole(
    `${mixed}${first}--${boundary}\r\nContent-Type: text/plain\r\n${sentence}\r\n${end}`,
    '2.0',
    true,
  ),
  'the header’s boundary does not occur': whole(
    `${top}Content-Type: multipart/mixed; boundary="absent"\r\n\r\n--other\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(sentence)}--other--\r\n`,
    '1',
  ),
  'no boundary parameter': whole(
    `${top}Content-Type: multipart/mixed\r\n\r\n--other\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(sentence)}--other--\r\n`,
    '1',
  ),
  'two Content-Type fields, the second is the multipart': whole(
    `${top}Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(sentence)}${end}`,
    '1~2.1',
  ),
  'two Content-Type fields, two boundaries': whole(
    `${top}Content-Type: multipart/mixed; boundary="aa"\r\nContent-Type: multipart/mixed; boundary="bb"\r\n\r\n--aa\r\nContent-Type: text/plain\r\n\r\nhello\r\n--bb\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(sentence)}--bb--\r\n--aa--\r\n`,
    '1~2.1',
  ),
  'two boundary parameters': whole(
    `${top}Content-Type: multipart/mixed; boundary="aa"; boundary="bb"\r\n\r\n--aa\r\n\r\nhello\r\n--bb\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(sentence)}--bb--\r\n--aa--\r\n--aa\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(sentence)}--aa--\r\n`,
    '1~2.1',
  ),
  'a multipart that is itself base64': whole(
    `${top}Content-Type: multipart/mixed; boundary="${boundary}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(`--${boundary}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(sentence)}${end}`)}`,
    '1',
  ),
  'a multipart in a multipart in a multipart': whole(
    `${mixed}--${boundary}\r\nContent-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\nContent-Type: multipart/mixed; boundary=b3\r\n\r\n--b3\r\n\r\n${sentence}\r\n--b3--\r\n--b2--\r\n${end}`,
    '1.1.1',
  ),
  'an attached message': second('Content-Type: message/rfc822', `Subject: x\r\n\r\n${sentence}`, '2.1'),
  'the subject of an attached message': second(
    'Content-Type: message/rfc822',
    `Subject: ${sentence}\r\n\r\nhello`,
    '2',
  ),
  'an attached message in base64': second(
    'Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64',
    base64(`Subject: x\r\n\r\n${sentence}`),
    '2.1',
  ),
  'an attached message called bytes': second(
    'Content-Type: application/octet-stream; name="x.eml"',
    `Subject: x\r\n\r\n${sentence}`,
    '2.1',
  ),
  'a csv called bytes': second(
    'Content-Type: application/octet-stream; name="list.bin"\r\nContent-Transfer-Encoding: base64',
    base64(`note\r\n"${sentence}"\r\n`),
    'list.bin',
  ),
  'a text called a picture': second(
    'Content-Type: image/png; name="crest.png"\r\nContent-Transfer-Encoding: base64',
    base64(sentence),
    'crest.png',
  ),
  'a text called a PDF': second(
    'Content-Type: application/pdf; name="x.pdf"\r\nContent-Transfer-Encoding: base64',
    base64(sentence),
    'x.pdf',
  ),
  'the file name': second(
    `Content-Type: text/plain; name="x.txt"\r\nContent-Disposition: attachment; filename="${sentence.slice(0, -1)}.txt"`,
    'hello',
    'names',
  ),
  'a file name in RFC 2231 pieces': second(
    `Content-Type: text/plain\r\nContent-Disposition: attachment;\r\n filename*0*=utf-8''${encodeURIComponent(sentence.slice(0, 30))};\r\n filename*1*=${encodeURIComponent(sentence.slice(30, -1))}.txt`,
    'hello',
    'names',
  ),
  'a calendar file, folded inside words': second(
    'Content-Type: text/calendar; name="a.ics"',
    `BEGIN:VCALENDAR\r\nDESCRIPTION:${sentence.replace(/.{17}/g, '$&\r\n ')}\r\nEND:VCALENDAR\r\n`,
    'a.ics',
  ),
  'uuencoded in the body': single(
    'Content-Type: text/plain',
    `Here it is:\r\n\r\n${uuencode(Buffer.from(sentence), 'a.txt')}`,
    'a.txt',
  ),
  'yEnc in the body': single(
    'Content-Type: text/plain',
    Buffer.concat([Buffer.from('Here it is:\r\n'), yencode(Buffer.from(sentence), 'a.txt')]),
    'a.txt',
  ),
  'x-uuencode as transfer encoding': second(
    'Content-Type: text/plain; name="a.txt"\r\nContent-Transfer-Encoding: x-uuencode',
    uuencode(Buffer.from(sentence), 'a.txt'),
    'a.txt',
  ),
  'a piece of a message (message/partial)': single(
    'Content-Type: message/partial; id="x@y"; number=1; total=2',
    `Subject: x\r\n\r\n${sentence}`,
  ),
  'the Comments field': whole(`From: a@school.example\r\nComments: ${sentence}\r\n\r\nhello`, 'names'),
  'the Content-Description of a part': second(
    `Content-Type: text/plain\r\nContent-Description: ${sentence}`,
    'hello',
    'names',
  ),
  'quoted with marks': single('Content-Type: text/plain', `hello\r\n\r\nOn Mon, B. wrote:\r\n> ${sentence}\r\n`),
};
