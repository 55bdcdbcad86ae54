/** What senders learn of their own messages, with the product's own detectors and policy: where something stands, in which language, and what they can do. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost, type TakenMail } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { openReviewers, type Reviewer, type Reviewers } from '../review/reviewers.ts';

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    marked: false,
    config: { review: { undoSeconds: 0 }, district: { policy } },
  });
  reviewers = await openReviewers(test);
  mia = await reviewers.add('reviewer', { name: 'Mia Ortiz' });
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

/** The district's own policy. */
const policy = {
  title: 'Board policy 512',
  clauses: [
    { number: 'section 3', text: 'Where a student lives is told to nobody else.', rules: ['student-location'] },
  ],
};
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

/** The first link to a page of that kind in a notice. */
function linkIn(text: string, page: 'a' | 'm'): string {
  const [link] = new RegExp(`http://127\\.0\\.0\\.1:\\d+/${page}/[\\w-]+`).exec(text) ?? [];
  if (link === undefined) throw new Error('the notice has no link');
  return link;
}

async function textOf(notice: TakenMail): Promise<string> {
  return (await simpleParser(notice.raw)).text ?? '';
}

const post = (link: string, fields: Record<string, string>): Promise<Response> =>
  fetch(link, { method: 'POST', body: new URLSearchParams(fields) });

async function held(raw: string, from = sender, to: readonly string[] = ['coach@otherclub.example']): Promise<string> {
  const id = await test.accepted({ sender: from, recipients: [...to], raw });
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
      /Where it is - in the second paragraph: our student ███ ████, grade █, .*██████, ████████ █\. Details/,
    );
    expect(flat).toContain('Board policy 512, section 3, says: “Where a student lives is told to nobody else.”');
    expect(flat).not.toMatch(/6\.34|4226|Wisconsin/);
    for (const secret of ['Kou', 'Vang', '3920', 'Washington']) expect(text + String(html)).not.toContain(secret);
    const link = linkIn(text, 'a');
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

describe('the language of notices', () => {
  it('is the one that the sender chose; the other one is behind a link', async () => {
    const from = 'ana.ruiz@school.example';
    const raw = mail(address).replace(sender, from);
    const first = await textOf(await noticeAbout(await held(raw, from), 'quarantine-held'));
    expect(first).toContain('is being held');
    expect(first).not.toContain('está retenido');
    const link = linkIn(first, 'a');
    expect(first).toContain(`${link}?lang=es`);
    const page = await (await fetch(`${link}?lang=es`)).text();
    expect(page).toContain('en el segundo párrafo');
    const [, chooser = ''] = /action="\.\.(\/m\/[^"]+)"/.exec(page) ?? [];
    expect((await post(`${test.http}${chooser}`, { language: 'fr' })).status).toBe(422);
    const chosen = await post(`${test.http}${chooser}`, { language: 'es' });
    expect(await chosen.text()).toContain('Recibirá los correos de Hallpass en español');

    const second = await textOf(await noticeAbout(await held(raw, from), 'quarantine-held'));
    expect(second).toContain('está retenido');
    expect(second).toContain('Dónde está');
    expect(second).not.toMatch(/is being held|Where it is|mail administrator|the district/);
    expect(second).toContain('?lang=en');
  });
});

