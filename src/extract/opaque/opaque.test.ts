/** Data that nobody can read is told from the data that ordinary mail contains, in every alphabet. */
import { describe, expect, it } from '@jest/globals';
import { createCipheriv, createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { mediaFiles, noise } from '../../../test/harness/media-files.ts';
import { zipOf } from '../../../test/harness/zip.ts';
import { extractLimits as limits } from '../../../test/harness/extract-limits.ts';
import { extract } from '../extract.ts';
import { isDense, looksRandom } from './dense.ts';
import { opaqueText } from './opaque-text.ts';

const lines = (text: string, length: number, end = '\n'): string =>
  text.replace(new RegExp(`.{${length}}`, 'g'), `$&${end}`);
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';

/** Writes the bytes as a number to this base. */
function toBase(bytes: Buffer, base: number): string {
  let out = '';
  for (let value = BigInt(`0x${bytes.toString('hex')}`); value > 0n; value /= BigInt(base))
    out += digits[Number(value % BigInt(base))]!;
  return out;
}

function base32(bytes: Buffer): string {
  return BigInt(`0x${bytes.toString('hex')}`)
    .toString(32)
    .replace(/./g, (digit) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(digit, 32)]!);
}

const syllables = ['ba', 'de', 'fi', 'go', 'lu', 'ma', 'ne', 'pi', 'ro', 'su', 'ta', 've', 'wi', 'yo', 'zu', 'ka'];
const codeWords = syllables.flatMap((first) => syllables.map((second) => `${first}${second}n`));
/** Characters from a number on that are emoji and no skin tones. */
const emoji = Array.from({ length: 700 }, (_, n) => String.fromCodePoint(0x1f300 + n))
  .filter((letter) => /\p{Extended_Pictographic}/u.test(letter))
  .slice(0, 256);
const bitsOf = (bytes: Buffer): string => Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');

