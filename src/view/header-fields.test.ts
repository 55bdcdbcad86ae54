/** Header fields as the console shows them. */
import { expect, test } from '@jest/globals';
import { headerFields } from './header-fields.ts';

test('fields are in order, with their names, decoded and cut', () => {
  const raw = Buffer.from(
    [
      'message-ID: <1@school.example>',
      'Subject: =?utf-8?q?Se=C3=B1ora?=',
      ' 漢 Ruiz',
      `X-Long: ${'y'.repeat(9000)}`,
      'no field',
      '',
      'body: text',
    ].join('\r\n'),
  );
  expect(headerFields(raw)).toEqual([
    { name: 'Message-Id', value: '<1@school.example>' },
    { name: 'Subject', value: 'Señora 漢 Ruiz' },
    { name: 'X-Long', value: 'y'.repeat(8000) },
  ]);
});
