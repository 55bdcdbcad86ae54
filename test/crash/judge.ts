/** Judges a round of the crash suite: holds what each client was told against the database and against the smart host. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { MessageDetail } from '../../src/store/stored-message.ts';
import type { MessageId } from '../../src/message/message-id.ts';
import type { Kind, Sent, TestMail } from './mail.ts';
import type { Scene } from './scene.ts';
import type { Taken } from './sink.ts';

export interface Tally {
  readonly accepted: number;
  /** Got no 250 and are there all the same, whole. */
  readonly unasked: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Names of messages with a 250 that are not there, or not where their kind belongs; with what is wrong. */
  readonly lost: readonly string[];
  /** What the smart host took and nobody sent. */
  readonly altered: readonly string[];
  /** Messages or notices that the smart host took more than once. */
  readonly twice: readonly Twice[];
  /** First event of the audit chain that does not fit. */
  readonly auditBroken: string | null;
}

export interface Twice {
  readonly name: string;
  /** Life of the gateway in which each copy was taken. */
  readonly lives: readonly number[];
}

const states: Readonly<Record<Kind, string>> = {
  clean: 'delivered',
  warn: 'warned',
  quarantine: 'quarantined',
  bounce: 'bounced',
  poison: 'quarantined',
};
const notices: Readonly<Record<Kind, readonly string[]>> = {
  clean: [],
  warn: ['warn'],
  quarantine: ['quarantine-held'],
  bounce: ['policy-bounce'],
  poison: ['quarantine-held'],
};

/** @param from how many messages the smart host had taken before the round */
export async function judgeRound(scene: Scene, sent: readonly Sent[], from: number): Promise<Tally> {
  const { details, audit } = await scene.gateway.withStore(async (store, { db }) => {
    const names = new Set(sent.map(({ mail }) => mail.name));
    const accepted = new Set(sent.flatMap(({ id }) => id ?? []));
    const { rows } = await sql<{
      id: MessageId;
    }>`SELECT id FROM messages WHERE kind = 'mail' ORDER BY id DESC LIMIT ${2 * sent.length}`.execute(db);
    const found: MessageDetail[] = [];
    for (const { id } of rows) {
      const detail = await store.message(id);
      if (detail && (accepted.has(id) || names.has(detail.sealed?.subject ?? ''))) found.push(detail);
    }
    return { details: new Map(found.map((detail) => [detail.id, detail])), audit: await store.verifyAudit() };
  });
  const taken = scene.sink.taken.slice(from);
  const bySum = new Map(sent.map(({ mail }) => [mail.sha256, mail]));
  const copies = Map.groupBy(
    taken.filter(({ sender }) => sender !== ''),
    ({ sha256 }) => bySum.get(sha256)?.name ?? '',
  );
  const told = Map.groupBy(
    taken.filter(({ sender }) => sender === ''),
    noticeKey,
  );

  const answered = new Set(sent.flatMap(({ id }) => id ?? []));
  const lost: string[] = [];
  const outcomes: Record<string, number> = {};
  const judge = (mail: TestMail, detail: MessageDetail | undefined): void => {
    const wrong = detail === undefined ? 'not there' : whatIsWrong(mail, detail, copies.get(mail.name) ?? [], told);
    if (detail !== undefined) outcomes[detail.state] = (outcomes[detail.state] ?? 0) + 1;
    if (wrong !== undefined) lost.push(`${mail.name} (${mail.kind}): ${wrong}`);
  };
  for (const { mail, id } of sent) if (id !== undefined) judge(mail, details.get(id));
  const unasked = [...details.values()].filter(({ id }) => !answered.has(id));
  for (const detail of unasked) {
    const mail = sent.find((candidate) => candidate.mail.name === detail.sealed?.subject)?.mail;
    if (mail) judge(mail, detail);
  }

  return {
    accepted: answered.size,
    unasked: unasked.length,
    outcomes,
    lost,
    altered: (copies.get('') ?? []).map(({ header }) => header.slice(0, 200)),
    twice: [...copies, ...told]
      .filter(([name, all]) => name !== '' && all.length > 1)
      .map(([name, all]) => ({ name, lives: all.map(({ life }) => life) })),
    auditBroken: audit.firstBroken,
  };
}

function whatIsWrong(
  mail: TestMail,
  detail: MessageDetail,
  copies: readonly Taken[],
  told: ReadonlyMap<string, readonly Taken[]>,
): string | undefined {
  if (detail.state !== states[mail.kind]) return `is ${detail.state}`;
  if (detail.size !== mail.raw.length) return 'another size';
  const addresses = detail.recipients.map((recipient) => recipient.address);
  if (addresses.join() !== mail.recipients.join()) return 'other recipients';
  const reached = new Set(copies.flatMap(({ recipients }) => recipients));
  if (mail.kind === 'clean') {
    const missed = detail.recipients.find(({ address, state }) => state !== 'delivered' || !reached.has(address));
    if (missed)
      return `recipient ${missed.n} is ${missed.state}${reached.has(missed.address) ? '' : ', without a copy'}`;
    if (detail.events.filter(({ event }) => event === 'delivered').length !== 1) return 'not one delivery on record';
  } else if (copies.length > 0) return 'held, but was delivered';
  const verdicts = detail.events.filter(({ event }) => event === 'verdict').length;
  if (verdicts !== 1) return `${verdicts} verdicts on record`;
  const expected = notices[mail.kind];
  if (detail.notices.map(({ notice }) => notice).join() !== expected.join())
    return `notices ${detail.notices.map(({ notice }) => notice).join()}`;
  for (const kind of expected) {
    const all = told.get(`${kind}.${detail.id}`) ?? [];
    if (new Set(all.map(({ sha256 }) => sha256)).size !== 1) return `${all.length} different notices arrived`;
    if (all.some(({ recipients }) => recipients.join() !== mail.sender)) return 'a notice went to somebody else';
  }
  return undefined;
}

/** `warn.<id of the message>`, from the Message-ID of a notice. */
function noticeKey({ header }: Taken): string {
  return (
    /^Message-ID:\s*<([a-z-]+\.[0-9a-f-]{36})\./im.exec(header)?.[1] ??
    `?${createHash('sha256').update(header).digest('hex')}`
  );
}
