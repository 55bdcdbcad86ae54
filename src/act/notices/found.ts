/** What was found, in words fit for a notice: findings grouped by kind, counted, and nothing of the message itself. */
import { countedRules, type Verdict } from '../../decide/verdict.ts';
import { foundWords } from './found-words.ts';
import type { Language, NoticeFinding } from './notice.ts';
import { oneLine } from './one-line.ts';

const maxItems = 8;
const maxMasked = 160;

/**
 * One phrase for each kind of finding that counted: `names with home addresses of 3 students`. Findings without a phrase
 * of their own are named by their masked text. Whom a list reaches comes first, what could not be read or checked last.
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
  const counted = new Set(countedRules(verdict).flatMap((rule) => rule.findings));
  const groups = new Map<string, { students: Set<string>; masked: Map<string, number>; count: number }>();
  findings.forEach((finding, index) => {
    if (!counted.has(index)) return;
    const group = groups.get(finding.code) ?? { students: new Set(), masked: new Map(), count: 0 };
    groups.set(finding.code, group);
    group.count += 1;
    if (finding.subject) group.students.add(finding.subject.id ?? finding.subject.name.toLowerCase());
    const masked = oneLine(finding.masked, maxMasked);
    group.masked.set(masked, (group.masked.get(masked) ?? 0) + 1);
  });

  const words = foundWords[language];
  const reached = verdict?.reach ? words.reach(verdict.reach) : [];
  const items = [...groups].flatMap(([code, group]) => {
    const phrase = words.codes[code] ?? words.families[code.slice(0, code.indexOf('.'))];
    if (phrase) return [phrase(group.students.size, group.count)];
    return [...group.masked].map(([masked, times]) => (times > 1 ? `${masked} (${words.times(times)})` : masked));
  });
  for (const code of verdict?.codes ?? []) {
    const phrase = words.unchecked[code] ?? words.unchecked[code.slice(0, code.indexOf('.'))];
    const advice = withAdvice ? words.advice[code] : undefined;
    if (phrase !== undefined) items.push(advice === undefined ? phrase : `${phrase}: ${advice}`);
  }
  const distinct = [...new Set([...reached, ...items])];
  if (distinct.length <= maxItems) return distinct;
  return [...distinct.slice(0, maxItems - 1), words.more(distinct.length - maxItems + 1)];
}

/** Masked examples of findings that have a grouped phrase, at most three: `a phone number ending in 42 beside a …`. */
export function maskedExamples(findings: readonly NoticeFinding[], verdict: Verdict | undefined): string[] {
  const counted = new Set(countedRules(verdict).flatMap((rule) => rule.findings));
  const grouped = findings.filter(({ code }, index) => counted.has(index) && foundWords.en.codes[code] !== undefined);
  return [...new Set(grouped.map(({ masked }) => oneLine(masked, maxMasked)))].slice(0, 3);
}
