/** The conditions that hold now: those of the whole installation, from the database, and those that only this process sees. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { codeOf } from '../errors/hallpass-error.ts';
import type { AlertFacts } from '../store/alerts.ts';
import type { Condition } from './alert.ts';
import { freePercent } from './free-space.ts';

export interface Thresholds {
  readonly heldMessages: number;
  readonly threats: boolean;
  readonly nextHopMinutes: number;
  readonly queueMinutes: number;
  readonly rosterDays: number;
  readonly diskFreePercent: number;
  readonly certificateDays: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** @param rosterAt when the active roster was imported; undefined where there is none */
export function sharedConditions(
  facts: AlertFacts,
  rosterAt: Date | undefined,
  { heldMessages, threats, queueMinutes, rosterDays }: Thresholds,
  now: Date,
): Condition[] {
  const found: Condition[] = [];
  if (facts.held > heldMessages)
    found.push({
      kind: 'held-messages',
      subject: '',
      summary: `${facts.held} messages are held for review; the threshold is ${heldMessages}.`,
    });
  for (const { id, students } of facts.disclosures)
    found.push({
      kind: 'mass-disclosure',
      subject: id,
      messageId: id,
      summary: `A message with data about ${students} students is held.`,
    });
  for (const id of threats ? facts.threats : [])
    found.push({ kind: 'threat', subject: id, messageId: id, summary: 'A message with a possible threat is held.' });
  const waited = Math.floor(facts.oldestWaiting / 60);
  if (facts.oldestWaiting > queueMinutes * 60)
    found.push({
      kind: 'queue-age',
      subject: '',
      summary: `The oldest message in progress has been waiting for ${waited} minutes; the threshold is ${queueMinutes}.`,
    });
  if (rosterAt !== undefined && now.getTime() - rosterAt.getTime() > rosterDays * DAY_MS)
    found.push({
      kind: 'roster-age',
      subject: '',
      summary: `The active roster was imported on ${dateOf(rosterAt)}; the threshold is ${rosterDays} days.`,
    });
  return found;
}

export interface Surroundings {
  readonly hops: readonly { readonly hop: string; readonly condition: string; readonly since: Date }[];
  /** Codes with which mail is put off because too much waits. */
  readonly putOff: readonly string[];
  /** Name of this machine. */
  readonly host: string;
  /** Folder whose disk is watched. */
  readonly data: string;
  /** Whether this process has refused the version of the policy that is in force. */
  readonly policyRefused: boolean;
  /** Names this process. */
  readonly source: string;
  /** Certificate of the SMTP listeners (PEM); undefined where there is none. */
  readonly certFile: string | undefined;
}

/** What this process sees of the next hops, its disk and its certificate. */
export async function ownConditions(
  { hops, putOff, host, data, certFile, policyRefused, source }: Surroundings,
  thresholds: Thresholds,
  now: Date,
): Promise<Condition[]> {
  const { nextHopMinutes, diskFreePercent, certificateDays } = thresholds;
  const down = hops.filter(
    ({ condition, since }) =>
      condition !== 'up' && condition !== 'unknown' && now.getTime() - since.getTime() >= nextHopMinutes * MINUTE_MS,
  );
  const found = down.map(({ hop, condition, since }): Condition => ({
    kind: 'next-hop',
    subject: hop,
    summary: `The next hop ${hop} has not accepted mail since ${timeOf(since)} (deliver.hop-${condition}).`,
  }));
  for (const code of putOff)
    found.push({
      kind: 'backlog',
      subject: code,
      summary: `Too many messages are waiting, so incoming mail is being deferred (${code}).`,
    });
  if (policyRefused)
    found.push({
      kind: 'policy-refused',
      subject: source,
      summary: `The process ${source} has refused the version of the policy that is in force and is still using the previous one. It probably runs another version of Hallpass: update it and restart it.`,
    });
  found.push(...(await diskConditions({ host, data }, diskFreePercent)));
  if (certFile !== undefined)
    found.push(...(await certificateConditions({ host, file: certFile }, certificateDays, now)));
  return found;
}

async function diskConditions(
  { host, data }: Pick<Surroundings, 'host' | 'data'>,
  leastPercent: number,
): Promise<Condition[]> {
  const condition = (summary: string): Condition[] => [{ kind: 'disk', subject: `${host}:${data}`, summary }];
  try {
    const free = await freePercent(data);
    if (free >= leastPercent) return [];
    return condition(
      `Only ${Math.floor(free)}% of the disk that holds ${data} on ${host} is free; the threshold is ${leastPercent}%.`,
    );
  } catch (error) {
    return condition(`The folder ${data} on ${host} cannot be read (${codeOf(error)}): create it or correct \`data\`.`);
  }
}

async function certificateConditions(
  { host, file }: { host: string; file: string },
  days: number,
  now: Date,
): Promise<Condition[]> {
  const condition = (summary: string): Condition[] => [{ kind: 'certificate', subject: `${host}:${file}`, summary }];
  try {
    const ends = new Date(new X509Certificate(await readFile(file)).validTo);
    if (ends.getTime() - now.getTime() > days * DAY_MS) return [];
    const word = ends > now ? 'expires' : 'expired';
    return condition(`The certificate in ${file} on ${host} ${word} on ${dateOf(ends)}.`);
  } catch (error) {
    return condition(`The certificate in ${file} on ${host} cannot be read (${codeOf(error)}).`);
  }
}

const dateOf = (at: Date): string => at.toISOString().slice(0, 10);
const timeOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