/** Ways in which people and programs write ciphertext as text. */
const dresses: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'base64 in one line': (bytes) => `Here: ${bytes.toString('base64')}`,
  'base64 in lines': (bytes) => lines(bytes.toString('base64'), 76),
  'base64 in short lines': (bytes) => lines(bytes.toString('base64'), 40),
  'base64 in a quoted mail': (bytes) => `> ${lines(bytes.toString('base64'), 64, '\n> ')}`,
  'base64 in groups': (bytes) => lines(bytes.toString('base64'), 5, ' '),
  'base64 in numbered lines': (bytes) =>
    lines(bytes.toString('base64'), 60)
      .split('\n')
      .map((line, n) => `${n + 1}: ${line}`)
      .join('\n'),
  'base64url in a link': (bytes) =>
    `https://files.example/#${bytes.toString('base64url').padEnd(4000, 'aB3dE5fG7hI9')}`,
  'a JSON field': (bytes) => JSON.stringify({ note: 'see you', data: bytes.toString('base64') }),
  'JSON in lines': (bytes) => JSON.stringify(lines(bytes.toString('base64'), 60).split('\n'), null, 2),
  'a page that decrypts itself': (bytes) =>
    `<html><body><input id=p><script>var m="${bytes.toString('base64')}";decrypt(m,p.value)</script></body></html>`,
  hexadecimal: (bytes) => bytes.toString('hex'),
  'hexadecimal in lines': (bytes) => lines(bytes.toString('hex').toUpperCase(), 60),
  'hexadecimal in pairs': (bytes) => lines(bytes.toString('hex'), 2, ' '),
  'a dump': (bytes) => lines(bytes.toString('hex'), 4, ' ').replace(/(?:\S+ ){8}/g, '$&\n'),
  numbers: (bytes) => JSON.stringify([...bytes]),
  'bytes of a program': (bytes) => Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', '),
  'percent signs': (bytes) => Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  bits: (bytes) => Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join(' '),
  base32: (bytes) => base32(bytes),
  base36: (bytes) => toBase(bytes, 36),
  base58: (bytes) => toBase(bytes, 58),
  base85: (bytes) => toBase(bytes, 85),
  'octal numbers': (bytes) => Array.from(bytes, (byte) => byte.toString(8).padStart(3, '0')).join(' '),
  ASCII85: (bytes) => `<~${lines(toBase(bytes, 85), 76)}~>`,
  'ideographs': (bytes) => Array.from(bytes, (byte, n) => String.fromCodePoint(0x4e00 + byte * 64 + (n * 37) % 64)).join(''), // prettier-ignore
  'code words': (bytes) => Array.from(bytes, (byte) => codeWords[byte]).join(' '),
  'code words in lines': (bytes) => `See you.\n\n${Array.from(bytes, (byte) => codeWords[byte]).join('\n')}\n\nThanks!`,
  'code words for half bytes': (bytes) => Array.from(bytes.toString('hex'), (digit) => codeWords[parseInt(digit, 16)]).join(', '), // prettier-ignore
  emoji: (bytes) => Array.from(bytes, (byte) => emoji[byte]).join(''),
  'emoji with spaces': (bytes) => Array.from(bytes, (byte) => `${emoji[byte]}\ufe0f`).join(' '),
  'invisible letters': (bytes) => `See you.${bitsOf(bytes).replaceAll('0', '\u200b').replaceAll('1', '\u200c')}`,
  'invisible letters in a text': (bytes) => Array.from(bitsOf(bytes), (bit, n) => `${'See you there. '[n % 15]}${bit === '0' ? '\u200c' : '\u2060'}`).join(''), // prettier-ignore
  'invisible letters of a page': (bytes) => `<p>See you.${bitsOf(bytes).replaceAll('0', '&zwnj;').replaceAll('1', '&#8203;')}</p>`, // prettier-ignore
  'variation selectors': (bytes) => `\u{1f642}${Array.from(bytes, (byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe00f0 + byte)).join('')}`, // prettier-ignore
  tags: (bytes) => Array.from(bytes.toString('base64'), (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join(''), // prettier-ignore
  'an armoured message': () => '-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----',
  OpenSSL: (bytes) => Buffer.concat([Buffer.from('Salted__'), bytes]).toString('base64'),
  'the fields of a library': (bytes) =>
    JSON.stringify({ iv: noise(16).toString('base64'), ks: 256, ct: bytes.subarray(0, 60).toString('base64') }),
};

describe('ciphertext', () => {
  it.each(Object.entries(dresses))('as %s is unread', async (_name, dress) => {
    for (let n = 0; n < 20; n += 1) {
      const text = 'Maya Vang, 555-0142, 14 Elm Street. '.repeat(12 + n * 3);
      const cipher = createCipheriv('aes-256-ctr', noise(32, `key ${n}`), noise(16, `iv ${n}`));
      const written = dress(Buffer.concat([cipher.update(text), cipher.final()]));
      expect([n, opaqueText(written)]).toEqual([n, expect.stringMatching(/opaque|encrypted/)]);
      if (n > 0) continue;
      for (const type of ['text/plain', 'text/html', 'application/json', 'application/octet-stream']) {
        const raw = `From: a@school.example\nSubject: x\nContent-Type: ${type}; charset=utf-8\n\n${written}\n`;
        const { unread } = await extract(Buffer.from(raw), { sender: '', recipients: [] }, limits);
        expect([type, unread.map(({ reason }) => reason)]).toEqual([
          type,
          expect.arrayContaining([expect.stringMatching(/opaque|encrypted/)]),
        ]);
      }
    }
  });

  it('without the armour of OpenPGP is encrypted', () => {
    const session = Buffer.from('8c0d0409030291b2c3d4e5f60718e3', 'hex');
    const message = Buffer.concat([session, Buffer.from([0xd2, 0xc0, 0x51, 1]), noise(272)]);
    expect(opaqueText(lines(message.toString('base64'), 64))).toBe('encrypted');
  });
});

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
const prose = 'Please bring a lunch, a water bottle and a signed form to the museum on Friday. '.repeat(20);

const ordinary: Readonly<Record<string, string>> = {
  'a public key': String(publicKey.export({ type: 'spki', format: 'pem' })),
  'a private key': String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  'check sums of files': Array.from({ length: 60 }, (_, n) => `${createHash('sha256').update(`${n}`).digest('hex')}  file${n}.zip`).join('\n'), // prettier-ignore
  'check sums of packages': JSON.stringify(Array.from({ length: 60 }, (_, n) => ({ name: `package-${n}`, integrity: `sha512-${createHash('sha512').update(`${n}`).digest('base64')}` })), null, 2), // prettier-ignore
  'identifiers of devices': Array.from({ length: 90 }, (_, n) => `Chromebook ${n}\t${randomUUID()}\t5CD${n}3H7K`).join(
    '\n',
  ),
  'identifiers alone': Array.from({ length: 90 }, () => randomUUID()).join('\n'),
  'addresses of network cards': Array.from({ length: 90 }, (_, n) => noise(6, `card ${n}`).toString('hex').replace(/..(?!$)/g, '$&:')).join('\n'), // prettier-ignore
  'links of a newsletter': Array.from({ length: 40 }, (_, n) => `Read more: https://click.news.example/ls/click?upn=${noise(700, `link ${n}`).toString('base64url')}`).join('\n'), // prettier-ignore
  'a tracking pixel': `<img src="https://pixel.example/o/${noise(300).toString('base64url')}" width=1 height=1>`,
  'a signed token': `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"teacher"}').toString('base64url')}.${noise(256).toString('base64url')}`, // prettier-ignore
  'a copied header': `DKIM-Signature: v=1; a=rsa-sha256;\n b=${lines(noise(256).toString('base64'), 60, '\n  ')}\nX-MS-Exchange-AntiSpam-MessageData-0: ${noise(1500).toString('base64')}\nSubject: Trip`, // prettier-ignore
  'a program': 'function add(a,b){return a+b}var total=items.map(i=>i.price*i.count).reduce(add,0);'.repeat(40),
  'a table of numbers': Array.from({ length: 300 }, (_, n) => `${n}\t${(n * 7919) % 100}\t${(n * 104729) % 100}`).join(
    '\n',
  ),
  scores: Array.from({ length: 300 }, (_, n) => String(60 + ((n * n) % 41))).join(' '),
  'a word search': Array.from({ length: 20 }, (_, n) => [...noise(20, `row ${n}`)].map((byte) => String.fromCharCode(65 + (byte % 26))).join(' ')).join('\n'), // prettier-ignore
  'words to learn': Array.from({ length: 30 }, (_, week) => Array.from(noise(10, `week ${week}`), (byte, n) => n < 8 ? `${codeWords[byte]}${codeWords[(week * 8 + n) % 256]}` : codeWords[byte]).join('\n')).join('\n'), // prettier-ignore
  'a spelling list twice': [...codeWords, ...codeWords.toReversed()].join('\n'),
  'names in small letters': Array.from({ length: 400 }, (_, n) => codeWords[Math.floor(((noise(1, `name ${n}`)[0]! / 255) ** 2) * 255)]).join('\n'), // prettier-ignore
  'a duty roster in turn': Array.from({ length: 20 }, (_, day) => codeWords.slice(0, 25).map((_word, n) => codeWords[(n * 7 + day * 11) % 25]).join(', ')).join('\n'), // prettier-ignore
  'many emoji': Array.from({ length: 300 }, (_, n) => `${emoji[noise(1, `emoji ${n}`)[0]!]}\ufe0f Great job team!`).join('\n'), // prettier-ignore
  'the same few emoji': Array.from({ length: 500 }, (_, n) => emoji[Math.floor((noise(1, `emoji ${n}`)[0]! / 256) ** 3 * 20)]).join(''), // prettier-ignore
  'all emoji': emoji.join(' '),
  'families of emoji': Array.from({ length: 200 }, (_, n) => (noise(1, `f ${n}`)[0]! < 128 ? '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}' : '\u2764\ufe0f')).join(' hi '), // prettier-ignore
  'the filling of a newsletter': `<div style="display:none">${'&zwnj;&nbsp;&#847; &#8203;'.repeat(150)}</div>`,
  'Persian with its invisible letters': '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u06a9\u062a\u0627\u0628\u200c\u0647\u0627 '.repeat(300), // prettier-ignore
  'soft hyphens': 'Stu\u00addent con\u00adfer\u00adence '.repeat(200),
  Chinese: '學校將於星期五帶學生參觀博物館請家長準備午餐和水並在星期三之前交回簽名的表格謝謝您的合作'.repeat(10),
  'digits of a famous number':
    '3.14159265358979323846264338327950288419716939937510582097494459230781640628620899'.repeat(10),
  'a line of a form': `${'_'.repeat(3000)} ${'='.repeat(600)} ${'-'.repeat(700)}`,
};

describe('ordinary data', () => {
  it.each(Object.entries(ordinary))('%s is no ciphertext', (_name, text) => {
    expect(opaqueText(text)).toBeUndefined();
    expect(opaqueText(`${prose}\n${text}\n${prose}`)).toBeUndefined();
  });

  it('files that are written into a text are read and are no ciphertext', async () => {
    const table = Array.from({ length: 90 }, (_, n) => `Student ${n},555-01${n}`).join('\n');
    for (const written of [gzipSync(table), deflateRawSync(table)].map((bytes) => bytes.toString('base64'))) {
      const raw = `Subject: x\n\nThe list is\n\n${lines(written, 76)}\n`;
      const { parts, unread } = await extract(Buffer.from(raw), { sender: '', recipients: [] }, limits);
      expect(unread).toEqual([]);
      expect(parts.some(({ text }) => text.includes('Student 42'))).toBe(true);
    }
  });
});

describe('RTF', () => {
  const reasons = async (group: string) => {
    const raw = `Subject: x\nContent-Type: application/rtf\n\n{\\rtf1 See this. ${group}}\n`;
    const { unread } = await extract(Buffer.from(raw), { sender: '', recipients: [] }, limits);
    return unread.map(({ reason }) => reason);
  };
  const hex = (bytes: Buffer): string => lines(bytes.toString('hex'), 128);

  it('with digits that nothing shows is opaque', async () => {
    expect(await reasons(`{\\*\\data ${hex(noise(600))}}`)).toEqual(['opaque']);
  });

  it('with a picture is not', async () => {
    const picture = mediaFiles.find(([, type]) => type === 'image/jpeg')![2];
    expect(await reasons(`{\\pict\\jpegblip ${hex(picture)}}`)).not.toContain('opaque');
  });
});

describe('readable data', () => {
  const row = 'Maya Vang, 14 Elm Street, 555-0142\n'.repeat(4);
  const bytes = Buffer.from(row);
  const written: Readonly<Record<string, string>> = {
    hexadecimal: bytes.toString('hex'),
    'hexadecimal in lines': lines(bytes.toString('hex'), 60),
    'pairs of hexadecimal digits': lines(bytes.toString('hex'), 2, ' '),
    'percent signs': bytes.toString('hex').replace(/../g, '%$&'),
    escapes: bytes.toString('hex').replace(/../g, '\\x$&'),
    numbers: [...bytes].join(', '),
    bits: Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join(' '),
    'short lines of base64': lines(bytes.toString('base64'), 20),
  };
  const file = zipOf({ 'list.csv': bytes });

  it.each(Object.entries(written))('in %s is read, wherever the text is', async (_name, text) => {
    const body = Buffer.from(`Subject: x\n\nThe list is\n\n${text}\n`);
    const attached = Buffer.from(
      `Subject: x\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n${zipOf({ 'notes.txt': Buffer.from(text) }).toString('base64')}\n`,
    );
    for (const raw of [body, attached]) {
      const { parts, unread } = await extract(raw, { sender: '', recipients: [] }, limits);
      expect(unread).toEqual([]);
      expect(parts.some((part) => part.text.includes('Maya Vang') && part.text.includes('555-0142'))).toBe(true);
    }
  });

  it('is read in files, too, where a file is written into a text', async () => {
    const text = `The list is\n\n${lines(file.toString('base64'), 76)}\n`;
    const raw = Buffer.from(
      `Subject: x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=notes.txt\n\n${text}`,
    );
    const { parts, unread } = await extract(raw, { sender: '', recipients: [] }, limits);
    expect(unread).toEqual([]);
    expect(parts.find(({ text: read }) => read.includes('Maya Vang'))?.filename).toBe('notes.txt/base64/list.csv');
  });

  it('is no part where the numbers are numbers', async () => {
    const raw = Buffer.from(`Subject: x\n\n${ordinary['scores']}\n${ordinary['a table of numbers']}\n`);
    const { parts } = await extract(raw, { sender: '', recipients: [] }, limits);
    expect(parts.map(({ id }) => id)).toEqual(['subject', '1']);
  });
});

describe('the density of bytes', () => {
  it('is that of random data for random data alone', () => {
    for (const length of [160, 256, 512, 1024, 10_000]) expect(looksRandom(noise(length))).toBe(true);
    expect(isDense(Buffer.concat([Buffer.alloc(9000), noise(800), Buffer.from(prose)]))).toBe(true);
    expect(isDense(Buffer.from(prose.repeat(9)))).toBe(false);
    expect(isDense(Buffer.from(noise(9000).toString('base64')))).toBe(false);
  });

  it('is not that of a scale, which a drawing has for its colours, up or down', () => {
    const up = Buffer.from(Array.from({ length: 512 }, (_, at) => at & 255));
    expect([isDense(up), isDense(Buffer.from(up).reverse()), isDense(Buffer.from(up.map((byte) => byte * 3)))]).toEqual(
      [false, false, false],
    );
    const hidden = Buffer.from([...noise(800)].flatMap((byte) => [byte, (byte + 1) & 255]));
    expect(isDense(hidden)).toBe(true);
  });
});
