/** The stage that turns findings and facts into a verdict under a policy pack. Pure: the same input gives the same verdict. */
import { asksForFindings, matchCondition, sparedBy, threadCount, type Match } from './conditions.ts';
import { localTime } from './local-time.ts';
import type { PolicyPack, Rule } from './pack-schema.ts';
import {
  hidesRules,
  tellsSender,
  actions,
  type Action,
  type ClauseRef,
  type DecisionInput,
  type MatchedRule,
  type Reach,
  type ThreadCount,
  type Verdict,
} from './verdict.ts';

/** Holds messages with scan failures that no rule of the pack decides on: they never count as clean. */
export const builtInRule: Rule = {
  id: 'built-in.unscannable',
  title: 'The message could not be checked completely',
  titleEs: 'El mensaje no se pudo revisar por completo',
  when: { failures: ['*'] },
  action: 'quarantine',
  clauses: [],
  tell: ['sender', 'security'],
  unanswered: 'review',
  monitor: false,
  releasers: 1,
};

interface Outcome {
  readonly matched: MatchedRule;
  readonly codes: readonly string[];
  /** The rule is about scan failures and about nothing else that is found. */
  readonly ofFailures: boolean;
  readonly releasers: number;
  /** For a rule on reply-all storms. */
  readonly thread?: ThreadCount;
}

/** The strictest rule that matches wins; rules in monitor mode and those that an exception switches off do not count. */
export function decide(input: DecisionInput, pack: PolicyPack): Verdict {
  // Unknown recipients are entitled to nothing.
  const unknown = input.recipients.length === 0;
  const facts = unknown ? { ...input, recipients: [{ address: '', inside: false, entitledTo: [] }] } : input;
  const spared = sparedRecipients(facts, pack);
  const outcomes = pack.rules.flatMap((rule) => outcomeOf(rule, facts, pack, spared.get(rule.id) ?? []) ?? []);
  outcomes.push(...unhandledFailures(facts, pack, outcomes));
  outcomes.sort(
    (a, b) => strictness(b.matched.action) - strictness(a.matched.action) || (a.matched.id < b.matched.id ? -1 : 1),
  );

  const effective = outcomes.filter(({ matched }) => matched.exception === undefined);
  const counted = effective.filter(({ matched }) => !matched.monitor);
  const action = strictest(counted);
  const reach = reachOf(facts, counted);
  const quarantines = counted.filter(({ matched }) => matched.action === 'quarantine');
  return {
    action,
    monitored: strictest(effective),
    codes: unique(effective.flatMap(({ codes }) => codes)),
    rules: outcomes.map(({ matched }) => (unknown ? { ...matched, recipients: [] } : matched)),
    clauses: clausesOf(
      counted.map(({ matched }) => matched),
      pack,
    ),
    students: unique(counted.flatMap(({ matched }) => matched.students)).length,
    ...(reach && { reach }),
    ...toldOf(facts, effective),
    pack: { name: pack.name, hash: pack.hash },
    releasers: Math.max(1, ...quarantines.map(({ releasers }) => releasers)),
  };
}

interface Sparing {
  readonly exception: string;
  readonly recipients: readonly number[];
}

/** By rule: the exceptions that hold for this message and whom each takes out. */
function sparedRecipients(input: DecisionInput, pack: PolicyPack): Map<string, Sparing[]> {
  const byRule = new Map<string, Sparing[]>();
  if (pack.exceptions.length === 0) return byRule;
  const today = localTime(input.receivedAt, pack.timeZone).date;
  for (const exception of pack.exceptions) {
    const recipients = sparedBy(exception, input, pack, today);
    if (recipients.length === 0) continue;
    for (const rule of exception.rules)
      byRule.set(rule, [...(byRule.get(rule) ?? []), { exception: exception.id, recipients }]);
  }
  return byRule;
}

function outcomeOf(
  rule: Rule,
  input: DecisionInput,
  pack: PolicyPack,
  spared: readonly Sparing[],
): Outcome | undefined {
  const match = matchCondition(rule.when, input, pack);
  if (!match || spared.length === 0) return match && outcome(rule, match, pack, input);
  const rest = matchCondition(rule.when, input, pack, new Set(spared.flatMap(({ recipients }) => recipients)));
  if (rest) return outcome(rule, rest, pack, input);
  const exception = spared.map((sparing) => sparing.exception).sort()[0];
  return outcome(rule, match, pack, input, exception);
}

