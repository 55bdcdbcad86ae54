/** What senders learn of their own messages, with the product's own detectors and policy: where something stands, in which language, and what they can do. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost, type TakenMail } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';

let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    marked: false,
    config: { notices: { languages: ['en', 'es'] } },
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

const sender = 'rita.hale@school.example';

/** A message of several parts; each attachment is `[file name, type, text]`. */
function mail(text: string, attachments: readonly (readonly [string, string, string])[] = []): string {
  const top = [`From: Rita Hale <${sender}>`, 'To: coach@otherclub.example', 'Subject: Ride', 'MIME-Version: 1.0'];
  const plain = ['Content-Type: text/plain; charset=utf-8', '', text];
  if (attachments.length === 0) return [...top, ...plain, ''].join('\r\n');
  return [
    ...top,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    ...plain,
    ...attachments.flatMap(([name, type, content]) => [
      '--b',
      `Content-Type: ${type}; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      '',
      content,
    ]),
    '--b--',
    '',
  ].join('\r\n');
}

async function held(raw: string): Promise<string> {
  const id = await test.accepted({ sender, recipients: ['coach@otherclub.example'], raw });
  await test.reaches(id, 'quarantined');
  return id;
}

const noticeAbout = (id: string, kind: string): Promise<TakenMail> =>
  until(() => host.mails.findLast(({ raw }) => raw.toString().includes(`${kind}.${id}`)));

const address = [
  'Hello,',
  '',
  'our student Kou Vang, grade 7, lives at 3920 Washington Avenue, Apartment 2.',
  '',
  'Thanks, Rita',
].join('\r\n');

describe('where it is', () => {
  it('is said in the notice and on the page, with the masked line', async () => {
    const id = await held(mail(address));
    const { text = '', html } = await simpleParser((await noticeAbout(id, 'quarantine-held')).raw);
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toMatch(
      /Where it is - in the second paragraph: our student ███ ████, grade █, .*██████, ████████ █\. What the policy/,
    );
    for (const secret of ['Kou', 'Vang', '3920', 'Washington']) expect(text + String(html)).not.toContain(secret);
    const link = /http:\/\/127\.0\.0\.1:\d+\/a\/[\w-]+/.exec(text)![0];
    const page = await (await fetch(link)).text();
    expect(page).toContain('in the second paragraph');
    expect(page).toContain('our student ███ ████');
    expect(page).not.toContain('Vang');
  });

  it('names the file, the line in it, and no student in the name of the file', async () => {
    const rows = ['Name,Home address,Phone', 'Kou Vang,"3920 Washington Avenue, Apartment 2",(262) 555-0136'];
    const id = await held(mail('See attached.', [['Kou Vang bus list.csv', 'text/csv', rows.join('\r\n')]]));
    const { text = '' } = await simpleParser((await noticeAbout(id, 'quarantine-held')).raw);
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toMatch(/in ███ ████ bus list\.csv, cell [A-C]2: ███ ████ \|/);
    expect(text).not.toMatch(/Kou|Vang|Washington/);
  });
});
