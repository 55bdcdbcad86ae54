/** What is read of a message: a table of fixtures, texts and the limits. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { simpleParser } from 'mailparser';
import type { ExtractedMessage } from '../../detectors/detector.ts';
import { extractLimits as limits } from '../../test/harness/extract-limits.ts';
import { extract, type ExtractLimits } from './extract.ts';

const folder = new URL('../../fixtures/mime/', import.meta.url);
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.eml'));
const fixture = (name: string) => readFileSync(new URL(name, folder));

function read(raw: Buffer | string, over: Partial<ExtractLimits> = {}): Promise<ExtractedMessage> {
  return extract(Buffer.from(raw), { sender: 'a@school.example', recipients: [] }, { ...limits, ...over });
}

/** `id [filename] text` of each part but the subject and the names, quotes as «», hidden text as ⟦⟧. */
function outline(message: ExtractedMessage): string[] {
  return message.parts
    .filter(({ id }) => id !== 'subject' && id !== 'names')
    .map(({ id, kind, filename, text, quoted, hidden }) => {
      const marks = [
        ...quoted.flatMap(
          ({ start, end }) =>
            [
              [start, '«'],
              [end, '»'],
            ] as const,
        ),
        ...hidden.flatMap(
          ({ start, end }) =>
            [
              [start, '⟦'],
              [end, '⟧'],
            ] as const,
        ),
      ];
      const marked = marks
        .sort((a, b) => b[0] - a[0])
        .reduce((shown, [at, mark]) => shown.slice(0, at) + mark + shown.slice(at), text);
      return `${id} ${kind}${filename ? ` [${filename}]` : ''} ${marked.trim()}`;
    });
}

const unreadOf = (message: ExtractedMessage) =>
  message.unread.map(({ part, filename, reason }) => [part, ...(filename ? [filename] : []), reason].join(' '));

const table: Record<string, { parts: string[]; unread?: string[] }> = {
  'alternative.eml': {
    parts: [
      '1 body Café menu for the whole school.',
      '2 body Café menu for the whole school.⟦\nOnly here⟧\nthe menu <https://menu.example/a>',
    ],
  },
  'attachments.eml': {
    parts: [
      '1 body See attached.',
      '2 attachment [grade5.csv] name\tphone\nAnn Example\t414-555-0142',
      '3 attachment [Mémo.bin] Just text, renamed.',
      '4 attachment [trip.ics] BEGIN:VCALENDAR\nSUMMARY:Trip of Ann Example to the museum\nEND:VCALENDAR',
    ],
    unread: ['5 crest.png image', '6 form.pdf damaged', '7 pay.zip damaged'],
  },
  'nested-message.eml': {
    parts: [
      '1 body Please see below.',
      '2 attachment [fwd.eml] «From: Parent <parent@family.example>\nSubject: About Ann Example»',
      '2.1 attachment [fwd.eml] «Her address is 12 Mill Lane.»',
      '2.2 attachment [fwd.eml/list.csv] a\tb',
      '2.3 attachment [fwd.eml/second.eml] «Subject: Third level»',
      '2.3.1 attachment [fwd.eml/second.eml] «Deep text.»',
    ],
  },
  'quoted.eml': {
    parts: [
      '1 body I agree with this long paragraph.\n\n«On Mon, 3 Mar 2025 at 10:12, B. Lund\n<b.lund@out.example> wrote:\n> Shall we meet?\n>> Older wordsflowed on.»\nFine with me.',
    ],
  },
  'outlook-reply.eml': {
    parts: ['1 body My own words – here.\n«From: B. Lund\nSent: Monday\nTo: Ann\nSubject: trip\nTheir words.»'],
  },
  'smime-encrypted.eml': { parts: [], unread: ['1 smime.p7m encrypted'] },
  'pgp-encrypted.eml': { parts: ['1 attachment Version: 1'], unread: ['2 encrypted.asc encrypted'] },
  'signed.eml': { parts: ['1 body Signed words.'] },
  'no-closing-boundary.eml': {
    parts: [
      '1 body first',
      '2.1 body second',
      '3 body third',
      '0 body ⟦before the first\nafter the last⟧',
      '3.0 body ⟦not a field but words⟧',
    ],
  },
  'wrong-boundary.eml': {
    parts: ['1 body Words that clients may show.'],
    unread: ['1 damaged'],
  },
  'bad-base64.eml': { parts: ['1 body These are plain words, whatever the label says.'], unread: ['1 damaged'] },
  'eight-bit.eml': { parts: ['1 body naïve résumé'] },
  'no-header.eml': { parts: ['1 body Just words, without any header.\nAnd more.'] },
  'header-only.eml': { parts: ['1 body '] },
  'binary-as-text.eml': { parts: [], unread: ['1 data.txt damaged'] },
  'uuencoded.eml': {
    parts: ['1 body Here it is:\n\nbegin 644 list.csv\n#86)C\n`\nend', '1.1 attachment [list.csv] abc'],
  },
};

