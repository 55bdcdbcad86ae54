/** Behind the console's pages about messages: puts together what its handlers ask of stores, workers and configuration. */
import type { HopState } from '../act/deliver/hop-states.ts';
import { noticeAbout, type ActContext } from '../act/act-context.ts';
import { messageFacts } from '../act/message-facts.ts';
import type { Config } from '../config/schema.ts';
import { describePack } from '../decide/describe-pack.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { createViewCache } from '../view/view-cache.ts';
import type { Viewing } from '../view/view-result.ts';
import type { ComparedPacks, ReviewParts } from '../review/api/review-parts.ts';
import type { DistrictParts } from '../review/api/district-handlers.ts';
import type { MailFlowParts } from '../review/api/mail-flow-handlers.ts';
import { createReviewHandlers } from '../review/api/handlers.ts';
import type { ReviewHandlers } from '../review/access/handler.ts';
import { sessionPermissions } from '../review/access/permissions.ts';
import { titleOfKind } from '../review/api/words/titles.ts';
import { createConsoleSettings } from '../review/api/settings.ts';
import type { AlertStore } from '../store/alerts.ts';
import type { Accounts } from '../store/accounts/accounts.ts';
import type { RosterStore } from '../store/rosters.ts';
import type { Store } from '../store/store.ts';
import { pictureModelState } from '../ocr/classifier/picture-model-file.ts';
import type { ReaderStatus } from '../reader/start-reader.ts';
import type { ReviewStore } from '../store/review/review-store.ts';
import type { ReviewWatch } from '../store/review/watch.ts';
import { oneAtATime } from '../timing/one-at-a-time.ts';
import { runSelfTest, type SelfTestParts } from './self-test.ts';
import { createReviewerCopies } from './reviewer-copies.ts';
import { createRosterSchools } from './roster-schools.ts';
import { createWouldRelease } from './would-release.ts';

export interface ReviewConsoleParts {
  readonly config: Config;
  readonly store: Store;
  readonly review: ReviewStore;
  readonly watch: ReviewWatch;
  readonly rosters: Pick<RosterStore, 'active' | 'activeId' | 'image' | 'syncs'>;
  readonly accounts: Pick<Accounts, 'list'>;
  readonly storageCheck: SelfTestParts['storage'];
  readonly canaries: SelfTestParts['canaries'];
  readonly context: ActContext;
  readonly pack: PolicyPack;
  /** Of a process that scans as well: whether the sentence model runs. */
  readonly reader: (() => ReaderStatus) | undefined;
  /** What is known about the next hops; empty in a process that does not deliver. */
  readonly hops: () => readonly HopState[];
  readonly alerts: AlertStore['open'];
  /** Reads a stored message again. */
  readonly read: Viewing;
  readonly comparedPacks: ComparedPacks;
  readonly policy: Pick<ReviewParts, 'policies' | 'drafts' | 'workshop' | 'policySettings' | 'vocabulary'>;
  readonly mailFlow: Omit<MailFlowParts, 'audit' | 'now'>;
  readonly district: Pick<DistrictParts, 'districts' | 'present' | 'takeOver'>;
}

export interface ReviewConsole {
  readonly handlers: ReviewHandlers;
  close(): Promise<void>;
}

/** Message text stays in memory only while a reviewer is likely to look at it again. */
const viewCache = { maxBytes: 32 * 1024 * 1024, maxAgeMs: 120_000 };

export function startReviewConsole(parts: ReviewConsoleParts): ReviewConsole {
  const { config, store, review, watch, rosters, accounts, storageCheck, context, pack, reader, hops, alerts } = parts;
  const pictureModel = reader && pictureModelState(config.scan.pictureClassifier);
  const views = createViewCache(parts.read, viewCache);
  const handlers = createReviewHandlers({
    review,
    message: (id) => store.message(id),
    body: (id) => store.body(id),
    view: views.view,
    watch: (changed) => watch.watch(changed),
    async people() {
      const all = await accounts.list();
      return all.filter(({ disabled, role }) => !disabled && sessionPermissions(role).has('messages.decide'));
    },
    schools: createRosterSchools(rosters),
    async managers() {
      const all = await accounts.list();
      return all.filter(({ disabled, role }) => !disabled && role === 'manager');
    },
    wouldRelease: createWouldRelease(review, pack),
    staffNotice: (message, { topic, to, by }) =>
      noticeAbout(
        context,
        messageFacts(message),
        {
          kind: 'for-reviewers',
          topic,
          to: to.map(({ email }) => email),
          by,
          link: `${context.publicUrl}/messages/${message.id}`,
        },
        { key: topic === 'assigned' ? `assigned:${to.map(({ id }) => id).join()}` : topic },
      ),
    copies: createReviewerCopies({ store, read: parts.read, context }),
    answerNotice: (message, words) =>
      noticeAbout(context, messageFacts(message), { kind: 'appeal-answered', reviewerWords: words }),
    settings: createConsoleSettings({ config, store, rosters, pack, reader, pictureModel, hops, alerts }),
    mailFlow: { ...parts.mailFlow, audit: (event) => store.audit(null, event), now: context.now },
    district: { ...parts.district, pack, now: context.now },
    selfTest: oneAtATime(() => runSelfTest({ config, rosters, storage: storageCheck, canaries: parts.canaries })),
    pack,
    comparedPacks: parts.comparedPacks,
    ...parts.policy,
    describedPolicy: () => describePack(pack, titleOfKind, context.now()),
    templates: config.review.templates,
    undoMs: config.review.undoSeconds * 1000,
    bodyDays: config.retention.bodyDays,
    districtName: () => context.settings.districtName,
    dayStart: midnightIn(context.settings.timeZone),
    now: context.now,
  });
  return {
    handlers,
    async close() {
      views.clear();
      await watch.close();
    },
  };
}

/** Midnight of an ISO date in a time zone, give or take the hour that some days begin late by. */
export function midnightIn(timeZone: string): (isoDate: string) => Date {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', hour: '2-digit' });
  return (isoDate) => {
    const noon = new Date(`${isoDate}T12:00:00Z`);
    const name = format.formatToParts(noon).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
    return new Date(Date.parse(`${isoDate}T00:00:00Z`) - offsetMs);
  };
}
