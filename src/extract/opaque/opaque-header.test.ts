/** Ciphertext in header fields is unread, in a message and in one that is attached; what servers write into a header is not. */
import { describe, expect, it } from '@jest/globals';
import { extractLimits as limits } from '../../../test/harness/extract-limits.ts';
import { noise } from '../../../test/harness/media-files.ts';
import { extract } from '../extract.ts';

const secret = noise(2600, 'secret').toString('base64');
const lines = (text: string, length: number): string[] => text.match(new RegExp(`.{1,${length}}`, 'g')) ?? [];
const fields = 'From: a@school.example\nTo: b@out.example\nSubject: Trip\n';

async function unread(raw: string): Promise<string[]> {
  const message = await extract(Buffer.from(raw), { sender: '', recipients: [] }, limits);
  return message.unread.map(({ part, reason }) => `${part} ${reason}`);
}

describe('is opaque', () => {
  it.each([
    ['one field', `X-Note: ${secret}`],
    ['a folded field', `X-Note: ${lines(secret, 70).join('\n ')}`],
    ['many fields', lines(secret, 60).map((line, n) => `X-Note-${n}: ${line}`).join('\n')], // prettier-ignore
    ['comments', `Comments: ${secret}`],
    ['encoded words', `X-Note: ${lines(secret, 50).map((line) => `=?utf-8?B?${Buffer.from(line).toString('base64')}?=`).join('\n ')}`], // prettier-ignore
    ['more than any server writes', `X-MS-Exchange-Data: ${noise(34_000, 'server').toString('base64')}`],
  ])('%s', async (_, header) => {
    expect(await unread(`${fields}${header}\n\nSee you.\n`)).toEqual(['headers opaque']);
    const inner = `${fields}Content-Type: message/rfc822\n\n${fields}${header}\n\nSee you.\n`;
    expect(await unread(inner)).toEqual([expect.stringMatching(/^1 opaque$/)]);
  });
});

describe('is ordinary', () => {
  it.each([
    [
      'a signature',
      `DKIM-Signature: v=1; a=rsa-sha256; b=${lines(noise(256, 'dkim').toString('base64'), 60).join('\n  ')}`,
    ],
    ['the marks of a filter', `X-Microsoft-Antispam-Message-Info: ${noise(6000, 'info').toString('base64')}`],
    ['several of them', Array.from({ length: 4 }, (_, n) => `X-MS-Exchange-AntiSpam-MessageData-${n}: ${noise(3000, `data ${n}`).toString('base64')}`).join('\n')], // prettier-ignore
    ['a token of a mail service', `X-Mail-Token: ${noise(700, 'token').toString('base64url')}`],
    ['many addresses', `Cc: ${Array.from({ length: 400 }, (_, n) => `parent.${n}@families.example`).join(',\n ')}`],
  ])('%s', async (_, header) => {
    expect(await unread(`${fields}${header}\n\nSee you.\n`)).toEqual([]);
  });
});
