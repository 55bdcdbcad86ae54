/** What senders learn of a verdict: nothing of rules that tell the security contacts alone. */
import { stoppingRules, type MatchedRule, type Verdict } from './verdict.ts';

/** A rule that asks the sender or returns the message tells its sender in any case. */
export function tellsSender({ action, tell }: Pick<MatchedRule, 'action' | 'tell'>): boolean {
  return tell.includes('sender') || action === 'warn' || action === 'bounce';
}

/** Whether a rule stops the message of which its sender learns nothing. */
export function hidesRules(verdict: Pick<Verdict, 'rules'> | null | undefined): boolean {
  return stoppingRules(verdict).some((rule) => !tellsSender(rule));
}

/** The verdict as everything shows it that its sender reads. Its action stays: the message is held. */
export function toldToSender(verdict: Verdict): Verdict {
  if (!hidesRules(verdict)) return verdict;
  const { told, reach: _, ...all } = verdict;
  const rules = verdict.rules.filter(tellsSender);
  const clauses = new Set(rules.flatMap((rule) => rule.clauses));
  return {
    ...all,
    rules,
    // A verdict of an earlier version does not say which rule a code belongs to.
    codes: told?.codes ?? [],
    clauses: verdict.clauses.filter(({ id }) => clauses.has(id)),
    students: new Set(stoppingRules({ rules }).flatMap((rule) => rule.students)).size,
    ...(told?.reach && { reach: told.reach }),
  };
}
