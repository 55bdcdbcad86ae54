/** Files inside files: told by their content, numbered and named by where they lie, opened by what the message says, cut by its limits. */
import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import officeCrypto from 'officecrypto-tool';
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter, configure } from '@zip.js/zip.js';
import { zipOf } from '../../../test/harness/zip.ts';
import { extractLimits as limits } from '../../../test/harness/extract-limits.ts';
import { extract, extractFile, type ExtractLimits } from '../extract.ts';
import { isMessage, recognise } from './recognise.ts';

configure({ useWebWorkers: false });
const zip = (files: Readonly<Record<string, Buffer | string>>): Buffer =>
  zipOf(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])));

/** A message with these files attached, each with a type and a name that say nothing. */
function mailWith(files: readonly Buffer[], body = 'Hello', type = 'application/octet-stream'): Buffer {
  const parts = files.map(
    (file, n) =>
      `--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename="file${n + 1}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`,
  );
  return Buffer.from(
    `From: a@school.example\r\nSubject: Files\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${body}\r\n${parts.join('')}--b--\r\n`,
  );
}

async function outline(raw: Buffer, over: Partial<ExtractLimits> = {}): Promise<string[]> {
  const { parts, unread } = await extract(raw, { sender: '', recipients: [] }, { ...limits, ...over });
  return [
    ...parts
      .filter(({ kind }) => kind === 'attachment')
      .map(({ id, filename, contentType, text }) => `${id} ${filename} (${contentType}) ${text.trim()}`),
    ...unread.map(({ part, filename, contentType, reason }) => `${part} ${filename} (${contentType})! ${reason}`),
  ];
}

const message = 'From: b@school.example\r\nSubject: Inner\r\nMIME-Version: 1.0\r\n\r\nInner words.';

describe('a file', () => {
  it.each<[string, Buffer | string, string]>([
    [
      'docx',
      zip({
        '[Content_Types].xml':
          '<Types xmlns="x"><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      }),
      'docx',
    ],
    [
      'xlsm',
      zip({ '[Content_Types].xml': '<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>' }),
      'xlsx',
    ],
    [
      'xlsb',
      zip({
        '[Content_Types].xml': '<Override ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>',
      }),
      'xlsb',
    ],
    [
      'a document of another producer',
      zip({ '[Content_Types].xml': '<Types/>', 'ppt/presentation.xml': '<p/>' }),
      'pptx',
    ],
    ['ods', zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }), 'ods'],
    ['an e-book', zip({ mimetype: 'application/epub+zip' }), 'zip'],
    ['pdf behind junk', 'junk\n%PDF-1.7\n', 'pdf'],
    ['rtf behind white space', '\r\n {\\rtf1 words}', 'rtf'],
    ['jpeg', Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0', 'latin1'), 'image'],
    ['heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), 'image'],
    ['mp4', Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0', 'latin1'), 'media'],
    ['gzip', gzipSync('x'), 'gz'],
    ['7z', Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'), '7z'],
    ['a calendar', 'BEGIN:VCALENDAR\r\nSUMMARY:x\r\nEND:VCALENDAR', 'folded'],
    ['a message', message, 'message'],
    ['html', '<!-- note -->\n<TABLE><tr><td>x', 'html'],
    ['text that begins like a song', 'ID3 tags are explained here, in words.', 'text'],
    ['text that begins like a program', 'MZ is a postcode.', 'text'],
    ['UTF-16', Buffer.from('Names of the class', 'utf16le'), 'text'],
    ['nothing', '', 'text'],
    ['bytes', Buffer.from('0102030405000000ff00fe', 'hex'), 'other'],
  ])('%s is known by its content', async (_, content, kind) =>
    expect((await recognise(Buffer.from(content))).kind).toBe(kind),
  );

  it('is of some kind whatever its bytes are, and text is text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
        expect((await recognise(Buffer.from(bytes))).kind).toMatch(/^[a-z0-9-]+$/);
      }),
      { numRuns: 300 },
    );
    const words = fc
      .array(fc.stringMatching(/^[A-Za-z]{2,9}$/), { minLength: 3, maxLength: 30 })
      .map((list) => list.join(' '));
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        expect((await recognise(Buffer.from(text))).kind).toBe('text');
        expect(isMessage(Buffer.from(text))).toBe(false);
      }),
    );
  });

  it('is read whatever type and name it has', async () => {
    const list = Buffer.from('Name;Phone\nAna;555-0142\nBo;555-0143\n');
    for (const type of ['application/octet-stream', 'image/jpeg', 'application/pdf', 'video/mp4', 'text/html'])
      expect(await outline(mailWith([zip({ 'list.dat': list })], 'Hello', type))).toEqual([
        '2/1 file1/list.dat (text/tab-separated-values) Name\tPhone\nAna\t555-0142\nBo\t555-0143',
      ]);
  });
});

