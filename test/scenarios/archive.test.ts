/** Archives as a district has them: what each gets, when it does, and what happens while it takes nothing. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { detectorIds } from '../../detectors/registry.ts';
import { originalOf } from '../../src/archive/journal-report.ts';
import { openCopy } from '../../src/archive/sealed-file.ts';
import { parseKeys } from '../../src/store/keys.ts';
import { startBucketStore, type BucketStore } from '../harness/bucket-store.ts';
import { letter, sender, startTestGateway, type ConfigInput, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallpass-archives-'));
const credentials = { accessKeyId: 'GATEWAYKEY', secretAccessKey: 'a-secret-of-the-tests' };
const journalAddress = 'journal@archive.example';

let next: SmartHost;
let vendor: SmartHost;
let store: BucketStore;
beforeAll(async () => {
  [next, vendor, store] = await Promise.all([startSmartHost(), startSmartHost(), startBucketStore(credentials)]);
  writeFileSync(join(folder, 'id'), `${credentials.accessKeyId}\n`);
  writeFileSync(join(folder, 'secret'), `${credentials.secretAccessKey}\n`);
  writeFileSync(join(folder, 'wrong'), 'another-secret\n');
});
afterAll(async () => {
  await Promise.all([next.down(), vendor.down(), store.down()]);
  rmSync(folder, { recursive: true, force: true });
});

const journal = (more: ConfigInput = {}): ConfigInput => ({
  name: 'journal',
  address: journalAddress,
  smarthost: { address: vendor.address, tls: 'none' },
  ...more,
});
const bucket = (more: ConfigInput = {}): ConfigInput => ({
  name: 'bucket',
  endpoint: store.endpoint,
  bucket: 'school-mail',
  prefix: 'staff/',
  accessKeyIdFile: join(folder, 'id'),
  secretAccessKeyFile: join(folder, 'secret'),
  ...more,
});

async function withGateway(config: ConfigInput, run: (test: TestGateway) => Promise<void>): Promise<void> {
  const test = await startTestGateway({ smarthost: next, config });
  try {
    await run(test);
  } finally {
    await test.stop();
  }
}

interface CopyRow {
  readonly archive: string;
  readonly copied: boolean;
  readonly code: string | null;
}
const copiesOf = (test: TestGateway, id: string): Promise<CopyRow[]> =>
  test.sql<CopyRow & Record<string, unknown>>(
    'SELECT archive, copied_at IS NOT NULL AS copied, code FROM archive_copies WHERE message_id = $1 ORDER BY archive',
    [id],
  );
const copied = (test: TestGateway, id: string): Promise<unknown> =>
  until(async () => {
    const rows = await copiesOf(test, id);
    return rows.length > 0 && rows.every((row) => row.copied);
  });
const reportsAbout = (id: string): Buffer[] =>
  vendor.mails.flatMap(({ raw }) => (raw.includes(`X-Hallpass-Message: ${id}\r\n`) ? [raw] : []));
const objectsOf = (id: string) => [...store.objects].filter(([path]) => path.includes(id));

it('a journal address, a bucket and a folder each get every recipient and the bytes that arrived', async () => {
  const path = join(folder, 'copies');
  const archive = {
    journals: [journal()],
    buckets: [bucket({ encryption: 'AES256' })],
    folders: [{ name: 'folder', path }],
  };
  await withGateway({ archive }, async (test) => {
    const raw = `${letter({ to: 'pat@museum.example', subject: 'Café' })}.\r\n..dots, café\r\n`;
    const recipients = ['pat@museum.example', 'blind@museum.example'];
    const id = await test.accepted({ sender, recipients, raw });
    await test.reaches(id, 'delivered');
    await copied(test, id);

    const [report, ...more] = reportsAbout(id);
    expect(more).toEqual([]);
    const mail = vendor.mails.find((one) => one.raw === report)!;
    expect([mail.sender, mail.recipients.map(({ address }) => address)]).toEqual(['', [journalAddress]]);
    const parsed = await simpleParser(report!, { skipTextToHtml: true });
    expect(parsed.text).toContain('To: pat@museum.example\nBcc: blind@museum.example\n');
    expect(parsed.attachments[0]!.content.toString()).toBe(raw);
    expect(report!.toString()).not.toContain('X-Hallpass-Verdict');

    const [[name, object] = ['', undefined]] = objectsOf(id);
    expect(name).toMatch(new RegExp(`^/school-mail/staff/\\d{4}/\\d\\d/\\d\\d/${id}\\.eml$`));
    expect(object!.headers['x-amz-server-side-encryption']).toBe('AES256');
    expect(object!.writes).toBe(1);
    expect(originalOf(object!.body).toString()).toBe(raw);
    expect((await simpleParser(object!.body)).text).toContain('Bcc: blind@museum.example');

    const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes(id));
    const sealed = readFileSync(join(path, files[0]!));
    expect(files.length).toBe(1);
    expect(sealed.includes('Field trip') || sealed.includes('museum')).toBe(false);
    const opened = openCopy(parseKeys(test.environment['HALLPASS_KEY']!), sealed);
    expect([opened.id, originalOf(opened.report).toString()]).toEqual([id, raw]);
    expect(test.log.join('')).not.toContain(journalAddress);
  });
});

it('one archive gets what a rule names, once the policy has decided, and another every message before that', async () => {
  const archive = {
    journals: [journal({ name: 'held-only', when: 'verdict', rules: ['hold'] }), journal({ name: 'every' })],
  };
  await withGateway({ archive }, async (test) => {
    const plain = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
    const held = await test.accepted({
      sender,
      recipients: ['pat@museum.example'],
      raw: letter({ text: 'please-hold' }),
    });
    await test.reaches(plain, 'delivered');
    await test.reaches(held, 'quarantined');
    await copied(test, plain);
    await copied(test, held);
    expect((await copiesOf(test, plain)).map((row) => row.archive)).toEqual(['every']);
    expect((await copiesOf(test, held)).map((row) => row.archive)).toEqual(['every', 'held-only']);
    const verdicts = reportsAbout(held).map((raw) => /^X-Hallpass-Verdict: (.*)\r$/m.exec(raw.toString())?.[1]);
    expect(verdicts.sort()).toEqual(['quarantine', undefined]);
    // The notices about the held message are the gateway's own mail.
    expect(
      await test.sql("SELECT 1 FROM archive_copies c JOIN messages m ON m.id = c.message_id WHERE m.kind <> 'mail'"),
    ).toEqual([]);
  });
});

it('no archive gets a message with a picture that the classifier takes for explicit, even where the policy delivers it', async () => {
  const noise = readFileSync(new URL('../../fixtures/pictures/colour-noise-taken-for-explicit.jpg', import.meta.url));
  const path = join(folder, 'withheld');
  const buckets = [bucket(), bucket({ name: 'judged', prefix: 'judged/', when: 'verdict' })];
  const archive = { journals: [journal()], buckets, folders: [{ name: 'folder', path }] };
  const detectors = { disabled: detectorIds.filter((id) => id !== 'sexual') };
  await withGateway({ archive, detectors }, async (test) => {
    const file = noise.toString('base64').replace(/.{76}/g, '$&\r\n');
    const type = 'Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\nMIME-Version: 1.0';
    const withPicture = letter({ header: [type], text: file });
    const recipients = ['pat@museum.example'];
    const explicit = await test.accepted({ sender, recipients, raw: withPicture });
    const plain = await test.accepted({ sender, recipients, raw: letter() });
    for (const id of [explicit, plain]) await test.reaches(id, 'delivered').then(() => copied(test, id));
    expect((await copiesOf(test, explicit)).map(({ archive: name, code }) => [name, code])).toEqual(
      ['bucket', 'folder', 'journal', 'judged'].map((name) => [name, 'archive.withheld']),
    );
    const holding = (id: string) => [
      reportsAbout(id).length,
      objectsOf(id).length,
      readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes(id)).length,
    ];
    expect(holding(explicit)).toEqual([0, 0, 0]);
    expect(holding(plain)).toEqual([1, 2, 1]);
  });
});

it('mail flows while an archive is down, which alert, metrics and health say, and each copy is made once it is back', async () => {
  const archive = { journals: [journal()] };
  const alerts = { everySeconds: 1, archiveMinutes: 0.0001, diskFreePercent: 0 };
  await vendor.down();
  let isUp = false;
  try {
    await withGateway({ archive, alerts }, async (test) => {
      const ids: string[] = [];
      for (let n = 0; n < 5; n += 1)
        ids.push(
          await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter({ subject: `Down ${n}` }) }),
        );
      for (const id of ids) await test.reaches(id, 'delivered');
      const metrics = async (): Promise<string> => (await fetch(`${test.http}/metrics`)).text();
      await until(async () => (await metrics()).includes('hallpass_archive_failing{archive="journal"} 1\n'));
      expect(await metrics()).toContain('hallpass_archive_waiting{archive="journal"} 5\n');
      expect(await metrics()).toMatch(/hallpass_archive_oldest_waiting_seconds\{archive="journal"\} \d/);
      const ready = await fetch(`${test.http}/readyz`);
      expect([ready.status, await ready.json()]).toMatchObject([200, { ok: true, archive: 'failing' }]);
      await until(async () => {
        const open = await test.sql<{ kind: string }>(
          "SELECT kind FROM alerts WHERE ended_at IS NULL AND subject = 'journal'",
        );
        return open.length === 2;
      });
      const [row] = await copiesOf(test, ids[0]!);
      expect([row!.copied, row!.code]).toEqual([false, 'archive.not-reached']);

      await vendor.up();
      isUp = true;
      for (const id of ids) await copied(test, id);
      expect(ids.map((id) => reportsAbout(id).length)).toEqual([1, 1, 1, 1, 1]);
      await until(async () => (await metrics()).includes('hallpass_archive_failing{archive="journal"} 0\n'));
      expect(await (await fetch(`${test.http}/readyz`)).json()).toMatchObject({ archive: 'up' });
      await until(
        async () =>
          (await test.sql("SELECT 1 FROM alerts WHERE ended_at IS NULL AND subject = 'journal'")).length === 0,
      );
    });
  } finally {
    if (!isUp) await vendor.up();
  }
}, 120_000);

it('a bucket that refuses the key is tried again, and an object that is there already is not written twice', async () => {
  await withGateway(
    { archive: { buckets: [bucket({ secretAccessKeyFile: join(folder, 'wrong') })] } },
    async (test) => {
      const id = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
      await until(async () => (await copiesOf(test, id))[0]?.code === 'archive.refused');
      expect(await test.sql('SELECT reply FROM archive_copies')).toEqual([{ reply: '403 SignatureDoesNotMatch' }]);
      expect(objectsOf(id)).toEqual([]);
      test.configure({ archive: { buckets: [bucket()] } });
      expect(await test.gateway.reload('operator')).toMatchObject({ outcome: 'reloaded' });
      await test.sql('UPDATE archive_copies SET due_at = now()');
      await copied(test, id);

      // As after a crash between the reply of the store and the commit.
      await test.sql('UPDATE archive_copies SET copied_at = NULL, due_at = now()');
      await copied(test, id);
      expect(objectsOf(id).map(([, { writes }]) => writes)).toEqual([1]);
      expect(await test.sql('SELECT reply FROM archive_copies')).toEqual([{ reply: '200, was there already' }]);

      const other = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
      await copied(test, other);
      const [[path, object] = ['', undefined]] = objectsOf(other);
      (store.objects as Map<string, unknown>).set(path, { ...object, headers: {} });
      await test.sql('UPDATE archive_copies SET copied_at = NULL, due_at = now() WHERE message_id = $1', [other]);
      await until(async () => (await copiesOf(test, other))[0]?.code === 'archive.differs');

      store.unconditional = true;
      const third = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
      await copied(test, third);
      expect(objectsOf(third).map(([, { writes }]) => writes)).toEqual([1]);
      store.unconditional = false;
    },
  );
}, 60_000);

it('retention deletes neither the body nor the record of a message before its copy is made', async () => {
  store.answer = '503 SlowDown';
  try {
    await withGateway(
      { archive: { buckets: [bucket()] }, retention: { bodyDays: 30, recordDays: 60 } },
      async (test) => {
        const id = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
        await test.reaches(id, 'delivered');
        await until(async () => (await copiesOf(test, id))[0]?.code === 'archive.not-reached');
        const later = new Date(Date.now() + 70 * 86_400_000);
        await test.store.maintain(later, 30);
        expect(await test.store.body(id)).toEqual(Buffer.from(letter()));
        store.answer = undefined;
        await test.sql('UPDATE archive_copies SET due_at = now()');
        await copied(test, id);
        await test.store.maintain(later, 30);
        await expect(test.store.body(id)).rejects.toThrow('There is no such message');
      },
    );
  } finally {
    store.answer = undefined;
  }
});

it('an archive that is named in a reload gets the mail from then on, and one that is no longer named keeps what waits', async () => {
  const path = join(folder, 'late');
  await withGateway(
    { archive: { journals: [journal({ smarthost: { address: '127.0.0.1:1', tls: 'none' } })] } },
    async (test) => {
      const before = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
      await until(async () => (await copiesOf(test, before))[0]?.code === 'archive.not-reached');
      test.configure({ archive: { folders: [{ name: 'folder', path }] } });
      expect(await test.gateway.reload('operator')).toMatchObject({ outcome: 'reloaded' });
      const after = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
      await copied(test, after);
      expect((await copiesOf(test, after)).map((row) => row.archive)).toEqual(['folder']);
      expect(existsSync(path)).toBe(true);
      expect((await copiesOf(test, before)).map((row) => [row.archive, row.copied])).toEqual([['journal', false]]);
      const metrics = await (await fetch(`${test.http}/metrics`)).text();
      expect(metrics).toContain('hallpass_archive_waiting{archive="journal"} 1\n');

      test.configure({ archive: { folders: [{ name: 'folder', path, when: 'verdict', rules: ['hodl'] }] } });
      const refused = await test.gateway.reload('operator');
      expect(refused).toMatchObject({ outcome: 'refused' });
      expect((refused as { problem: string }).problem).toContain('folder: hodl');
    },
  );
}, 60_000);
