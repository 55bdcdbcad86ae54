/** `hallpass demo`: sends fixture messages through a running gateway over SMTP and shows what happened to each and why. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSmtpClient } from '../act/deliver/smtp-client.ts';
import { foundInWords } from '../act/notices/found.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { readHeader, valuesOf } from '../message/header.ts';
import { parseMailboxes } from '../message/mailboxes.ts';
import type { MessageDetail } from '../store/stored-message.ts';
import type { Store } from '../store/store.ts';
import { importDemoRoster } from './demo-roster.ts';
import { decideSome, spread, weekOfMail, type HeldOfTheWeek } from './demo-week.ts';
import { withStore } from './open-store.ts';

const FOLDER = new URL('../../fixtures/demo/', import.meta.url);
/** The domain in the fixtures; it is replaced by the domain of the gateway. */
const FIXTURE_DOMAIN = 'school.example';
const WAIT_LIMIT_MS = 60_000;

export async function demo(options: { config?: string }): Promise<void> {
  await withStore(options.config, async ({ config, store, rosters, review, backdate }) => {
    const listener = config.smtp.listen[0]!;
    const client = createSmtpClient(
      {
        host: listener.host === '0.0.0.0' ? '127.0.0.1' : listener.host,
        port: listener.port,
        tls: 'none',
        verifyCertificate: false,
      },
      { hostname: 'demo.localhost', connections: 4, timeoutMs: 30_000 },
    );
    const domain = config.district.domains[0]!.replace(/^\*?\./, '');
    try {
      const roster = await importDemoRoster(rosters, config, FIXTURE_DOMAIN, domain);
      if (roster !== undefined) {
        process.stdout.write(
          `There is no roster yet, so the demo imports an invented one with ${roster.students} students. To replace it with your own: hallpass roster import PATH\n\n`,
        );
        await sleep(roster.activeAt - Date.now());
      }
      const rows: Row[] = [];
      const names = readdirSync(FOLDER)
        .filter((name) => name.endsWith('.eml'))
        .sort();
      process.stdout.write(`Sending ${names.length} messages to ${client.remote} …\n\n`);
      for (const name of names) {
        const raw = Buffer.from(
          readFileSync(new URL(name, FOLDER)).toString('latin1').replaceAll(FIXTURE_DOMAIN, domain),
          'latin1',
        );
        rows.push(await send(client, raw));
      }
      for (const row of rows) if (row.id !== undefined) row.message = await settled(store, row.id);
      process.stdout.write(table(rows));
      process.stdout.write(closing(rows));
      const week = weekOfMail(FIXTURE_DOMAIN, domain);
      process.stdout.write(`\nSending ${week.length} more messages to fill the console with an invented week …\n`);
      const more = await Promise.all(week.map(async ({ raw, then }) => ({ then, ...(await send(client, raw)) })));
      const messages: MessageDetail[] = [];
      const held: HeldOfTheWeek[] = [];
      for (const { id, then } of more) {
        const message = id === undefined ? undefined : await settled(store, id);
        if (message === undefined) continue;
        messages.push(message);
        if (message.state === 'quarantined') held.push({ id: message.id, recipients: message.recipients.length, then });
      }
      await decideSome(review, held, new Date());
      await untilCarriedOut(store);
      const known = [...rows.flatMap(({ message }) => message ?? []), ...messages];
      const now = await Promise.all(known.map(({ id }) => store.message(id)));
      await backdate(spread(now.flatMap((message) => message ?? [])));
      process.stdout.write(
        `${held.length} of them were held, and some of these are already decided. See them all in the console.\n`,
      );
    } finally {
      client.close();
    }
  });
}

interface Row {
  readonly subject: string;
  readonly to: string;
  readonly id?: string;
  readonly refused?: string;
  message?: MessageDetail | undefined;
}

