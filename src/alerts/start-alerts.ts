/** Checks the conditions again and again, has the store raise and end alerts, and posts what is due to webhooks. */
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { AlertReport, AlertStore, DuePost } from '../store/alerts.ts';
import { poll, type Poll } from '../timing/poll.ts';
import type { RosterSync } from '../store/roster-syncs.ts';
import type { ArchiveStatus } from '../store/archive/archive-status.ts';
import type { Condition } from './alert.ts';
import { archiveConditions } from './archive-conditions.ts';
import { rosterSyncConditions } from './roster-sync-conditions.ts';
import { ownConditions, sharedConditions, type Surroundings } from './conditions.ts';
import { postWebhook } from './post-webhook.ts';
import { webhookBody } from './webhook-body.ts';

export interface AlertParts {
  readonly config: Pick<Config, 'alerts' | 'data' | 'deliver' | 'hostname' | 'publicUrl' | 'rosterSync'>;
  readonly log: Logger;
  readonly alerts: AlertStore;
  /** Name of this machine. */
  readonly host: string;
  /** Names this process: the same after a restart. */
  readonly source: string;
  /** Whether it looks at the conditions of the whole installation. */
  readonly shared: boolean;
  readonly certFile: string | undefined;
  readonly hops: () => Surroundings['hops'];
  readonly putOff: () => Surroundings['putOff'];
  readonly policyRefused: () => boolean;
  /** When the active roster was imported. */
  readonly rosterAt: () => Promise<Date | undefined>;
  /** The last entry of each source of rosters. */
  readonly rosterSyncs: () => Promise<readonly RosterSync[]>;
  readonly archives: () => Promise<readonly ArchiveStatus[]>;
  readonly mails: AlertReport['mails'];
  readonly onError: (error: unknown) => void;
}

/** Posts are looked for often, so that an alert arrives when it is raised by another process as well. */
const POSTS_EVERY_MS = 1000;

/** A first check fails as every later one: it is logged, and the process goes on. */
export async function startAlerts(parts: AlertParts): Promise<Poll> {
  const guarded = (work: () => Promise<void>) => () => work().catch(parts.onError);
  const everyMs = parts.config.alerts.everySeconds * 1000;
  const polls = [
    await poll(
      guarded(() => check(parts)),
      { everyMs, onError: parts.onError },
    ),
    await poll(
      guarded(() => postDue(parts)),
      { everyMs: POSTS_EVERY_MS, onError: parts.onError },
    ),
  ];
  return {
    async stop() {
      for (const one of polls.reverse()) await one.stop();
    },
  };
}

async function check(parts: AlertParts): Promise<void> {
  const { config, alerts, host, source, shared, certFile, hops, putOff, policyRefused } = parts;
  const now = new Date();
  const own = await ownConditions(
    { hops: hops(), putOff: putOff(), host, data: config.data, certFile, policyRefused: policyRefused(), source },
    config.alerts,
    now,
  );
  await report(parts, source, own);
  if (!shared) return;
  const facts = await alerts.facts({
    students: config.alerts.disclosureStudents,
    maxAgeHours: config.deliver.maxAgeHours,
  });
  await report(parts, 'all', [
    ...sharedConditions(facts, await parts.rosterAt(), config.alerts, now),
    ...rosterSyncConditions(await parts.rosterSyncs(), config),
    ...archiveConditions(await parts.archives(), config.alerts, now),
  ]);
}

async function report({ config, log, alerts, mails }: AlertParts, source: string, conditions: readonly Condition[]) {
  const { perHour, webhooks } = config.alerts;
  const sent = await alerts.report({
    source,
    conditions,
    perHour,
    webhooks: webhooks.map(({ name }) => name),
    mails,
  });
  for (const { kind, status, messageId } of sent)
    log.warn({ alert: kind, status, ...(messageId === null ? {} : { messageId }) }, `alert ${status}`);
}

async function postDue(parts: AlertParts): Promise<void> {
  const due = await parts.alerts.takePosts();
  await Promise.all(due.map((post) => postOne(parts, post)));
}

async function postOne({ config, log, alerts }: AlertParts, { id, webhook, body, attempts }: DuePost): Promise<void> {
  const target = config.alerts.webhooks.find(({ name }) => name === webhook);
  // A webhook that is no longer configured gets nothing.
  if (target?.url === undefined) return alerts.posted(id);
  const { url, secret, format } = target;
  const publicUrl = config.publicUrl?.replace(/\/$/, '') ?? '';
  try {
    await postWebhook({ url, secret }, id, webhookBody(format, body, publicUrl, config.hostname), new Date());
  } catch (error) {
    log.error({ code: codeOf(error), webhook, attempts }, 'an alert was not posted; it will be tried again');
    return;
  }
  await alerts.posted(id);
}