describe('files inside files', () => {
  it('have numbers and names of where they lie: archives, messages, archives in messages', async () => {
    const inner = mailWith([zip({ 'deep.txt': 'Deep words.' })], 'Inner body.');
    const outer = zip({ 'plan.txt': 'Plan.', 'mail/fwd.eml': inner, 'more.gz': gzipSync('Packed.') });
    expect(await outline(mailWith([outer, Buffer.from(message)]))).toEqual([
      '2/1 file1/plan.txt (text/plain) Plan.',
      '2/2 file1/mail/fwd.eml (message/rfc822) From: a@school.example\nSubject: Files',
      '2/2.1 file1/mail/fwd.eml (text/plain) Inner body.',
      '2/2.2/1 file1/mail/fwd.eml/file1/deep.txt (text/plain) Deep words.',
      '2/3/1 file1/more.gz/more (text/plain) Packed.',
      '3 file2 (message/rfc822) From: b@school.example\nSubject: Inner',
      '3.1 file2 (text/plain) Inner words.',
    ]);
  });

  it('never have a path outside of their archive', async () => {
    const bytes = zip({
      '../../etc/passwd': 'a',
      '/abs.txt': 'b',
      'C:\\x\\y.txt': 'c',
      'a\u202etxt.exe': 'd',
      '..': 'e',
    });
    expect((await outline(mailWith([bytes]))).map((line) => line.split(' ')[1])).toEqual([
      'file1/etc/passwd',
      'file1/abs.txt',
      'file1/C:/x/y.txt',
      'file1/atxt.exe',
      'file1/unnamed',
    ]);
  });

  it('too deep are unread, and what is beside them is read', async () => {
    const nested = (levels: number): Buffer => (levels === 0 ? Buffer.from('core') : zip({ n: nested(levels - 1) }));
    expect(await outline(mailWith([nested(3), nested(20)]))).toEqual([
      '2/1/1/1 file1/n/n/n (text/plain) core',
      `3${'/1'.repeat(8)} file2${'/n'.repeat(8)} (application/zip)! too-deep`,
    ]);
  });

  it('share one limit: a bomb in pieces is a bomb', async () => {
    const piece = gzipSync(Buffer.alloc(9_000_000));
    const seen = await outline(mailWith([piece, piece, piece]));
    expect(seen.filter((line) => line.includes('too-big')).length).toBeGreaterThan(0);
    const many = zip(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}`, 'x'])));
    expect((await outline(mailWith([many, many]), { maxFiles: 40 })).at(-1)).toBe(
      '3 file2 (application/zip)! too-many',
    );
    expect(await outline(mailWith([many]), { filesTimeoutMs: -1 })).toEqual(['2 file1 (application/zip)! too-slow']);
  });

  it('of a picture that is an archive too are read', async () => {
    const picture = Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0', 'latin1');
    expect(await outline(mailWith([Buffer.concat([picture, zip({ 'list.txt': 'Names.' })])]))).toContain(
      '2/1 file1/list.txt (text/plain) Names.',
    );
  });

  it('of an office document that its reader cannot follow are read as those of the archive that it is', async () => {
    const document = zip({
      '[Content_Types].xml':
        '<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>',
      'word/elsewhere.xml': '<w:document><w:t>Words of a paragraph</w:t></w:document>',
    });
    const seen = (await outline(mailWith([document]))).join('\n');
    expect(seen).toContain('Words of a paragraph');
  });

  it('that are sound, film and unknown bytes are told apart', async () => {
    const film = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0', 'latin1');
    expect(await outline(mailWith([film, Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'), Buffer.alloc(64, 1)]))).toEqual([
      '2 file1 (video/mp4)! media',
      '4 file3 (application/octet-stream)! unsupported',
      // What may be encrypted is read last, when the passwords in the message are known.
      '3 file2 (application/vnd.rar)! damaged',
    ]);
  });
});

describe('passwords that stand in the message', () => {
  const locked = async (password: string): Promise<Buffer> => {
    const writer = new ZipWriter(new Uint8ArrayWriter(), { password });
    await writer.add('list.txt', new TextReader('Names.'));
    return Buffer.from(await writer.close());
  };
  const opened = '2/1 file1/list.txt (text/plain) Names.';

  it.each([
    ['Hi,\r\nthe password is: Maple-42!', 'Maple-42!'],
    ['The password for the file is “blue river 7”.', 'blue river 7'],
    ['Password:\r\n\r\n   Tr33house', 'Tr33house'],
    ['La contraseña es girasol99, gracias.', 'girasol99'],
    ['pw=s3cret', 's3cret'],
    ['To open it use maplewood (all lower case).', 'maplewood'],
  ])('%j', async (body, password) => expect(await outline(mailWith([await locked(password)], body))).toEqual([opened]));

  it('or in another file, whatever the order', async () => {
    expect(await outline(mailWith([await locked('Kx9-treble'), Buffer.from('Your password: Kx9-treble')]))).toContain(
      opened,
    );
  });

  it('and if it does not, the entry is said to be encrypted', async () => {
    expect(await outline(mailWith([await locked('elsewhere-1')], 'I text you the password.'))).toEqual([
      '2/1 file1/list.txt (application/octet-stream)! encrypted',
    ]);
  });

  it('open office documents that are encrypted as a whole', async () => {
    const writer = new ZipWriter(new Uint8ArrayWriter());
    await writer.add('notes.txt', new Uint8ArrayReader(Buffer.from('Names.')));
    const encrypted = officeCrypto.encrypt(Buffer.from(await writer.close()), {
      password: 'Maple-42',
      type: 'standard',
    });
    expect(await outline(mailWith([encrypted], 'Password: Maple-42'))).toEqual([
      '2/1 file1/notes.txt (text/plain) Names.',
    ]);
    expect(await outline(mailWith([encrypted], 'Hi'))).toEqual(['2 file1 (application/x-encrypted-office)! encrypted']);
  });
});

it('files that systems put into archives are read for their words, and nothing is held for them', async () => {
  const bytes = zip({
    'list.txt': 'Names.',
    '__MACOSX/._list.txt': Buffer.from('\0\x05\x16\x07\0\x02\0\0Mac OS X        \0\x01', 'latin1'),
    '.DS_Store': Buffer.from('\0\0\0\x01Bud1\0\0\0p\0l\0a\0n\0s', 'latin1'),
  });
  expect(await outline(mailWith([bytes]))).toEqual([
    '2/1 file1/list.txt (text/plain) Names.',
    '2/2 file1/__MACOSX/._list.txt (application/applefile) Mac OS X',
    '2/3 file1/.DS_Store (application/x-ds-store) Bud1\nplans',
  ]);
});

it('a file by itself is read like an attachment', async () => {
  const { parts, unread } = await extractFile(zip({ 'a.csv': 'x,y\n1,2\n3,4' }), 'all.zip', limits);
  expect(parts).toMatchObject([
    { id: '1/1', filename: 'all.zip/a.csv', text: 'x\ty\n1\t2\n3\t4', places: [{ firstRow: 1 }] },
  ]);
  expect(unread).toEqual([]);
});
