/** What every notice language provides, so that no notice exists in one language only. */
import type { QuotedClause } from '../../decide/verdict.ts';
import type { Language, NoticeInput, RecipientOutcome } from './notice.ts';

/** The state of the message for its sender: a shape and a word come before any colour. */
export type Mark = '▲' | '■' | '●';

/** The sentences of one notice: those that differ from kind to kind. */
export interface NoticeText {
  readonly mark: Mark;
  readonly label: string;
  /** Subject field of the notice. */
  readonly subject: string;
  /** What happened to which message. */
  readonly what: string;
  /** The reason; absent where the verdict gives it. */
  readonly why?: string;
  /** What to do and by when. */
  readonly todo: readonly string[];
  readonly action?: { readonly label: string; readonly href: string };
  /** What a reviewer wrote. */
  readonly quote?: { readonly heading: string; readonly lines: readonly string[] };
  /** A command for the people who run the gateway. */
  readonly command?: string;
}

/** The facts of a notice, formatted in its language. */
export interface NoticeFacts {
  /** The original's subject without quotation marks; a placeholder where it is empty. */
  readonly subject: string;
  /** The first recipient and the number of others. */
  readonly toWhom: string;
  readonly contact: string;
  readonly district: string;
  /** Titles of the rules that counted. */
  readonly titles: readonly string[];
  readonly outcomes: readonly RecipientOutcome[];
  /** Addresses of the recipients that the notice is about. */
  readonly recipients: readonly string[];
  readonly date: (date: Date) => string;
  readonly until: (date: Date) => string;
  readonly lines: (text: string) => string[];
  /** Addresses in one line; a long list is cut and ends with the number of the rest. */
  readonly list: (addresses: readonly string[]) => string;
}

/** The sentences and headings of one language. */
export interface NoticeLanguage {
  readonly language: Language;
  readonly noSubject: string;
  /** Display name of the address that notices come from. */
  readonly fromName: (district: string) => string;
  /** What the link to the page in this language is called in notices of another language. */
  readonly readHere: string;
  readonly headings: Readonly<Record<'found' | 'where' | 'policy' | 'replies' | 'details' | 'examples', string>>;
  readonly labels: Readonly<
    Record<'message' | 'to' | 'received' | 'number' | 'rules' | 'codes' | 'students' | 'recipients', string>
  >;
  readonly textOf: (input: NoticeInput, facts: NoticeFacts) => NoticeText;
  readonly toWhom: (first: string, more: number) => string;
  /** The reason where nothing may be said of the rules that stopped the message. */
  readonly held: string;
  readonly why: (titles: readonly string[], clause: QuotedClause | undefined, quoted: string | undefined) => string;
  readonly more: (count: number) => string;
  readonly footer: (facts: NoticeFacts) => string;
}

/** Kinds about a message that waits for a decision. */
type WaitingKind = 'warn' | 'quarantine-held' | 'security-copy';
/** Kinds about the delivery of a message to the next hop. */
type DeliveryKind = 'delay' | 'failure' | 'success';

export type WaitingInput = Extract<NoticeInput, { readonly kind: WaitingKind }>;
export type DeliveryInput = Extract<NoticeInput, { readonly kind: DeliveryKind }>;
/** Kinds about a decision, the expiry of a hold included. */
export type DecidedInput = Exclude<NoticeInput, { readonly kind: WaitingKind | DeliveryKind | 'for-reviewers' }>;
