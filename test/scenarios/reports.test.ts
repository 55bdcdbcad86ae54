/** Reports on delivery (RFC 3461, 3464): what senders asked for with NOTIFY, RET, ENVID and ORCPT, and what they get. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { readReport } from '../harness/report.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import type { MailToSend } from '../harness/smtp-session.ts';

let plain: SmartHost;
let capable: SmartHost;
let test: TestGateway;
let dsn: TestGateway;
beforeAll(async () => {
  plain = await startSmartHost({ extensions: ['PIPELINING', '8BITMIME', 'ENHANCEDSTATUSCODES'] });
  capable = await startSmartHost({ extensions: ['PIPELINING', '8BITMIME', 'DSN', 'ENHANCEDSTATUSCODES'] });
  test = await startTestGateway({ smarthost: plain });
  dsn = await startTestGateway({ smarthost: capable });
});
beforeEach(() => plain.program({ extensions: ['PIPELINING', '8BITMIME', 'ENHANCEDSTATUSCODES'] }));
afterAll(async () => {
  await test.stop();
  await dsn.stop();
  await plain.down();
  await capable.down();
});

let count = 0;
/** A mail with a sender and a recipient of its own. */
function mail(options: Partial<MailToSend> & { text?: string } = {}): MailToSend & { to: string } {
  count += 1;
  const from = `writer${count}@school.example`;
  const to = `guest${count}@museum.example`;
  const raw = letter({ from, to, text: options.text ?? 'The body itself.', subject: `Trip ${count}` });
  return { sender: from, recipients: [to], raw, to, ...options };
}

describe('a report', () => {
  it('has the form of RFC 3464, with the header of the original and nothing of its body', async () => {
    const sent = mail({
      parameters: 'RET=FULL ENVID=id+2B5',
      rcptParameters: 'ORCPT=rfc822;Old+2Bname@museum.example',
    });
    plain.program({ rcpt: { [sent.to]: '550 5.1.1 <guest> is unknown' } });
    const id = await test.accepted(sent);
    await test.reaches(id, 'failed');
    const notice = await plain.mailFor(sent.sender);
    expect(notice).toMatchObject({ sender: '', recipients: [{ address: sent.sender }] });
    const report = readReport(notice.raw);
    expect(report.message).toEqual({
      'reporting-mta': 'dns; gate.school.example',
      'original-envelope-id': 'id+5',
      'arrival-date': expect.stringMatching(/^\w{3}, \d{1,2} \w{3} \d{4} /),
    });
    expect(report.recipients).toEqual([
      {
        'original-recipient': 'rfc822; Old+name@museum.example',
        'final-recipient': `rfc822; ${sent.to}`,
        action: 'failed',
        status: '5.1.1',
        'remote-mta': 'dns; 127.0.0.1',
        'diagnostic-code': 'smtp; 550 5.1.1 <guest> is unknown',
        'last-attempt-date': expect.stringMatching(/^\w{3}, /),
      },
    ]);
    expect(report.originalType).toBe('text/rfc822-headers');
    expect(report.original).toContain(`Subject: Trip ${count}`);
    expect(notice.raw.toString()).not.toContain('The body itself.');
    expect(notice.raw.toString()).toMatch(/^Auto-Submitted: auto-replied\r$/m);
  });

  it('of a policy names every recipient, with 5.7.1 and without a next hop', async () => {
    const sent = mail({ text: 'please-bounce', recipients: ['a@museum.example', 'b@museum.example'] });
    const id = await test.accepted(sent);
    await test.reaches(id, 'bounced');
    const report = readReport((await plain.mailFor(sent.sender)).raw);
    expect(report.recipients).toEqual(
      ['a', 'b'].map((name) => ({
        'final-recipient': `rfc822; ${name}@museum.example`,
        action: 'failed',
        status: '5.7.1',
      })),
    );
  });

  it('keeps a reply of the next hop on one line, whatever is in it', async () => {
    const sent = mail();
    plain.program({ rcpt: { [sent.to]: '550-5.1.1 first\r\n550-Action: delivered\r\n550 5.1.1 third\u0007' } });
    const id = await test.accepted(sent);
    await test.reaches(id, 'failed');
    const report = readReport((await plain.mailFor(sent.sender)).raw);
    expect(report.recipients).toHaveLength(1);
    expect(report.recipients[0]).toMatchObject({ action: 'failed', status: '5.1.1' });
  });
});

