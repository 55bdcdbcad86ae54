/** Hostile names in attachments and subjects are shown as text and never become a path, a header line or a cookie. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openReviewers, type Reviewers } from '../review/reviewers.ts';

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host, config: { review: { undoSeconds: 0 } } });
  reviewers = await openReviewers(test);
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

const planted = `/tmp/hallpass-planted-${process.pid}`;
const names = [
  `../../../../../../../..${planted}`,
  `..\\..\\..\\planted.txt`,
  `${planted}`,
  'a.txt\u0000.html',
  '=?utf-8?Q?a=0D=0ASet-Cookie:_planted=3D1=0D=0A.txt?=',
  'C:\\planted.txt"; filename="other.html',
];

it('handles a message with hostile names without acting on them', async () => {
  const raw = [
    `From: A Teacher <${sender}>`,
    'To: <partner@museum.example>',
    'Subject: =?utf-8?Q?please=0D=0ABcc:_everybody@evil.example=0D=0AX-Planted:_1?=',
    'Message-ID: <names@school.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'please-hold',
    ...names.flatMap((name) => [
      '--b',
      `Content-Type: text/plain; name="${name.replace(/["\\]/g, '\\$&')}"`,
      `Content-Disposition: attachment; filename="${name.replace(/["\\]/g, '\\$&')}"`,
      '',
      'One line.',
    ]),
    '--b--',
    '',
  ].join('\r\n');
  const id = await test.accepted({ sender, recipients: ['partner@museum.example'], raw });
  await test.reaches(id, 'quarantined');
  const reviewer = await reviewers.add('reviewer');

  const { parts } = await reviewer.content(id);
  expect(parts.filter(({ kind }) => kind === 'attachment')).toHaveLength(names.length);
  expect((await reviewer.call('POST', `/messages/${id}/reveal`, { reason: 'A test of names' })).status).toBe(204);
  const response = await fetch(`${test.http}/api/messages/${id}/raw`, { headers: reviewer.headers });
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${id}.eml"`);
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(await response.text()).toBe(raw);

  const words = 'Please take the names out\r\nBcc: everybody@evil.example';
  expect(await reviewer.act(id, { action: 'return', words })).toMatchObject({ ok: true });
  // One when it was held, one when it was returned.
  await host.mailFor(sender, 2);
  expect(host.mails.map(({ recipients }) => recipients.map(({ address }) => address))).toEqual([[sender], [sender]]);
  for (const { raw: notice } of host.mails) {
    const text = notice.toString('latin1');
    const header = text.slice(0, text.indexOf('\r\n\r\n'));
    expect(header).not.toMatch(/^(bcc|x-planted|set-cookie):/im);
    expect(header.match(/^subject:/gim)).toHaveLength(1);
  }
  expect(existsSync(planted)).toBe(false);
  expect(test.log.join('\n')).not.toMatch(/planted|evil\.example/);
});
