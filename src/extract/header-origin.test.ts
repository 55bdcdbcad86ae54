/** What the header says of the cause of a message: an answer to another one, or a program. */
import { expect, it } from '@jest/globals';
import { extractLimits } from '../../test/harness/extract-limits.ts';
import { extract } from './extract.ts';

const read = (fields: string) =>
  extract(
    Buffer.from(`From: a@school.example\r\nSubject: x\r\n${fields}\r\n\r\nText\r\n`),
    { sender: 'a@school.example', recipients: [] },
    extractLimits,
  );

it.each([
  ['In-Reply-To: <one@mail.example>', 'one@mail.example'],
  ['References: <one@mail.example>\r\n <two@mail.example>', 'two@mail.example'],
  ['References: <one@mail.example>\r\nIn-Reply-To: <two@mail.example>', 'two@mail.example'],
  ['In-Reply-To: your message of Monday', undefined],
  ['Comments: none', undefined],
])('the answered message of %j', async (fields, expected) => {
  expect((await read(fields)).inReplyTo).toBe(expected);
});

it.each([
  ['Auto-Submitted: auto-replied', true],
  ['Auto-Submitted: auto-generated; owner-email="a@school.example"', true],
  ['Auto-Submitted: no', undefined],
  ['Auto-Submitted: No (comment)', undefined],
  ['Precedence: auto_reply', true],
  ['Precedence: bulk', undefined],
  ['X-Autoreply: yes', true],
])('whether a program wrote the message with %j', async (fields, expected) => {
  expect((await read(fields)).automatic).toBe(expected);
});
