/** Reading messages for `hallpass scan`: line ends, mbox files, folders. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../errors/hallpass-error.ts';
import { readMessages, type FileMessage } from './message-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-messages-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function all(paths: readonly string[]): Promise<FileMessage[]> {
  const messages: FileMessage[] = [];
  for await (const message of readMessages(paths)) messages.push(message);
  return messages;
}

async function read(name: string, content: string): Promise<[string, string][]> {
  const path = join(folder, name);
  writeFileSync(path, content, 'latin1');
  const messages = await all([path]);
  return messages.map(({ file, raw }) => [file.slice(folder.length + 1), raw.toString('latin1')]);
}

describe('readMessages', () => {
  it.each([
    ['LF becomes CRLF', 'Subject: a\n\nb\n', 'Subject: a\r\n\r\nb\r\n'],
    ['CRLF stays', 'Subject: a\r\n\r\nb\r\n', 'Subject: a\r\n\r\nb\r\n'],
    ['bytes above 127 stay', 'Subject: a\n\n\xe9\xff\n', 'Subject: a\r\n\r\n\xe9\xff\r\n'],
    ['an empty file is an empty message', '', ''],
  ])('%s', async (_name, content, raw) => {
    expect(await read('one.eml', content)).toEqual([['one.eml', raw]]);
  });

  it('splits an mbox at its From lines and takes the quoting off', async () => {
    const content = 'From a@x Mon\nSubject: 1\n\none\n>From there\n>>From two\n\nFrom b@x Mon\nSubject: 2\n\ntwo\n';
    expect(await read('two.mbox', content)).toEqual([
      ['two.mbox#1', 'Subject: 1\r\n\r\none\r\nFrom there\r\n>From two\r\n'],
      ['two.mbox#2', 'Subject: 2\r\n\r\ntwo\r\n'],
    ]);
  });

  it('gives back what was put into an mbox', async () => {
    const line = fc.string({ unit: fc.constantFrom(...'From >ab:\xe9'.split('')), maxLength: 12 });
    const body = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 4 }), async (bodies) => {
        const messages = bodies.map((text) => `Subject: s\n\n${text}`);
        const quoted = messages.map((text) => `From a@x Mon\n${text.replace(/^(>*From )/gm, '>$1')}\n\n`);
        const found = await read('any.mbox', quoted.join(''));
        const ends = (text: string): string => text.replace(/\n+$/, '');
        expect(found.map(([, raw]) => ends(raw.replaceAll('\r\n', '\n')))).toEqual(messages.map(ends));
      }),
      { numRuns: 200 },
    );
  });

  it('finds .eml and .mbox files below a folder, in order', async () => {
    const deep = join(folder, 'deep/er');
    mkdirSync(deep, { recursive: true });
    for (const name of ['b.eml', 'a.EML', 'notes.txt']) writeFileSync(join(deep, name), 'Subject: a\r\n\r\n');
    const messages = await all([join(folder, 'deep')]);
    expect(messages.map(({ file }) => file)).toEqual([join(deep, 'a.EML'), join(deep, 'b.eml')]);
  });

  it('looks all paths up before the first is read', () => {
    let code: string | undefined;
    try {
      readMessages([folder, join(folder, 'nowhere.eml')]);
    } catch (error) {
      code = codeOf(error);
    }
    expect(code).toBe('cli.usage');
  });
});
