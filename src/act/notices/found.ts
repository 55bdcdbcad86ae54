/** What was found, in words fit for a notice: findings grouped by code, counted, and nothing of the message itself. */
import { countedWords } from '../../../detectors/finding-words.ts';
import { wordsOfCode } from '../../../detectors/words.ts';
import { stoppingRules, type Verdict } from '../../decide/verdict.ts';
import type { Language, NoticeFinding } from './notice.ts';
import { oneLine } from './one-line.ts';
import { reachWords } from './reach-words.ts';
import { unreadWords } from './unread-words.ts';

const maxItems = 8;
const maxMasked = 160;

const locales: Readonly<Record<Language, string>> = { en: 'en-US', es: 'es-US' };
const times: Readonly<Record<Language, string>> = { en: 'times', es: 'veces' };
const more: Readonly<Record<Language, (count: number) => string>> = {
  en: (count) => `and ${count} more`,
  es: (count) => `y ${count} más`,
};

/** The findings with one code. */
interface Group {
  readonly students: Set<string>;
  /** How often each masked form occurs. */
  readonly masked: Map<string, number>;
  count: number;
}

/**
 * One phrase for each code of the findings that counted: `the names and home addresses of 3 students`. A code without
 * words, as of a district's own detector, is named by the masked forms of its findings. Whom a list reaches comes first,
 * what could not be read or checked comes last.
 *
 * @param findings in the order that the verdict's rules point into; empty where they can no longer be read
 * @param withAdvice say behind what could not be read what the sender can do about it
 */
export function foundInWords(
  findings: readonly NoticeFinding[],
  verdict: Verdict | undefined,
  language: Language,
  withAdvice = false,
): string[] {
  const reached = verdict?.reach ? reachWords[language](verdict.reach) : [];
  const found = [...groupsOf(findings, verdict)].flatMap(([code, group]) => phrases(code, group, language));
  const unchecked = (verdict?.codes ?? []).flatMap((code) => uncheckedPhrase(code, language, withAdvice) ?? []);
  const distinct = [...new Set([...reached, ...found, ...unchecked])];
  if (distinct.length <= maxItems) return distinct;
  return [...distinct.slice(0, maxItems - 1), more[language](distinct.length - maxItems + 1)];
}

/** Masked forms of findings whose words ask for examples, at most three: `a phone number ending in 42 beside a …`. */
export function maskedExamples(findings: readonly NoticeFinding[], verdict: Verdict | undefined): string[] {
  const groups = [...groupsOf(findings, verdict)].filter(([code]) => wordsOfCode(code)?.examples);
  return [...new Set(groups.flatMap(([, { masked }]) => [...masked.keys()]))].slice(0, 3);
}

function groupsOf(findings: readonly NoticeFinding[], verdict: Verdict | undefined): Map<string, Group> {
  const counted = new Set(stoppingRules(verdict).flatMap((rule) => rule.findings));
  const groups = new Map<string, Group>();
  for (const [index, { code, masked, subject }] of findings.entries()) {
    if (!counted.has(index)) continue;
    const group: Group = groups.get(code) ?? { students: new Set(), masked: new Map(), count: 0 };
    groups.set(code, group);
    group.count += 1;
    if (subject) group.students.add(subject.id ?? subject.name.toLowerCase());
    const line = oneLine(masked, maxMasked);
    group.masked.set(line, (group.masked.get(line) ?? 0) + 1);
  }
  return groups;
}

function phrases(code: string, group: Group, language: Language): string[] {
  const words = wordsOfCode(code);
  const notice = words?.notice[language] ?? 'masked';
  if (notice === 'masked')
    return [...group.masked].map(([masked, count]) => (count > 1 ? `${masked} (${count} ${times[language]})` : masked));
  const count = words?.counts === 'students' ? group.students.size : group.count;
  return [countedWords(notice, count, locales[language])];
}

function uncheckedPhrase(code: string, language: Language, withAdvice: boolean): string | undefined {
  const { unchecked, advice } = unreadWords[language];
  const phrase = unchecked[code] ?? unchecked[code.slice(0, code.indexOf('.'))];
  if (phrase === undefined || !withAdvice || advice[code] === undefined) return phrase;
  return `${phrase}: ${advice[code]}`;
}