function outcome(rule: Rule, match: Match, pack: PolicyPack, input: DecisionInput, exception?: string): Outcome {
  const { id, title, titleEs, clauses, tell, monitor, releasers } = rule;
  const action = actionOf(rule, input);
  const { findings, recipients, students, codes } = match;
  const matched = {
    id,
    title,
    ...(titleEs !== undefined && { titleEs }),
    action,
    clauses,
    tell,
    monitor: monitor || pack.monitor,
    ...(monitor && { ownMonitor: true as const }),
    findings,
    recipients,
    students,
  };
  const thread = threadCount(rule.when.repliers, input.thread);
  return {
    matched: exception === undefined ? matched : { ...matched, exception },
    codes,
    ofFailures: rule.when.failures !== undefined && rule.when.unread === undefined && !asksForFindings(rule.when),
    releasers,
    ...(thread && { thread }),
  };
}

/** Nobody is asked who cannot answer; whether somebody looks at the message instead is the rule's choice. */
function actionOf({ action, unanswered }: Rule, { unanswerable }: DecisionInput): Action {
  const asks = action === 'warn' || action === 'bounce';
  return asks && unanswerable === true && unanswered === 'record' ? 'deliver' : action;
}

function unhandledFailures(input: DecisionInput, pack: PolicyPack, outcomes: readonly Outcome[]): Outcome[] {
  // With a rule that asks for something else besides, one finding more would let a failure pass.
  const handled = new Set(outcomes.filter(({ ofFailures }) => ofFailures).flatMap(({ codes }) => codes));
  const failures = input.failures.filter(({ code }) => !handled.has(`scan.${code}`));
  const match = matchCondition(builtInRule.when, { ...input, failures }, pack);
  return match ? [outcome(builtInRule, match, pack, input)] : [];
}

/** The lists among the recipients for whom a rule counted. */
function reachOf({ recipients }: DecisionInput, counted: readonly Outcome[]): Reach | undefined {
  const concerned = new Set(counted.flatMap(({ matched }) => matched.recipients));
  const lists = [...concerned].flatMap((at) => recipients[at]?.list ?? []);
  if (lists.length === 0) return undefined;
  const members = lists.reduce((sum, list) => sum + (list.members ?? 0), 0);
  const [thread] = counted.flatMap((outcome) => outcome.thread ?? []).sort((a, b) => b.senders - a.senders);
  return { lists: lists.length, ...(members > 0 && { members }), ...(thread && { thread }) };
}

/** What the rules found of which the sender learns, where there are others. */
function toldOf(input: DecisionInput, effective: readonly Outcome[]): Pick<Verdict, 'told'> {
  if (!hidesRules({ rules: effective.map(({ matched }) => matched) })) return {};
  const outcomes = effective.filter(({ matched }) => tellsSender(matched));
  const reach = reachOf(
    input,
    outcomes.filter(({ matched }) => !matched.monitor),
  );
  return { told: { codes: unique(outcomes.flatMap(({ codes }) => codes)), ...(reach && { reach }) } };
}

function clausesOf(rules: readonly MatchedRule[], pack: PolicyPack): ClauseRef[] {
  return [...new Set(rules.flatMap(({ clauses }) => clauses))].flatMap((id) => {
    const clause = pack.clauses[id];
    if (!clause) return [];
    const policy = pack.policies[clause.policy];
    const { number, numberEs = number, text, textEs } = clause;
    const title = policy?.title ?? clause.policy;
    return {
      id,
      policy: title,
      number,
      text,
      ...(textEs !== undefined && { es: { policy: policy?.titleEs ?? title, number: numberEs, text: textEs } }),
    };
  });
}

const strictness = (action: Action): number => actions.indexOf(action);

const strictest = (outcomes: readonly Outcome[]): Action =>
  outcomes.reduce<Action>(
    (most, { matched }) => (strictness(matched.action) > strictness(most) ? matched.action : most),
    'deliver',
  );

const unique = (list: readonly string[]): string[] => [...new Set(list)].sort();
