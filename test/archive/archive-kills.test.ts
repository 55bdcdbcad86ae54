/**
 * Kills the gateway and takes the archives away in turn while mail comes in: each accepted message has its copy in each of
 * them, byte for byte. ARCHIVE_MESSAGES makes it longer (npm run test:archive).
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectorIds } from '../../detectors/registry.ts';
import { originalOf } from '../../src/archive/journal-report.ts';
import { openCopy } from '../../src/archive/sealed-file.ts';
import { archiveStatus } from '../../src/store/archive/archive-status.ts';
import { parseKeys } from '../../src/store/keys.ts';
import { startBucketStore, type BucketStore } from '../harness/bucket-store.ts';
import { letter, markedWords, sender } from '../harness/gateway.ts';
import { installGateway, type GatewayProcess } from '../harness/process.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, queueId } from '../harness/smtp-session.ts';
import { until } from '../harness/wait.ts';

const MESSAGES = Number(process.env['ARCHIVE_MESSAGES'] ?? 60);
/** Each takes a quarter of the messages: what is struck, and for how long mail goes on without it. */
const STRIKES = 4;
const LIMIT_MS = 600_000 + MESSAGES * 1000;
const credentials = { accessKeyId: 'GATEWAYKEY', secretAccessKey: 'a-secret-of-the-tests' };
const folder = mkdtempSync(join(tmpdir(), 'hallpass-archive-kills-'));
const files = join(folder, 'copies');

let next: SmartHost;
let vendor: SmartHost;
let store: BucketStore;
let gateway: GatewayProcess;
beforeAll(async () => {
  [next, vendor, store] = await Promise.all([startSmartHost(), startSmartHost(), startBucketStore(credentials)]);
  writeFileSync(join(folder, 'id'), credentials.accessKeyId);
  writeFileSync(join(folder, 'secret'), credentials.secretAccessKey);
  gateway = await installGateway({
    folder,
    smarthost: next.address,
    config: {
      district: { domains: ['school.example'] },
      policy: join(import.meta.dirname, '../harness/marked-policy.yaml'),
      detectors: { disabled: detectorIds, extra: [markedWords] },
      scan: { reader: false, threads: 1 },
      smtp: { limits: { messagesPerSenderPerMinute: 100_000 } },
      archive: {
        journals: [
          { name: 'journal', address: 'journal@archive.example', smarthost: { address: vendor.address, tls: 'none' } },
        ],
        buckets: [
          {
            name: 'bucket',
            when: 'verdict',
            endpoint: store.endpoint,
            bucket: 'school-mail',
            accessKeyIdFile: join(folder, 'id'),
            secretAccessKeyFile: join(folder, 'secret'),
          },
        ],
        folders: [{ name: 'folder', path: files }],
      },
    },
  });
  await gateway.start();
}, LIMIT_MS);
afterAll(async () => {
  await gateway.remove();
  await Promise.all([next.down(), vendor.down(), store.down()]);
  rmSync(folder, { recursive: true, force: true });
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Sends a message until it is accepted, as mail servers do. */
async function sendSurely(raw: string): Promise<string> {
  for (;;) {
    const id = await sendOnce(raw).catch(() => undefined);
    if (id !== undefined) return id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function sendOnce(raw: string): Promise<string> {
  const session = await openSmtp(gateway.smtpPort);
  try {
    await session.ehlo();
    return queueId(await session.send({ sender, recipients: ['pat@museum.example', 'blind@museum.example'], raw }));
  } finally {
    await session.quit().catch(() => undefined);
  }
}

/** What an archive has, by message id; a journal may have more than one of a message. */
const inJournal = (): [id: string, sha256: string][] =>
  vendor.mails.map(({ raw }) => {
    const id = /^X-Hallpass-Message: (\S+)\r$/m.exec(raw.toString('latin1'))![1]!;
    return [id, sha256(originalOf(raw))];
  });
const inBucket = (): [id: string, sha256: string][] =>
  [...store.objects].map(([path, { body }]) => [/([^/]+)\.eml$/.exec(path)![1]!, sha256(originalOf(body))]);
function inFolder(): [id: string, sha256: string][] {
  const keys = parseKeys(readFileSync(join(gateway.data, 'hallpass.key'), 'utf8'));
  const found = readdirSync(files, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sealed'));
  return found.map((name) => {
    const { id, report } = openCopy(keys, readFileSync(join(files, name)));
    return [id, sha256(originalOf(report))];
  });
}

const nothingWaits = (): Promise<boolean> =>
  gateway
    .withStore(async (_store, { db }) => (await archiveStatus(db)).every(({ waiting }) => waiting === 0))
    .catch(() => false);

it(
  'journal, bucket and folder have every message, whatever was killed meanwhile',
  async () => {
    const accepted = new Map<string, string>();
    let sent = 0;
    const sendNext = async (): Promise<void> => {
      while (sent < MESSAGES) {
        const n = (sent += 1);
        const raw = letter({ subject: `Archive ${n}`, text: n % 5 === 0 ? 'please-hold' : `Número ${n}` });
        accepted.set(await sendSurely(raw), sha256(Buffer.from(raw)));
      }
    };
    const reached = (part: number): Promise<unknown> =>
      until(() => accepted.size >= Math.floor((MESSAGES * part) / (STRIKES + 1)), LIMIT_MS);
    const sending = Promise.all([sendNext(), sendNext(), sendNext()]);

    await reached(1);
    await Promise.all([vendor.down(), store.down()]);
    await reached(2);
    await gateway.kill('tree');
    await Promise.all([vendor.up(), store.up()]);
    await gateway.start();
    await reached(3);
    // The store has the object, and the gateway does not learn of it.
    const kill = gateway.aim('tree');
    await new Promise<void>((resolve, reject) => {
      store.onWritten = () => {
        store.onWritten = undefined;
        kill().then(resolve, reject);
      };
    });
    await vendor.down();
    await gateway.start();
    await reached(4);
    await vendor.up();
    await sending;
    await until(nothingWaits, LIMIT_MS);

    expect(accepted.size).toBe(MESSAGES);
    for (const found of [inJournal(), inBucket(), inFolder()]) {
      const there = new Map(found);
      const missing = [...accepted].filter(([id, hash]) => there.get(id) !== hash);
      expect(missing).toEqual([]);
    }
    // A file and an object have the name of their message; a journal report has its Message-ID.
    expect(new Set(inFolder().map(([id]) => id)).size).toBe(inFolder().length);
    expect([...store.objects.values()].filter(({ writes }) => writes > 1)).toEqual([]);
    const twice = inJournal().length - new Set(inJournal().map(([id]) => id)).size;
    process.stdout.write(`${MESSAGES} messages, none missing; ${twice} reports twice in the journal\n`);
    expect(twice).toBeLessThanOrEqual(8 * STRIKES);
  },
  LIMIT_MS,
);
