/** Dependencies of the handlers of the console: stores, settings, the clock, and services of the gateway. */
import type { DescribedPack } from '../../decide/describe-pack.ts';
import type { Change, ReplayReport } from '../../decide/replay.ts';
import type { PolicyPack } from '../../decide/pack-schema.ts';
import type { MessageDetail } from '../../store/stored-message.ts';
import type { ReviewStore } from '../../store/review/review-store.ts';
import type { NewNotice } from '../../store/change.ts';
import type { Actor } from '../../store/review/actor.ts';
import type { Vocabulary } from '../../policy/vocabulary.ts';
import type { PolicyWorkshop } from '../../policy/workshop.ts';
import type { PolicyDraftStore } from '../../store/policy/draft-store.ts';
import type { PolicyStore } from '../../store/policy/policy-store.ts';
import type { Settings } from '../contract/pages.ts';
import type { PolicyVersions } from '../contract/policy-versions.ts';
import type { DistrictParts } from './district-handlers.ts';
import type { MailFlowParts } from './mail-flow-handlers.ts';
import type { ReviewCopies } from './review-copies.ts';
import type { Caller } from '../access/handler.ts';
import type { Viewing } from '../../view/view-result.ts';

/** An account that decides on messages. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly schools: readonly string[];
}

/** An exception that is not made yet. */
export interface ExceptionDraft {
  readonly codes: readonly string[];
  readonly sender?: string;
  readonly recipient?: string;
  readonly students: number;
}
export interface WouldRelease {
  readonly id: string;
  readonly receivedAt: Date;
  readonly sender: string;
  readonly students: number;
  readonly schools: readonly string[];
}

/** Packs that the active one can be compared with, over the stored inputs of a period. */
export interface ComparedPacks {
  readonly packs: readonly { readonly id: string; readonly title: string }[];
  /**
   * @param which one of `packs`, or the text of a draft
   * @returns `unknown` for a pack that is not among them, `refused` for a draft with mistakes
   */
  compare(
    which: { readonly pack: string } | { readonly text: string },
    period: { readonly since: Date; readonly until: Date; readonly asIfActing: boolean },
  ): Promise<
    | (ReplayReport & {
        readonly changes: readonly (Change & { readonly receivedAt: Date })[];
        readonly titles: ReadonlyMap<string, string>;
      })
    | 'unknown'
    | 'refused'
  >;
}

export interface ReviewParts {
  readonly review: ReviewStore;
  readonly message: (id: string) => Promise<MessageDetail | undefined>;
  readonly body: (id: string) => Promise<Buffer>;
  /** Reads a stored message again, in a worker with limits. */
  readonly view: Viewing;
  /** Calls back with the ids of changed messages, or with undefined for many. @returns a function that ends it */
  readonly watch: (changed: (ids: readonly string[] | undefined) => void) => () => void;
  /** The people that messages can be assigned to. */
  readonly people: () => Promise<readonly (Person & { readonly role: string })[]>;
  /** Names of the schools of the active roster, sorted; none without a roster. */
  readonly schools: () => Promise<readonly string[]>;
  readonly managers: () => Promise<readonly Person[]>;
  /** A notice to people who review; `by` is the name of the account that acted. */
  readonly staffNotice: (
    message: MessageDetail,
    about: { topic: 'assigned' | 'escalated'; to: readonly Person[]; by: string },
  ) => NewNotice[];
  /** The messages held since then that an exception would have released, newest first. */
  readonly wouldRelease: (exception: ExceptionDraft, since: Date) => Promise<readonly WouldRelease[]>;
  readonly copies: ReviewCopies;
  readonly answerNotice: (message: MessageDetail, words: string) => NewNotice[];
  readonly settings: () => Promise<Settings>;
  readonly mailFlow: MailFlowParts;
  readonly district: DistrictParts;
  readonly selfTest: () => Promise<Settings['checks']>;
  readonly pack: PolicyPack;
  readonly comparedPacks: ComparedPacks;
  readonly policies: PolicyStore;
  readonly drafts: PolicyDraftStore;
  readonly workshop: PolicyWorkshop;
  readonly policySettings: () => Pick<PolicyVersions, 'configured' | 'source' | 'managers'>;
  readonly vocabulary: () => Promise<Vocabulary>;
  /** The pack in sentences. */
  readonly describedPolicy: () => DescribedPack;
  readonly templates: readonly { readonly id: string; readonly title: string; readonly words: string }[];
  readonly undoMs: number;
  readonly bodyDays: number;
  /** Name of the district, for reports. */
  readonly districtName: () => string;
  /** Midnight of an ISO date in the district's time zone. */
  readonly dayStart: (isoDate: string) => Date;
  readonly now: () => Date;
}

export function actorOf({ account }: Pick<Caller, 'account'>): Actor {
  return { id: account.id, name: account.name, email: account.email };
}

/** What limits the messages that the caller may see. */
export function viewerOf({ account, schools }: Pick<Caller, 'account' | 'schools'>) {
  return { accountId: account.id, schools };
}

/** Whether the caller sees content unmasked. A token never does, even if its owner has revealed the message. */
export function seesPlain(revealed: boolean, { via, permissions }: Pick<Caller, 'via' | 'permissions'>): boolean {
  return revealed && via === 'session' && permissions.has('messages.reveal');
}
