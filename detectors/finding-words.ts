/**
 * The words of a detector: what its findings are called in notices and in the console, and which evaluation labels they
 * speak for. Plain data without imports at run time, so that every process can read it without loading a detector.
 */
import type { FindingCode } from './detector.ts';

/** Languages in which notices are written. */
export const noticeLanguages = ['en', 'es'] as const;
export type NoticeLanguage = (typeof noticeLanguages)[number];

/** How serious a kind of finding is, most serious first. Headlines name findings in this order. */
export const seriousnessLevels = [
  'safety', // somebody may come to harm
  'confidential', // what the law or a promise keeps secret
  'personal', // what identifies or locates a person
  'conduct', // how somebody speaks
  'use', // what the mail system is used for
] as const;
export type Seriousness = (typeof seriousnessLevels)[number];

/** Words that depend on a count; `{count}` stands for the number. */
export interface CountedWords {
  readonly one: string;
  readonly other: string;
  /** Where the count is not known (0). Default: `one`. */
  readonly none?: string;
}

/**
 * Where all findings with one code are named together.
 *
 * `students` counts distinct students. `times` counts findings.
 */
export type Counting = 'students' | 'times';

/** Words of one code. Phrases that go into a sentence or a list begin in lower case and have no full stop. */
export interface FindingWords {
  readonly counts: Counting;
  readonly seriousness: Seriousness;
  /** Labels of evaluation sets that a finding with this code speaks for; a campaign to a list speaks for two. */
  readonly labels: readonly [string, ...string[]];
  /**
   * What all findings of a message with this code are called in a notice. `masked`: the masked forms of the findings are
   * listed instead, because they say more; they are written in English, so only English notices can do that.
   */
  readonly notice: { readonly en: CountedWords | 'masked' } & Readonly<
    Record<Exclude<NoticeLanguage, 'en'>, CountedWords>
  >;
  /** Whether a notice also quotes the masked forms of up to three findings, because they say more than its words. */
  readonly examples?: boolean;
  /** One finding, as the title of a row in the console: `Home address beside a student’s name`. */
  readonly title: string;
  /**
   * What the headline of a message calls all its findings with this code. With `of: 'students'` it is what the students
   * own: the headline writes `12 students’` once before everything that the same students own.
   */
  readonly headline: CountedWords & { readonly of?: 'students' };
}

/** The words of a detector, the default export of its `words.ts`. */
export interface DetectorWords {
  /** Equals the folder's name. */
  readonly id: string;
  /** What the console calls the detector where it groups findings. */
  readonly title: string;
  /** The findings concern only recipients who may not have the student's data. */
  readonly studentData?: boolean;
  /** Words of every code of the detector; of equally serious ones the first is named first. */
  readonly codes: Readonly<Record<FindingCode, FindingWords>>;
  /** Sentences for rule ids in `because` that do not read as plain words. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** @returns the words for the count, with the number written as the language does: `1,204` */
export function countedWords(words: CountedWords, count: number, locale = 'en-US'): string {
  const chosen = count === 0 ? (words.none ?? words.one) : count === 1 ? words.one : words.other;
  return chosen.replaceAll('{count}', count.toLocaleString(locale));
}