async function send(client: ReturnType<typeof createSmtpClient>, raw: Buffer): Promise<Row> {
  const header = readHeader(raw);
  const addresses = (...fields: string[]): string[] =>
    fields
      .flatMap((field) => valuesOf(header, field))
      .flatMap((value) => parseMailboxes(value).map((box) => box.address));
  const recipients = addresses('to', 'cc').map((address, n) => ({ n, address }));
  const sent = await client.send({ id: 'demo', sender: addresses('from')[0] ?? '', recipients, raw, eightBit: false });
  if ('unreachable' in sent)
    throw new HallpassError('deliver.unreachable', `${sent.unreachable}; is the gateway running? (npm start)`);
  const reply = sent.results[0]?.reply ?? '';
  const id = /queued as ([0-9a-f-]{36})/.exec(reply)?.[1];
  const to =
    recipients.length === 1 ? recipients[0]!.address : `${recipients[0]?.address} and ${recipients.length - 1} more`;
  const row = { subject: valuesOf(header, 'subject')[0] ?? '', to };
  return id === undefined ? { ...row, refused: reply } : { ...row, id };
}

/** Waits until the gateway's sweep has carried out the decisions; decisions that still need another person are not awaited. */
async function untilCarriedOut(store: Store): Promise<void> {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  while (Date.now() < deadline) {
    if ((await store.waiting()).get('delivering') === undefined) return;
    await sleep(200);
  }
}

/** Waits until the message is delivered, held, or waiting for the next attempt. */
async function settled(store: Store, id: string): Promise<MessageDetail | undefined> {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  for (;;) {
    const message = await store.message(id);
    const moving =
      message === undefined ||
      ['received', 'scanning'].includes(message.state) ||
      (message.state === 'delivering' && message.recipients.every((recipient) => recipient.reply === null));
    if (!moving || Date.now() > deadline) return message;
    await sleep(100);
  }
}

const words: Readonly<Record<string, string>> = {
  delivered: '● delivered',
  delivering: '● on its way',
  warned: '▲ waiting for sender',
  quarantined: '■ held for review',
  bounced: '■ returned',
  failed: '■ not delivered',
};

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ subject, to, refused, message }) => {
    if (refused !== undefined) return [subject, to, '■ refused', refused];
    const found = foundInWords(message?.sealed?.findings ?? [], message?.verdict ?? undefined, 'en');
    const titles = message?.verdict?.rules.filter((rule) => !rule.monitor).map((rule) => rule.title) ?? [];
    return [
      subject,
      to,
      words[message?.state ?? ''] ?? message?.state ?? 'still in progress',
      (found.length > 0 ? found : titles).join('; '),
    ];
  });
  const head = ['Subject', 'To', 'What happened', 'Why'];
  const width = (column: number, most: number): number =>
    Math.min(most, Math.max(...[head, ...lines].map((line) => line[column]!.length)));
  const widths = [width(0, 40), width(1, 38), width(2, 20)];
  const cell = (text: string, column: number): string =>
    text.length > widths[column]! ? `${text.slice(0, widths[column]! - 1)}…` : text.padEnd(widths[column]!);
  const left = widths.reduce((sum, count) => sum + count + 2, 0);
  const room = Math.max(40, (process.stdout.columns ?? 160) - left);
  const row = (line: readonly string[]): string => {
    const [first = '', ...more] = wrapped(line[3]!, room);
    const start = [cell(line[0]!, 0), cell(line[1]!, 1), cell(line[2]!, 2), first].join('  ').trimEnd();
    return [start, ...more.map((text) => ' '.repeat(left) + text)].join('\n');
  };
  return `${[row(head), row(widths.map((count) => '─'.repeat(count)).concat('───')), ...lines.map(row)].join('\n')}\n`;
}

/** Breaks at spaces. */
function wrapped(text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function closing(rows: readonly Row[]): string {
  const count = (state: string): number => rows.filter((row) => row.message?.state === state).length;
  return [
    '',
    `${count('delivered')} delivered, ${count('warned')} waiting for sender, ${count('quarantined')} held for review, ${count('bounced')} returned, ${rows.filter((row) => row.refused !== undefined).length} refused.`,
    'The sender of each held message got a notice. If no smart host is configured, released mail and notices are .eml files in the outbox of the data folder.',
    'Next: bin/hallpass quarantine list',
    '',
  ].join('\n');
}