describe('fixtures', () => {
  it('all have an expectation', () => expect(Object.keys(table).sort()).toEqual(fixtures.sort()));

  it.each(Object.entries(table))('%s', async (name, { parts, unread = [] }) => {
    const message = await read(fixture(name));
    expect(outline(message)).toEqual(parts);
    expect(unreadOf(message)).toEqual(unread);
    // Stored mail may have bare line feeds: it reads the same.
    const bareLineFeeds = Buffer.from(fixture(name).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    expect(outline(await read(bareLineFeeds))).toEqual(parts);
  });

  it('reads the header: encoded words joined, mailboxes, domain in lower case', async () => {
    expect(await read(fixture('alternative.eml'))).toMatchObject({
      sender: 'a@school.example',
      subject: 'Für dich',
      from: { name: 'Moore, Ann', address: 'ann.moore@school.example' },
      to: [
        { name: 'Office', address: 'office@print.example' },
        { name: '', address: 'b@out.example' },
      ],
      cc: [{ name: 'Jörg', address: 'j@out.example' }],
      replyTo: [{ address: 'desk@school.example' }],
      messageId: 'alternative@school.example',
    });
    expect(await read(fixture('eight-bit.eml'))).toMatchObject({ subject: 'Café – plan' });
  });

  // The reader is our own; the parser that others would trust is the judge wherever a message is well-formed.
  it.each([
    'alternative.eml',
    'attachments.eml',
    'nested-message.eml',
    'outlook-reply.eml',
    'signed.eml',
    'no-header.eml',
  ])('%s: nothing that mailparser reads as text is missing, no file is missing', async (name) => {
    const peer = await simpleParser(fixture(name), { skipTextToHtml: true, skipImageLinks: true });
    const { parts, unread } = await read(fixture(name));
    const words = (text: string) => text.split(/[\s>]+/).filter((word) => word !== '');
    const ours = new Set(words(parts.map((part) => part.text).join('\n')));
    expect(words(peer.text ?? '').filter((word) => !ours.has(word) && !/^\[?http/.test(word))).toEqual([]);
    const names = [...parts, ...unread].map((part) => part.filename?.split('/').at(-1));
    for (const file of peer.attachments)
      if (!file.contentType.endsWith('signature')) expect(names).toContain(file.filename?.split(/[\\/]/).at(-1));
  });
});

describe('text', () => {
  const part = async (fields: string, body: Buffer | string) => {
    const raw = Buffer.concat([Buffer.from(`From: a@school.example\r\n${fields}\r\n\r\n`), Buffer.from(body)]);
    return read(raw);
  };

  it.each([
    ['utf-16 with a mark', 'charset=utf-8', Buffer.from('\ufeffMénu', 'utf16le'), 'Ménu'],
    ['utf-16 without one', 'charset=us-ascii', Buffer.from('a plain menu', 'utf16le'), 'a plain menu'],
    ['windows-1252', 'charset=windows-1252', Buffer.from([0x80, 0x31]), '€1'],
    ['windows-1252 called ASCII', 'charset=us-ascii', Buffer.from([0x93, 0x78, 0x94]), '“x”'],
    ['UTF-8 called ASCII', 'charset=us-ascii', Buffer.from('é'), 'é'],
    ['koi8-r', 'charset=koi8-r', Buffer.from([0xf0, 0xd2]), 'Пр'],
    ['iso-2022-jp', 'charset=iso-2022-jp', Buffer.from('\u001b$B%F\u001b(B', 'latin1'), 'テ'],
    ['utf-7', 'charset=utf-7', '+AGE-b', 'ab'],
    ['an unknown charset', 'charset=x-none', 'words', 'words'],
    ['lone CR', 'charset=utf-8', 'a\rb\r\nc', 'a\nb\nc'],
    [
      'a single NUL does not hide the rest',
      'charset=utf-8',
      'Ann\u0000 Example and many more words',
      'Ann Example and many more words',
    ],
  ])('%s', async (_, params, bytes, expected) => {
    const message = await part(`Content-Type: text/plain; ${params}`, bytes);
    expect(message.parts[1]?.text).toBe(expected);
  });

  it('of an unknown transfer encoding is read as it stands, and listed only where it is no text', async () => {
    const words = await part('Content-Transfer-Encoding: 8bits\r\nContent-Type: text/plain', 'Two words.');
    expect(outline(words)).toEqual(['1 body Two words.']);
    expect(unreadOf(words)).toEqual([]);
    const page = await part('Content-Transfer-Encoding: x-none\r\nContent-Type: text/html', '<p>Two <b>wo</b>rds.</p>');
    expect(outline(page)).toEqual(['1 body Two words.']);
    const secret = await part('Content-Transfer-Encoding: x-secret\r\nContent-Type: text/plain', 'f8a7'.repeat(40));
    expect(unreadOf(secret)).toEqual(['1 unsupported']);
  });

  it('in several base64 segments is read to the end', async () => {
    expect((await part('Content-Transfer-Encoding: base64', 'Zmlyc3Q=\r\nIHNlY29uZA==\r\n')).parts[1]?.text).toBe(
      'first second',
    );
  });

  it('with an inline PGP message is also listed as encrypted', async () => {
    expect(
      unreadOf(await part('Subject: x', '-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n-----END PGP MESSAGE-----\r\n')),
    ).toEqual(['1 encrypted']);
  });
});

it('tabs between the words of a sentence are read as spaces, those of a table as tabs', async () => {
  const row = 'Vang\tMai\t5\t414-555-0171';
  const text = `Student:\tMai\tVang,\tgrade\t5\n${row}\n`;
  const message = await read(`Subject: x\r\n\r\n${text}`);
  expect(message.parts[1]?.text).toBe(`Student: Mai Vang, grade 5\n${row}\n`);
});

describe('limits', () => {
  const multipart = (count: number) =>
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`;

  it('too many parts: the first are read, the rest is one unread part', async () => {
    const message = await read(multipart(100_000));
    expect(message.parts).toHaveLength(500);
    expect(unreadOf(message)).toEqual(['500 too-many']);
  });
  it('as many parts as allowed are read', async () => {
    const message = await read(multipart(9), { maxParts: 10 });
    expect(message.parts).toHaveLength(10);
    expect(message.unread).toEqual([]);
  });
  it('too many closing delimiters end as too many parts too', async () => {
    expect(
      unreadOf(await read(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b--\r\nx\r\n'.repeat(100_000)}`)),
    ).toEqual(['1 too-many']);
  });
  it('too deep', async () => {
    const levels = Array.from(
      { length: 10_000 },
      (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`,
    );
    expect(unreadOf(await read(`Content-Type: multipart/mixed; boundary=b0\r\n\r\n${levels.join('')}`))).toEqual([
      '1.1.1.1.1.1.1.1 too-deep',
    ]);
    const messages = await read('Content-Type: message/rfc822\r\n\r\n'.repeat(10_000), { maxDepth: 2 });
    expect(messages.unread).toMatchObject([{ reason: 'too-deep' }]);
  });
  it('mails that are attached to each other count once each, whatever multiparts they are in', async () => {
    const forwarded = (level: number): string =>
      level === 0
        ? 'From: a@out.example\r\nSubject: first\r\n\r\nThe kestrel.\r\n'
        : `From: a@out.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m${level}\r\n\r\n` +
          `--m${level}\r\nContent-Type: multipart/related; boundary=r${level}\r\n\r\n--r${level}\r\n\r\nSee below.\r\n--r${level}--\r\n` +
          `--m${level}\r\nContent-Type: message/rfc822\r\n\r\n${forwarded(level - 1)}\r\n--m${level}--\r\n`;
    const message = await read(forwarded(6));
    expect(message.unread).toEqual([]);
    expect(message.parts.some(({ text }) => text.includes('The kestrel.'))).toBe(true);
  });
  it('a header that is too big is cut, and the body is read', async () => {
    const message = await read(`Subject: first\r\nX: ${'a'.repeat(2_000_000)}\r\n\r\nWords.`);
    expect(message).toMatchObject({ subject: 'first' });
    expect(outline(message)).toEqual(['1 body Words.']);
    expect(unreadOf(message)).toEqual(['headers too-big']);
  });
  it('text that is too big is read up to the limit', async () => {
    const message = await read(`Subject: x\r\n\r\n${'word '.repeat(1000)}`, { maxTextBytes: 100 });
    expect(message.parts[1]?.text).toHaveLength(100);
    expect(unreadOf(message)).toEqual(['1 too-big']);
  });
});

it('lists what is beyond a hundred files in one text as unread', async () => {
  const message = await read(`Subject: x\r\n\r\n${'begin 644 a.csv\n#86)C\n`\nend\n'.repeat(101)}`);
  expect(unreadOf(message)).toContain('1 too-many');
});

describe('lines that a mail program has broken', () => {
  const bodyOf = async (body: string) => (await read(`From: a@school.example\r\n\r\n${body}`)).parts[1]!.text;

  it('are joined in prose', async () => {
    const prose =
      'We would be glad if the driver could be told today that our student Ann\nExample waits at the stop in front of the library from now on, not at 12\nMill Lane.';
    expect(await bodyOf(prose)).toBe(prose.replaceAll('\n', ' '));
  });

  it.each([
    ['rows', `${'Ann Example  grade 5  12 Mill Lane, Springfield  414-555-0142 bus 4\n'.repeat(3)}`],
    ['a list', '- the first thing that we have to do before the bus leaves on Monday\n- the second thing'],
    ['short lines', 'Dear all,\nthe bus is late.\nThank you'],
    ['a paragraph that ends', 'We would be glad if the driver could be told today of the new stop.\n\nThank you'],
    ['fields', 'From: the person who wrote the message that is quoted here and below it\nSent: Monday'],
  ])('are kept in %s', async (_, text) => expect(await bodyOf(text)).toBe(text));
});
