/** A policy pack in sentences, as `decide` acts: what each rule asks for, what it does, and who decides. Pure. */
import { builtInRule } from './decide.ts';
import { conditionSentences, exceptionSentences, type Wording } from './describe-conditions.ts';
import { localTime } from './local-time.ts';
import type { PolicyException, PolicyPack, Rule } from './pack-schema.ts';

export interface DescribedException {
  readonly id: string;
  readonly rules: readonly string[];
  /** When it applies. */
  readonly conditions: readonly string[];
  /** What it does. */
  readonly effect: string;
  readonly reason: string;
  /** ISO date of its last day. */
  readonly until?: string;
  readonly ended: boolean;
}

export interface DescribedRule {
  readonly rule: Rule;
  /** All of them must hold. */
  readonly conditions: readonly string[];
  /** What happens then. */
  readonly outcome: readonly string[];
  /** The rule has no effect of its own, or because the whole pack is in monitor mode. */
  readonly monitor: 'rule' | 'pack' | null;
  /** Ids of the exceptions of the pack that can switch it off. */
  readonly exceptions: readonly string[];
  readonly builtIn: boolean;
}

export interface DescribedPack {
  /** What holds for all rules. */
  readonly sentences: readonly string[];
  readonly rules: readonly DescribedRule[];
  readonly exceptions: readonly DescribedException[];
}

/** @param now for exceptions whose last day is over */
export function describePack(pack: PolicyPack, titleOf: Wording['titleOf'], now: Date): DescribedPack {
  const wording = { pack, titleOf };
  const today = localTime(now.toISOString(), pack.timeZone).date;
  const described = (rule: Rule): DescribedRule => ({
    rule,
    conditions: [
      ...conditionSentences(rule.when, wording),
      ...(rule === builtInRule ? ['No rule of the policy matches because of this failure.'] : []),
    ],
    outcome: outcomeSentences(rule),
    monitor: rule.monitor ? 'rule' : pack.monitor ? 'pack' : null,
    exceptions: pack.exceptions.filter(({ rules }) => rules.includes(rule.id)).map(({ id }) => id),
    builtIn: rule === builtInRule,
  });
  return {
    sentences: packSentences(pack),
    rules: [...pack.rules, builtInRule].map(described),
    exceptions: pack.exceptions.map((exception) => describedException(exception, wording, today)),
  };
}

function packSentences(pack: PolicyPack): string[] {
  const alone = pack.rules.filter(({ monitor }) => monitor).length;
  return [
    ...(pack.monitor
      ? ['The whole policy is in monitor mode: each decision is recorded, and every message is delivered.']
      : []),
    'Every message is compared with every rule. A message that no rule matches is delivered.',
    'If several rules match, the strictest action is taken: return to sender, then hold for review, then ask the sender, then deliver.',
    ...(pack.minScore > 0
      ? [`Findings with a score below ${pack.minScore.toFixed(2)} do not count, unless a rule has a limit of its own.`]
      : []),
    'If the recipients are not known, they count as not entitled to any data.',
    'Exceptions that reviewers make never cover threats, harassment and sexual remarks, data about ten or more students, or messages for which a rule asks for several people.',
    ...(alone > 0 && !pack.monitor
      ? [`${alone === 1 ? '1 rule is' : `${alone} rules are`} in monitor mode: recorded, without effect.`]
      : []),
  ];
}

/** What the rule does if it decides. */
function outcomeSentences({ action, unanswered, releasers, tell }: Rule): string[] {
  const nobody = 'If nobody can answer, because a program, a list or a forwarding rule sent it,';
  const unanswerable =
    unanswered === 'review' ? `${nobody} it is held for review.` : `${nobody} it is delivered and recorded.`;
  switch (action) {
    case 'deliver':
      return ['It is delivered and recorded.'];
    case 'warn':
      return ['It waits for its sender, who sends it or cancels it.', unanswerable];
    case 'bounce':
      return ['It is returned to its sender.', unanswerable];
    case 'quarantine':
      return [
        'It is held for review.',
        releasers === 1 ? 'One reviewer decides.' : `${releasers} people must approve its release.`,
        notified(tell),
      ];
  }
}

function notified(tell: Rule['tell']): string {
  const people = [
    ...(tell.includes('sender') ? ['the sender'] : []),
    ...(tell.includes('security') ? ['the security contacts'] : []),
  ];
  if (people.length === 0) return 'Nobody is notified.';
  const words = people.join(' and ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${people.length === 1 && tell.includes('sender') ? 'is' : 'are'} notified.`;
}

function describedException(exception: PolicyException, wording: Wording, today: string): DescribedException {
  const { id, rules, when, reason, until } = exception;
  const { recipients, recipientsIn, recipientGroups, listKinds } = when;
  const some = [recipients, recipientsIn, recipientGroups, listKinds].some((asked) => asked !== undefined);
  return {
    id,
    rules,
    conditions: exceptionSentences(exception, wording),
    effect: some ? 'These rules then do not count for those recipients.' : 'These rules then do not count.',
    reason,
    ...(until !== undefined && { until }),
    ended: until !== undefined && today > until,
  };
}