describe('NOTIFY', () => {
  it.each([
    ['NEVER', []],
    ['SUCCESS', []],
    ['DELAY', []],
    ['FAILURE', ['failure.1']],
    ['SUCCESS,FAILURE,DELAY', ['failure.1']],
  ])('=%s at a failure leads to %j', async (notify, notices) => {
    const sent = mail({ rcptParameters: `NOTIFY=${notify}` });
    plain.program({ rcpt: { [sent.to]: '550 5.1.1 Nobody' } });
    const message = await test.reaches(await test.accepted(sent), 'failed');
    expect(message.notices.map(({ notice }) => notice)).toEqual(notices);
  });

  it.each([
    ['NEVER', []],
    ['FAILURE', []],
    ['DELAY', ['delay']],
    ['SUCCESS,DELAY', ['delay']],
  ])('=%s at a delay leads to %j', async (notify, notices) => {
    const sent = mail({ rcptParameters: `NOTIFY=${notify}` });
    plain.program({ rcpt: { [sent.to]: '450 4.2.1 Later' } });
    const id = await test.accepted(sent);
    await test.attempted(id, 1);
    await test.age(id, 5);
    const message = await test.attempted(id, 2);
    expect(message.notices.map(({ notice }) => notice)).toEqual(notices);
  });

  it('=SUCCESS is answered with a relayed report where the next hop does not know DSN', async () => {
    const sent = mail({ rcptParameters: 'NOTIFY=SUCCESS', parameters: 'ENVID=q1' });
    const id = await test.accepted(sent);
    await test.reaches(id, 'delivered');
    const report = readReport((await plain.mailFor(sent.sender)).raw);
    expect(report.message['original-envelope-id']).toBe('q1');
    expect(report.recipients).toMatchObject([
      { action: 'relayed', status: '2.0.0', 'final-recipient': `rfc822; ${sent.to}` },
    ]);
    // The next hop is not given what it does not know.
    expect(await plain.mailFor(sent.to)).toMatchObject({ parameters: [], recipients: [{ parameters: [] }] });
  });

  it('=SUCCESS is passed on, with all that belongs to it, where the next hop does', async () => {
    const sent = mail({
      parameters: 'RET=HDRS ENVID=a+2Bb',
      rcptParameters: 'NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Old+2Bname@museum.example',
    });
    const id = await dsn.accepted(sent);
    await dsn.reaches(id, 'delivered');
    expect(await capable.mailFor(sent.to)).toMatchObject({
      parameters: ['RET=HDRS', 'ENVID=a+2Bb'],
      recipients: [{ parameters: ['NOTIFY=SUCCESS,DELAY', 'ORCPT=rfc822;Old+2Bname@museum.example'] }],
    });
    expect((await dsn.store.message(id))?.notices).toEqual([]);
  });

  it('of each recipient stays its own', async () => {
    const session = mail();
    const { openSmtp, queueId, stuffed } = await import('../harness/smtp-session.ts');
    const client = await openSmtp(dsn.port);
    await client.ehlo();
    const wishes = {
      'never@museum.example': 'NEVER',
      'ok@museum.example': 'SUCCESS',
      'all@museum.example': 'FAILURE,DELAY',
    };
    await client.command(`MAIL FROM:<${session.sender}>`);
    for (const [to, notify] of Object.entries(wishes)) await client.command(`RCPT TO:<${to}> NOTIFY=${notify}`);
    await client.command('RCPT TO:<none@museum.example>');
    await client.command('DATA');
    client.write(stuffed(session.raw));
    const id = queueId(await client.reply());
    await client.quit();
    await dsn.reaches(id, 'delivered');
    const given = capable.mails
      .filter((one) => one.sender === session.sender)
      .flatMap(({ recipients }) => recipients.map(({ address, parameters }) => [address, parameters]));
    expect(Object.fromEntries(given)).toEqual({
      'never@museum.example': ['NOTIFY=NEVER'],
      'ok@museum.example': ['NOTIFY=SUCCESS'],
      'all@museum.example': ['NOTIFY=FAILURE,DELAY'],
      'none@museum.example': [],
    });
  });

  it.each(['NOTIFY=SOMETIMES', 'NOTIFY=NEVER,SUCCESS', 'NOTIFY=NEVER NOTIFY=NEVER', 'ORCPT=nothing'])(
    '%s is refused at RCPT',
    async (rcptParameters) => {
      expect((await test.send(mail({ rcptParameters }))).code).toBe(501);
    },
  );
});