describe('a held message', () => {
  it('is cancelled by its sender, once, and leaves the queue of review', async () => {
    const id = await held(mail(address));
    const link = linkIn(await textOf(await noticeAbout(id, 'quarantine-held')), 'a');
    const [first, second] = await Promise.all([post(link, { choice: 'cancel' }), post(link, { choice: 'cancel' })]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
    const message = await test.reaches(id, 'cancelled');
    expect(message.decision).toMatchObject({ by: 'sender', choice: 'cancel' });
    expect(message.recipients.map(({ state }) => state)).toEqual(['withheld']);
    expect(await test.events(id)).toContain('cancel');
    const rows = await test.sql('SELECT state FROM review_items WHERE message_id = $1', [id]);
    expect(rows).toEqual([{ state: 'cancelled' }]);
    const page = await (await fetch(link)).text();
    expect(page).toContain('you chose not to send this message');
    expect(page).not.toContain('>Send to the reviewers<');
  });

  it('is not cancelled where a reviewer has released it', async () => {
    const id = await held(mail(address));
    const link = linkIn(await textOf(await noticeAbout(id, 'quarantine-held')), 'a');
    await mia.act(id, { action: 'release', reason: 'Agreed with the nurse.', withoutReading: true });
    await test.reaches(id, 'delivered');
    expect((await post(link, { choice: 'cancel' })).status).toBe(409);
    expect(await (await fetch(link)).text()).toContain('Agreed with the nurse.');
  });

  it('that is released to some recipients says who did not get it and what to do', async () => {
    const to = ['coach@otherclub.example', 'bus@busline.example', 'nurse@clinic.example'];
    const id = await held(mail(address), sender, to);
    await mia.act(id, { action: 'release', reason: 'The clinic needs it.', recipients: [2], withoutReading: true });
    await test.reaches(id, 'delivered');
    const text = await textOf(await noticeAbout(id, 'released'));
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toContain('released your message “Ride” to 1 of its 3 recipients: nurse@clinic.example.');
    expect(flat).toContain('It was not sent to these recipients: coach@otherclub.example, bus@busline.example.');
    expect(flat).toContain('remove what is listed below and send them a new message');
    const page = await (await fetch(linkIn(text, 'm'))).text();
    expect(page).toContain('It was not sent to 2 of its 3 recipients.');
    expect(page).toContain('The clinic needs it.');
    expect(page.match(/<dt>Not sent<\/dt>/g)).toHaveLength(2);
    const spanish = await (await fetch(`${linkIn(text, 'm')}?lang=es`)).text();
    expect(spanish).toContain('No se envió a 2 de sus 3 destinatarios.');
  });

  it('has a page for its state that leads to the page that decides while it waits', async () => {
    const id = await held(mail(address));
    const token = test.links.sign({
      messageId: id,
      purpose: 'status',
      expiresAt: new Date(Date.now() + 60_000),
    });
    const page = await (await fetch(`${test.http}/m/${token}?lang=es`)).text();
    expect(page).toContain('Pedir que se envíe');
    expect((await fetch(`${test.http}/m/${token.slice(0, -1)}`)).status).toBe(404);
  });
});

describe('a copy without it', () => {
  const csv = 'Name,Home address,Phone\r\nKou Vang,"3920 Washington Avenue, Apartment 2",(262) 555-0136';
  const copyLink = (page: string): string => {
    const [, path] = /href="\.\.(\/m\/[\w-]+\/copy)\?/.exec(page) ?? [];
    if (path === undefined) throw new Error('the page offers no copy');
    return `${test.http}${path}`;
  };
  const offer = async (id: string): Promise<string> =>
    copyLink(await (await fetch(linkIn(await textOf(await noticeAbout(id, 'quarantine-held')), 'a'))).text());

  it('has the passages removed, is checked again and delivered; the original is cancelled and stays as it was', async () => {
    const raw = mail(address).replace('Subject: Ride', 'Message-ID: <ride-7@school.example>\r\nSubject: Ride');
    const id = await held(raw);
    const before = await test.store.body(id);
    const link = await offer(id);
    const page = await (await fetch(link)).text();
    expect(page).toContain('in the second paragraph');
    expect(page).toMatch(/<dt>After<\/dt><dd>our student ███ ████, grade █, \[removed\]/);
    for (const secret of ['Kou', 'Vang', '3920', 'Washington']) expect(page).not.toContain(secret);
    expect((await test.store.message(id))!.state).toBe('quarantined');

    const answers = await Promise.all([post(link, { choice: 'copy' }), post(link, { choice: 'copy' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const original = await test.reaches(id, 'cancelled');
    const copyId = original.events.find(({ event }) => event === 'cancel')?.detail['copy'] as string;
    await test.reaches(copyId, 'delivered');
    expect(await test.events(copyId)).toEqual(expect.arrayContaining(['received', 'copied', 'verdict', 'delivered']));
    const taken = host.mails.find(({ raw: sent }) => sent.toString().includes(`<copy.${copyId}@gate.school.example>`))!;
    expect(taken.sender).toBe(sender);
    const parsed = await simpleParser(taken.raw);
    expect(parsed.text).toMatch(/our student Kou Vang, grade 7, \[removed\]/);
    expect(parsed.text).toContain('Part of this message was removed before it was sent.');
    expect(parsed.text).not.toContain('Washington');
    expect(parsed.references).toEqual('<ride-7@school.example>');
    expect(parsed.from?.text).toBe('"Rita Hale" <rita.hale@school.example>');
    expect((await test.store.body(id)).equals(before)).toBe(true);
    expect(host.mails.some(({ raw: sent }) => sent.includes('Message-ID: <ride-7@'))).toBe(false);
  });

  it('has the attachment left out that is wrong, and the others byte for byte', async () => {
    const menu = ['menu.csv', 'text/csv', 'Day,Dish\r\nMonday,Soup\r\nTuesday,Rice'] as const;
    const id = await held(mail('The files for the trip.', [['Kou Vang bus.csv', 'text/csv', csv], menu]));
    const link = await offer(id);
    const page = await (await fetch(`${link}?lang=es`)).text();
    expect(page).toContain('███ ████ bus.csv');
    expect(page).toContain('1 archivo adjunto se envía sin cambios.');
    expect((await post(`${link}?lang=es`, {})).status).toBe(200);
    const { events } = await test.reaches(id, 'cancelled');
    const detail = events.find(({ event }) => event === 'cancel')!.detail;
    expect(detail).toMatchObject({ lines: 0, attachments: 1 });
    await test.reaches(String(detail['copy']), 'delivered');
    const taken = host.mails.find(({ raw }) => raw.toString().includes(`<copy.${String(detail['copy'])}@`))!;
    const parsed = await simpleParser(taken.raw);
    expect(parsed.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ['menu.csv', menu[2]],
    ]);
    expect(parsed.text).toContain('No se incluyó 1 archivo adjunto.');
  });

  it('is not offered for a threat, and not sent once the message is decided', async () => {
    const threat = await held(
      mail('I know where you live. I will break your legs when I see you, you worthless idiot.'),
    );
    const page = await (await fetch(linkIn(await textOf(await noticeAbout(threat, 'quarantine-held')), 'a'))).text();
    expect(page).not.toContain('/copy?');

    const id = await held(mail(address));
    const link = await offer(id);
    await mia.act(id, { action: 'reject', words: 'Please call the coach.' });
    await test.reaches(id, 'bounced');
    expect((await post(link, {})).status).toBe(409);
    expect((await fetch(link)).status).toBe(409);
  });
});
