/** The district's own phones are learnt from its staff's signatures: what several have on several days, and never a student's. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';

let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    marked: false,
    config: {
      policy: 'default',
      roster: 'fixtures/rosters/maple',
      district: { domains: ['maple.example'], studentDomains: ['students.maple.example'] },
    },
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

const staff = { 'roy.tanaka': 'Roy Tanaka', 'gina.foster': 'Gina Foster', 'taylor.jordan': 'Taylor Jordan' } as const;
type Staff = keyof typeof staff;
const everybody = Object.keys(staff) as Staff[];
const office = '(262) 555-0177';
/** Of Mai See Vang's father, by the roster. */
const father = '(414) 555-0121';

async function send(from: Staff, text: string): Promise<string> {
  const sender = `${from}@maple.example`;
  const lines = [`From: ${staff[from]} <${sender}>`, 'To: <pat@museum.example>', 'Subject: Thursday', '', text];
  return test.accepted({
    sender,
    recipients: ['pat@museum.example'],
    raw: lines.join('\r\n').replace(/\r?\n/g, '\r\n'),
  });
}

const signed = (from: Staff, phone: string): string =>
  `Hello,\n\nwe look forward to Thursday.\n\n${staff[from]}\n5th Grade Teacher\nMaple Elementary School\n${phone}\n`;
const aboutStudent = (phone: string): string =>
  `Hello,\n\nMai See Vang comes along on Thursday. She can be reached through ${phone} ext 4 in the mornings.\n\nRoy Tanaka\n`;
const stateOf = async (id: string) => (await test.reaches(id, 'delivered', 'warned', 'quarantined')).state;

/** What has waited is written when the earlier configuration ends; what is stored counts from the next one on. */
const reload = () => test.gateway.reload('operator');

async function countDays(days: number): Promise<void> {
  await reload();
  await test.sql('UPDATE signature_locators SET days = $1', [days]);
  await reload();
}

it('holds what may be a student’s phone', async () => {
  expect(await stateOf(await send('roy.tanaka', aboutStudent(office)))).toBe('quarantined');
});

it('learns nothing from one sender', async () => {
  for (let times = 0; times < 3; times += 1) await stateOf(await send('roy.tanaka', signed('roy.tanaka', office)));
  await countDays(100);
  expect(await test.sql('SELECT days FROM signature_locators')).toEqual([{ days: 100 }]);
  expect(await stateOf(await send('roy.tanaka', aboutStudent(office)))).toBe('quarantined');
});

it('delivers it once several of the staff have it in their signatures on several days', async () => {
  for (const from of everybody) await stateOf(await send(from, signed(from, office)));
  await countDays(1);
  expect(await stateOf(await send('roy.tanaka', aboutStudent(office)))).toBe('quarantined');
  await countDays(2);
  expect(await stateOf(await send('roy.tanaka', aboutStudent(office)))).toBe('delivered');
  expect(await (await fetch(`${test.http}/metrics`)).text()).toMatch(/^hallpass_signature_locators 1$/m);
});

it('stores no phone, and none that the roster gives to a student’s household', async () => {
  const before = await test.sql('SELECT locator FROM signature_locators');
  for (const from of everybody) await stateOf(await send(from, signed(from, father)));
  await countDays(2);
  expect(await test.sql('SELECT locator FROM signature_locators')).toEqual(before);
  expect(await stateOf(await send('roy.tanaka', aboutStudent(father)))).toBe('quarantined');
  const rows = await test.sql<{ row: string }>('SELECT s::text AS row FROM signature_locators s');
  expect(rows.map(({ row }) => row).join('\n')).not.toMatch(/5550177|maple|tanaka/i);
});

it('neither learns nor uses anything where it is switched off', async () => {
  test.configure({ directory: { learnSignatures: false } });
  await reload();
  expect(await stateOf(await send('roy.tanaka', aboutStudent(office)))).toBe('quarantined');
  await stateOf(await send('gina.foster', signed('gina.foster', '(262) 555-0178')));
  const before = await test.sql('SELECT locator FROM signature_locators');
  await reload();
  expect(await test.sql('SELECT locator FROM signature_locators')).toEqual(before);
});
