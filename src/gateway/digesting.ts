/** The weekly digest: on Monday morning, counts of the week before to everybody who reviews, each within their schools. */
import type { ActContext } from '../act/act-context.ts';
import { composeDigestMail, type DigestMail } from '../act/notices/digest-mail.ts';
import type { Config } from '../config/schema.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { sessionPermissions } from '../review/access/permissions.ts';
import { localTime } from '../decide/local-time.ts';
import { countedRules } from '../review/api/counted-rules.ts';
import type { Accounts } from '../store/accounts/accounts.ts';
import type { DigestStore } from '../store/digests.ts';
import type { ReviewStore } from '../store/review/review-store.ts';
import type { Lifecycle } from './lifecycle.ts';
import { poll } from '../timing/poll.ts';

export interface DigestingParts {
  readonly config: Pick<Config, 'review'>;
  readonly accounts: Pick<Accounts, 'list'>;
  readonly review: Pick<ReviewStore, 'reports' | 'items'>;
  readonly digests: DigestStore;
  readonly context: ActContext;
  readonly pack: Pick<PolicyPack, 'rules'>;
  readonly onError: (error: unknown) => void;
}

const EVERY_MS = 600_000;
const DAY_MS = 86_400_000;
/** Local hour on Monday from which the digest of the week before is sent. */
const HOUR = 7;

/** Does not wait for the first look: the console opens without it. */
export function startDigests(parts: DigestingParts, lifecycle: Pick<Lifecycle, 'started'>): void {
  const look = async (): Promise<void> => {
    await sendDue(parts).catch(parts.onError);
  };
  const running = poll(look, { everyMs: EVERY_MS, onError: parts.onError });
  void lifecycle.started(running, async (started) => (await started).stop());
}

/** Sends the digests of the last week that is over, if they are due and not sent. @returns how many mails */
export async function sendDue(parts: DigestingParts): Promise<number> {
  const { config, accounts, digests, context } = parts;
  const week = config.review.digest ? lastWeek(context.now(), context.settings.timeZone) : undefined;
  if (week === undefined || (await digests.isSent(week))) return 0;
  const people = (await accounts.list()).filter(
    ({ disabled, role }) => !disabled && sessionPermissions(role).has('messages.decide'),
  );
  const mails = await Promise.all(people.map((person) => digestOf(parts, person, week)));
  const due = mails.flatMap((mail) => mail ?? []);
  // A new installation has nothing to tell.
  if (due.length === 0) return 0;
  const composed = due.map((mail) => composeDigestMail(context.settings, mail));
  return (await digests.send(week, composed)) ? composed.length : 0;
}

type Person = Awaited<ReturnType<Accounts['list']>>[number];

/** Undefined where no mail was checked in that week. */
async function digestOf(
  { review, context, pack }: DigestingParts,
  { id, email, role, schools }: Person,
  week: string,
): Promise<DigestMail | undefined> {
  const since = new Date(`${week}T00:00:00Z`);
  const until = new Date(since.getTime() + 7 * DAY_MS);
  const [activity, nav] = await Promise.all([
    review.reports.activity({ schools }, since, until),
    review.items.nav({ accountId: id, schools }),
  ]);
  const { totals, senders, monitored, decisionHours } = activity;
  if (totals.messages === 0) return undefined;
  return {
    to: email,
    from: week,
    until: new Date(until.getTime() - DAY_MS).toISOString().slice(0, 10),
    schools,
    counts: {
      checked: totals.messages,
      held: totals.held,
      released: totals.released,
      returned: totals.returned,
      expired: totals.expired,
      asked: senders.warned,
      monitored: monitored.held + monitored.asked + monitored.returned,
      medianHours: decisionHours.median,
    },
    waiting: { review: nav.review, mine: nav.mine, appeals: nav.appeals },
    rules: countedRules(activity.rules, pack),
    at: context.now(),
    console: context.publicUrl,
    reads: sessionPermissions(role).has('overview.read'),
  };
}

/** ISO date of the Monday on which the last week began; undefined before Monday morning, local time. */
export function lastWeek(now: Date, timeZone: string): string | undefined {
  const { date, minute } = localTime(now.toISOString(), timeZone);
  const today = new Date(`${date}T00:00:00Z`);
  const sinceMonday = (today.getUTCDay() + 6) % 7;
  if (sinceMonday === 0 && minute < HOUR * 60) return undefined;
  return new Date(today.getTime() - (sinceMonday + 7) * DAY_MS).toISOString().slice(0, 10);
}
