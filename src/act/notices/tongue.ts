/** What a language must be able to say, so that no notice exists in one language only. */
import type { ClauseRef } from '../../decide/verdict.ts';
import type { Language, NoticeInput, RecipientOutcome } from './notice.ts';

/** What happened, from the sender's side: a shape and a word before any colour. */
export type Mark = '▲' | '■' | '●';

/** What a language makes of an occasion: the sentences that differ from kind to kind. */
export interface Told {
  readonly mark: Mark;
  readonly label: string;
  /** Subject field of the notice. */
  readonly subject: string;
  /** What happened to which message. */
  readonly what: string;
  /** Why; absent where the verdict says it. */
  readonly why?: string;
  /** What to do and by when. */
  readonly todo: readonly string[];
  readonly action?: { readonly label: string; readonly href: string };
  /** A person's own words. */
  readonly quote?: { readonly heading: string; readonly lines: readonly string[] };
  /** A command for whoever runs the gateway. */
  readonly command?: string;
}

/** The facts of the input in words, ready to be put into sentences. */
export interface Facts {
  /** The original's subject without quotation marks; a stand-in where it is empty. */
  readonly subject: string;
  /** The first recipient and how many more. */
  readonly toWhom: string;
  readonly contact: string;
  readonly district: string;
  readonly titles: readonly string[];
  readonly outcomes: readonly RecipientOutcome[];
  readonly date: (date: Date) => string;
  readonly until: (date: Date) => string;
  readonly lines: (text: string) => string[];
  /** Addresses in one line, a long list cut with its number. */
  readonly list: (addresses: readonly string[]) => string;
}

/** One language's sentences and headings. */
export interface Tongue {
  readonly language: Language;
  readonly noSubject: string;
  readonly headings: Readonly<Record<'found' | 'policy' | 'replies' | 'details' | 'examples', string>>;
  readonly labels: Readonly<
    Record<'message' | 'to' | 'received' | 'number' | 'rules' | 'codes' | 'students' | 'recipients', string>
  >;
  readonly tell: (input: NoticeInput, facts: Facts) => Told;
  readonly toWhom: (first: string, more: number) => string;
  readonly why: (titles: readonly string[], clause: ClauseRef | undefined, quoted: string | undefined) => string;
  readonly more: (count: number) => string;
  readonly footer: (facts: Facts) => string;
}
