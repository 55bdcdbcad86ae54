/** Messages that are made to break the reader: hostile, random, truncated and mutated ones. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { ExtractedMessage } from '../../detectors/detector.ts';
import { extractLimits as limits } from '../../test/harness/extract-limits.ts';
import { extract } from './extract.ts';

const folder = new URL('../../fixtures/mime/', import.meta.url);
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.eml'));
const fixture = (name: string) => readFileSync(new URL(name, folder));

function read(raw: Buffer | string): Promise<ExtractedMessage> {
  return extract(Buffer.from(raw), { sender: 'a@school.example', recipients: [] }, limits);
}

describe('hostile messages end, and are told apart from clean ones or read', () => {
  const from = 'From: a@school.example\r\n';
  const long = 3_000_000;
  it.each<[string, string]>([
    ['one line', `\r\n${'a'.repeat(20_000_000)}`],
    ['empty lines', `\r\n${'\r\n'.repeat(long)}`],
    ['quote marks', `\r\n${'> '.repeat(long)}`],
    ['half headings', `\r\n${'On 1\nFrom: a\n'.repeat(long / 10)}`],
    ['a boundary of dashes', `Content-Type: multipart/mixed; boundary="${'-'.repeat(60)}"\r\n\r\n${'-'.repeat(long)}`],
    ['encoded words', `Subject: ${'=?utf-8?Q?a?= '.repeat(60_000)}\r\n\r\n`],
    ['halves of encoded words', `Subject: ${'=?a?q?'.repeat(150_000)}\r\n\r\n`],
    ['quotes in an address', `To: ${'"\\"'.repeat(300_000)} <b@out.example>\r\n\r\n`],
    [
      'parameters',
      `Content-Type: text/plain; ${Array.from({ length: 50_000 }, (_, n) => `a*${n}=x`).join(';')}\r\n\r\n`,
    ],
    [
      'soft line ends',
      `Content-Transfer-Encoding: quoted-printable\r\n\r\n${`=${' '.repeat(1000)}`.repeat(long / 1000)}`,
    ],
    ['nested elements', `Content-Type: text/html\r\n\r\n${'<div><b>'.repeat(long / 10)}`],
    ['unclosed cells', `Content-Type: text/html\r\n\r\n${'<table><tr><td>'.repeat(long / 10)}`],
    [
      'closing tags without elements',
      `Content-Type: text/html\r\n\r\n${'<b>'.repeat(long / 10)}${'</i>'.repeat(long / 10)}`,
    ],
    [
      'links in links',
      `Content-Type: text/html\r\n\r\n${'<a href=https://x.example>'.repeat(100_000)}x${'</a>'.repeat(100_000)}`,
    ],
    ['a tag that never ends', `Content-Type: text/html\r\n\r\n<a ${'x="1" '.repeat(long / 10)}`],
  ])('%s', async (_, rest) => {
    const message = await read(from + rest);
    expect(message.parts[0]?.id).toBe('subject');
    expect(message.parts.length + message.unread.length).toBeGreaterThan(1);
  });
});

/** Checks what is true for every message, also for a broken one. */
function expectSound(message: ExtractedMessage): void {
  const ids = message.parts.map((part) => part.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toBe('subject');
  for (const { text, quoted, hidden } of message.parts) {
    for (const spans of [quoted, hidden]) {
      let last = 0;
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }
  }
}

test('random bytes are read or listed, never an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => expectSound(await read(Buffer.from(bytes)))),
    { numRuns: 300 },
  );
});

test('random MIME-like text is read or listed, never an exception', async () => {
  const piece = fc.constantFrom(
    ...[
      '\r\n',
      '\n',
      '\r\n\r\n',
      '--b',
      '--b--',
      '--c',
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: multipart/alternative; boundary="c"',
      'Content-Type: message/rfc822',
    ],
    ...[
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      'Content-Transfer-Encoding: quoted-printable',
      'Subject: =?utf-8?B?w6k',
      'From: "a',
      '<p hidden>',
      '</p>',
      '<blockquote>',
      '<td>',
    ],
    ...[
      '=3D',
      '=',
      'w6k=',
      '> ',
      'On 1 May x wrote:',
      'From: a',
      'To: b',
      'Sent: c',
      'Subject: d',
      '\u0000',
      ' ',
      ':',
      'é',
      'begin 644 x',
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => expectSound(await read(pieces.join('')))),
    { numRuns: 1000 },
  );
});

test('truncated and mutated fixtures are read or listed, never an exception', async () => {
  const mutation = fc.record({
    name: fc.constantFrom(...fixtures),
    length: fc.double({ min: 0, max: 1, noNaN: true }),
    changes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
      maxLength: 10,
    }),
  });
  await fc.assert(
    fc.asyncProperty(mutation, async ({ name, length, changes }) => {
      const raw = Buffer.from(fixture(name));
      for (const [at, byte] of changes) raw[Math.floor(at * (raw.length - 1))] = byte;
      expectSound(await read(raw.subarray(0, Math.floor(raw.length * length))));
    }),
    { numRuns: 500 },
  );
});
