/** Answers to everyone on a mailing list: the first ones pass, then each sender is asked, and told how many were faster. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linkIn, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';

const list = 'allstaff@school.example';
let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    config: {
      policy: 'default',
      district: { lists: [{ address: list, members: 1204 }] },
      notices: { languages: ['en', 'es'] },
    },
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

interface Post {
  readonly from: string;
  readonly to?: string;
  readonly subject?: string;
  /** Message-ID of the message that the conversation began with. */
  readonly root?: string;
}

let posts = 0;
function post({ from, to = list, subject = 'Re: Parking lot', root }: Post): Promise<string> {
  posts += 1;
  const sender = `${from}@school.example`;
  const raw = [
    `From: <${sender}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    'Date: Mon, 09 Nov 2026 08:15:00 -0600',
    `Message-ID: <post-${posts}@school.example>`,
    ...(root === undefined ? [] : [`References: <${root}> <post-${posts - 1}@school.example>`]),
    '',
    'Me too!',
    '',
  ].join('\r\n');
  return test.accepted({ sender, recipients: [to], raw });
}

describe('a reply-all storm', () => {
  beforeAll(async () => {
    const first = await Promise.all(
      Array.from({ length: 10 }, (_, at) => post({ from: `teacher${at}`, root: 'root@school.example' })),
    );
    for (const id of first) await test.reaches(id, 'delivered');
  });

  it('asks the next one, and says how many have answered and whom it would reach', async () => {
    const id = await post({ from: 'eleventh', root: 'root@school.example' });
    const message = await test.reaches(id, 'warned');
    expect(message.verdict).toMatchObject({
      codes: ['thread.reply-storm'],
      rules: [{ id: 'reply-all-storm' }],
      reach: { lists: 1, members: 1204, thread: { withinMinutes: 20, senders: 10 } },
    });
    const notice = await host.mailFor('eleventh@school.example');
    const text = notice.raw.toString().replace(/=\r\n/g, '').replace(/=3D/g, '=').replace(/\s+/g, ' ');
    expect(text).toContain('10 people have already replied to everyone within 20 minutes');
    expect(text).toContain('a mailing list that reaches 1,204 people');
    const page = await (await fetch(linkIn(notice))).text();
    expect(page).toContain('10 people have already replied to everyone within 20 minutes');
    const spanish = await (await fetch(`${linkIn(notice)}?lang=es`)).text();
    expect(spanish).toContain('10 personas ya respondieron a todos en 20 minutos');
  });

  it('is known by the subject alone, where a mail program leaves out the rest', async () => {
    const id = await post({ from: 'twelfth', subject: 'RE: Parking  lot' });
    expect((await test.reaches(id, 'warned')).verdict?.codes).toEqual(['thread.reply-storm']);
  });

  it('does not concern something new, another conversation, or mail to one person', async () => {
    const ids = await Promise.all([
      post({ from: 'thirteenth', subject: 'Parking lot' }),
      post({ from: 'thirteenth', subject: 'Re: Concert', root: 'concert@school.example' }),
      post({ from: 'thirteenth', to: 'principal@school.example', root: 'root@school.example' }),
    ]);
    for (const id of ids) await test.reaches(id, 'delivered');
  });

  it('is not counted again when a message is judged again', async () => {
    const id = await post({ from: 'fourteenth', root: 'root@school.example' });
    const before = (await test.reaches(id, 'warned')).decisionInput?.thread;
    expect(before).toContainEqual({ withinMinutes: 20, senders: 12 });
    const rowsOf = (message: string) =>
      test.sql('SELECT * FROM list_posts WHERE message_id = $1 ORDER BY thread', [message]);
    const rows = await rowsOf(id);
    expect(rows).toHaveLength(2);
    await test.sql(
      `UPDATE messages SET state = 'received', lease = NULL, due_at = now(), verdict = NULL WHERE id = $1`,
      [id],
    );
    expect((await test.reaches(id, 'warned')).decisionInput?.thread).toEqual(before);
    expect(await rowsOf(id)).toEqual(rows);
  });
});
