/** Puts together what rules and fitted models find of the same thing: neither has a veto over the other. */
import type { Finding } from '../../detector.ts';

export interface Combination {
  /** Findings with a lower score are not reported. */
  readonly minScore: number;
  /** What the models alone must reach: where no rule speaks for a finding they are wrong more often. */
  readonly alone: (finding: Finding) => number;
  /** What it means that the models have no such pair at all, as a probability; undefined where it says nothing. */
  readonly absent?: (finding: Finding) => number | undefined;
}

/**
 * How far the models' log-odds count beside the rules'. A rule's finding is kept unless they speak strongly against it: on writers left
 * out of the fit they know less of plain sentences than of footers, meetings and namesakes.
 */
const weightOfModels = 1.2;
const surest = 0.99;

/** Findings of the rules with scores that the models move, then findings of the models that no rule has; in order of the parts' texts. */
export function combined(
  byRules: readonly Finding[],
  byModels: readonly Finding[],
  { minScore, alone, absent }: Combination,
): Finding[] {
  const scoreOf = new Map<string, number>();
  for (const { code, part, start, end, score, subject } of byModels)
    for (const key of keysOf(code, part, start, end, subject)) scoreOf.set(key, Math.max(score, scoreOf.get(key) ?? 0));
  const kept = byRules.flatMap((finding): Finding[] => {
    const { code, part, start, end, subject } = finding;
    const own = keysOf(code, part, start, end, subject).flatMap((key) => scoreOf.get(key) ?? []);
    const models = isApart(finding) ? undefined : own.length === 0 ? absent?.(finding) : Math.max(...own);
    const score = models === undefined ? finding.score : moved(finding.score, models);
    return score < minScore ? [] : [{ ...finding, score }];
  });
  const known = kept.map(({ part, start, end, subject }) => ({ part, start, end, name: nameOf(subject) }));
  const added = byModels.filter((finding) => {
    const { score, part, start, end, subject } = finding;
    if (score < Math.max(alone(finding), minScore)) return false;
    return !known.some(
      (one) => one.part === part && one.name === nameOf(subject) && one.start < end && one.end > start,
    );
  });
  return [...kept, ...added];
}

/** How the rules say that a list of names and a list of locators belong together. */
const apart = new Set([
  'in a list, beside a word of the name',
  'a list of as many, in the same order',
  'a list beside a list of students',
  'the only one of the message',
]);

/** Names in one part or list and locators in another: the models pair little of it. */
function isApart({ because }: Finding): boolean {
  return because.some(({ rule, context }) => rule === 'other-part' || (context !== undefined && apart.has(context)));
}

/** A piece of a part's text in steps of some characters: rules and models cut their evidence differently. */
const step = 24;

function keysOf(code: string, part: string, start: number, end: number, subject: Finding['subject']): string[] {
  const name = nameOf(subject);
  const keys: string[] = [];
  for (let at = Math.floor(start / step); at <= Math.floor(Math.max(start, end - 1) / step); at += 1)
    keys.push(`${code} ${part} ${name} ${at}`);
  return keys;
}

function nameOf(subject: Finding['subject']): string {
  return subject?.id ?? subject?.name.toLowerCase().split(/\s+/).sort().join(' ') ?? '';
}

function moved(rules: number, models: number): number {
  const odds = logOdds(rules) + weightOfModels * Math.min(0, logOdds(models) + 1);
  return Math.round(100 / (1 + Math.exp(-odds))) / 100;
}

function logOdds(score: number): number {
  const within = Math.min(surest, Math.max(1 - surest, score));
  return Math.log(within / (1 - within));
}
