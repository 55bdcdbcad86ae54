/** A sender with several stopped messages gets one friendly explanation, in their language and without content. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createActContext } from '../../src/act/act-context.ts';
import { composeExplanationMail } from '../../src/act/notices/explanation-mail.ts';
import type { Verdict } from '../../src/decide/verdict.ts';
import { explainDue, type ExplainingParts } from '../../src/gateway/explaining.ts';
import { openDatabase, type OpenDatabase } from '../../src/store/database.ts';
import { parseKeys } from '../../src/store/keys.ts';
import { createExplanationStore } from '../../src/store/sender-explanations.ts';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost, type TakenMail } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { openReviewers, type Reviewers } from './reviewers.ts';

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let database: OpenDatabase;
let parts: ExplainingParts;

beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host, config: { review: { undoSeconds: 0 } } });
  reviewers = await openReviewers(test);
  const keys = parseKeys(test.environment['HALLPASS_KEY']!);
  const connection = { connectionString: test.environment['DATABASE_URL']! };
  database = await openDatabase(connection, keys, { poolSize: 2, onError: () => undefined });
  parts = {
    config: test.config,
    explanations: createExplanationStore(database.db, keys),
    context: createActContext(
      test.config,
      keys,
      () => 'https://console.example/',
      (sender) => (sender === 'bea@school.example' ? 'es' : undefined),
    ),
    onError: (error) => {
      throw error;
    },
  };
});
afterAll(async () => {
  await database.close();
  await reviewers.close();
  await test.stop();
  await host.down();
});

async function stopped(from: string, text: string): Promise<string> {
  const raw = letter({ from, subject: 'Secret trip', text });
  const id = await test.accepted({ sender: from, recipients: ['partner@museum.example'], raw });
  await test.reaches(id, 'quarantined', 'warned');
  return id;
}
const textTo = async (address: string): Promise<string> => {
  const isIt = ({ recipients, raw }: TakenMail): boolean =>
    recipients.some((one) => one.address === address) && raw.includes('X-Hallpass-Notice: explanation');
  const { raw } = await until(() => host.mails.find(isIt));
  return raw.toString('latin1').replace(/=\r\n/g, '');
};

it('comes after the third notice, once, and says what the messages were about', async () => {
  await stopped('ann@school.example', 'please-hold');
  await stopped('ann@school.example', 'please-warn');
  expect(await explainDue(parts)).toBe(0);
  await stopped('Ann@school.example', 'please-hold');
  expect(await explainDue(parts)).toBe(1);
  const text = await textTo('ann@school.example');
  for (const words of [
    '3 of your messages',
    '2 =C3=97 A word to look at',
    '1 =C3=97 A word to think',
    'You will receive this email only once',
  ])
    expect(text).toContain(words);
  for (const secret of ['Secret trip', 'museum.example', 'please-']) expect(text).not.toContain(secret);
  await stopped('ann@school.example', 'please-hold');
  expect(await explainDue(parts)).toBe(0);
  expect(await test.sql(`SELECT detail FROM audit_events WHERE event = 'explanation-sent'`)).toEqual([
    { detail: { messages: 3 } },
  ]);
});

it('counts no false alarm and no message that was delivered, and speaks the language that the sender chose', async () => {
  const reviewer = await reviewers.add('reviewer');
  const ids = [await stopped('bea@school.example', 'please-hold'), await stopped('bea@school.example', 'please-hold')];
  await reviewer.act(ids[0]!, { action: 'false-alarm', reason: '' });
  const clean = await test.accepted({
    sender: 'bea@school.example',
    recipients: ['partner@museum.example'],
    raw: letter({ from: 'bea@school.example' }),
  });
  await test.reaches(clean, 'delivered');
  await stopped('bea@school.example', 'please-hold');
  expect(await explainDue(parts)).toBe(0);
  await stopped('bea@school.example', 'please-hold');
  expect(await explainDue(parts)).toBe(1);
  const text = await textTo('bea@school.example');
  expect(text).toContain('Content-Language: es');
  expect(text).toContain('3 de sus mensajes');
  expect(text).not.toContain('of your messages');
});

it('says nothing of a rule that tells security alone', async () => {
  for (let n = 0; n < 2; n += 1) await stopped('dee@school.example', 'please-hold');
  const mixed = await stopped('dee@school.example', 'please-hold please-warn');
  const [message] = await test.sql<{ verdict: Verdict }>('SELECT verdict FROM messages WHERE id = $1', [mixed]);
  const rules = message!.verdict.rules.map((rule) =>
    rule.action === 'warn' ? { ...rule, action: 'quarantine', tell: ['security'] } : rule,
  );
  expect(rules.length).toBe(2);
  const verdict = JSON.stringify({ ...message!.verdict, rules });
  await test.sql('UPDATE messages SET verdict = $2 WHERE id = $1', [mixed, verdict]);
  expect(await explainDue(parts)).toBe(1);
  const text = await textTo('dee@school.example');
  expect(text).toContain('3 =C3=97 A word to look at');
  expect(text).not.toContain('A word to think');
});

it('is not sent if the configuration turns it off', async () => {
  for (let n = 0; n < 3; n += 1) await stopped('cyd@school.example', 'please-hold');
  const off = { ...parts, config: { notices: { ...test.config.notices, explainAfter: 0 } } };
  expect(await explainDue(off)).toBe(0);
  expect(await explainDue(parts)).toBe(1);
});

it.each([
  [['student-pii.phone', 'student-record.health'], /full name/, /in anger|password|private address/],
  [['harassment.insult'], /in anger/, /full name|password|private address/],
  [['credentials.password', 'listserv.personal'], /private address[^]*password/, /full name|in anger/],
  [['unread.encrypted'], /by mistake/, /full name|in anger|password|private address/],
])('gives the advice that fits %j', (codes, fits, doesNot) => {
  const { raw } = composeExplanationMail(
    { from: 'hallpass@school.example', hostname: 'gate.school.example', districtName: 'Maple', contact: 'Pat, ext. 4' },
    { to: 'ann@school.example', language: 'en', days: 30, messages: 3, rules: [], codes, at: new Date(0) },
  );
  const text = raw.toString('latin1').replace(/=\r\n/g, '');
  expect(text).toMatch(fits);
  expect(text).not.toMatch(doesNot);
});
