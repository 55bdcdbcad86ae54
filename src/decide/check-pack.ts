/** Runs the cases of a policy pack and reports their results: behind `hallpass check-policy` and in CI. */
import { rosterGroup } from '../message/roster-group.ts';
import { decide } from './decide.ts';
import { loadPack, withGroups } from './load-pack.ts';
import { neverMatching, type NeverMatching } from './never-matches.ts';
import type { PolicyCase, PolicyPack } from './pack-schema.ts';
import type { DecisionInput, Verdict } from './verdict.ts';

type Outcome = Partial<Pick<Verdict, 'action' | 'monitored' | 'students' | 'releasers'>> & {
  readonly rules?: readonly string[];
  readonly codes?: readonly string[];
};

export interface CaseResult {
  readonly name: string;
  readonly ok: boolean;
  readonly expected: Outcome;
  /** The same keys as `expected`. */
  readonly got: Outcome;
}

export interface PackReport {
  readonly pack: { readonly name: string; readonly title: string; readonly version: number; readonly hash: string };
  readonly rules: number;
  readonly cases: readonly CaseResult[];
  /** Ids of the pack's own rules that match in no case, and of its own exceptions that no case shows. */
  readonly untried: readonly string[];
  readonly never: readonly NeverMatching[];
}

/**
 * @param nameOrPath as for `loadPack`
 * @param codes every code that a detector reports; undefined: codes are not checked
 * @throws HallpassError `policy.not-found` or `policy.invalid`
 */
export function checkPack(nameOrPath: string, codes?: readonly string[]): PackReport {
  return reportOf(loadPack(nameOrPath), codes);
}

/** The same for a pack that is already loaded. */
export function reportOf(pack: PolicyPack, codes?: readonly string[]): PackReport {
  const { name, title, version, hash } = pack;
  const tried = new Set<string>();
  const cases = pack.cases.map((one): CaseResult => {
    const verdict = decide(inputOf(one), withGroups(pack, one.input.groups));
    for (const { id, exception } of verdict.rules) tried.add(id).add(exception ?? id);
    const expected = expectedOf(one);
    const got = gotOf(verdict, expected);
    return { name: one.name, ok: JSON.stringify(expected) === JSON.stringify(got), expected, got };
  });
  const untried = [...pack.ownRules, ...pack.ownExceptions].filter((id) => !tried.has(id));
  return {
    pack: { name, title, version, hash },
    rules: pack.rules.length,
    cases,
    untried,
    never: codes ? neverMatching(pack, codes) : [],
  };
}

/** A report for people: a line a case, details of those that failed, a summary. */
export function renderReport(report: PackReport): string {
  const { pack, cases, untried, never } = report;
  const failed = cases.filter(({ ok }) => !ok);
  const lines = cases.flatMap(({ ok, name, expected, got }) =>
    ok
      ? [`  ok      ${name}`]
      : [
          `  FAILED  ${name}`,
          `            expected ${shownOutcome(expected)}`,
          `            got      ${shownOutcome(got)}`,
        ],
  );
  return [
    `${pack.title} (${pack.name}, version ${pack.version}, ${pack.hash.slice(0, 12)}): ${report.rules} rules`,
    ...lines,
    ...never.map(describeNever),
    ...(untried.length > 0 ? [`  no case covers: ${untried.join(', ')}`] : []),
    `${cases.length - failed.length} of ${cases.length} cases as expected`,
  ].join('\n');
}

function describeNever({ rule, pattern, suggestion }: NeverMatching): string {
  if (pattern === undefined) return `  NEVER   rule ${rule}: notCodes leaves out every code of codes`;
  const hint = suggestion === undefined ? '' : `; did you mean "${suggestion}"?`;
  return `  NEVER   rule ${rule}: no detector reports ${pattern}${hint}`;
}

/** The facts of a case, with defaults for those that it does not give. */
export function inputOf({ input }: PolicyCase): DecisionInput {
  const findings = input.findings.flatMap(({ code, score, student, inDirectory, times }) =>
    Array.from({ length: times }, (_, at) => {
      if (student === undefined) return { code, score };
      return { code, score, student: student.replace('%', String(at + 1)), inDirectory: inDirectory ?? true };
    }),
  );
  return {
    sender: input.sender,
    ...(input.senderGroups.length > 0 && { senderGroups: input.senderGroups.map(rosterGroup) }),
    ...(input.author && { author: input.author }),
    ...(input.automatic && { automatic: input.automatic, unanswerable: true as const }),
    recipients: input.recipients.map(({ address, inside, entitledTo, likelyFamily, list }) => {
      const members = list?.members === undefined ? {} : { members: list.members };
      return {
        address,
        inside,
        entitledTo,
        ...(likelyFamily ? { likelyFamily: true as const } : {}),
        ...(list ? { list: { address, kind: list.kind, ...members } } : {}),
      };
    }),
    findings,
    unread: input.unread.map((reason) => ({ reason, contentType: 'application/octet-stream' })),
    failures: input.failures.map((code) => ({ code })),
    ...(input.thread ? { thread: [input.thread] } : {}),
    receivedAt: input.receivedAt,
  };
}

function expectedOf({ expect }: PolicyCase): Outcome {
  const { action, monitored, rules, codes, students, releasers } = expect;
  return {
    action,
    ...(monitored === undefined ? {} : { monitored }),
    ...(rules === undefined ? {} : { rules: [...rules].sort() }),
    ...(codes === undefined ? {} : { codes: [...codes].sort() }),
    ...(students === undefined ? {} : { students }),
    ...(releasers === undefined ? {} : { releasers }),
  };
}

function gotOf(verdict: Verdict, expected: Outcome): Outcome {
  return {
    action: verdict.action,
    ...('monitored' in expected ? { monitored: verdict.monitored } : {}),
    ...('rules' in expected ? { rules: verdict.rules.map(({ id }) => id).sort() } : {}),
    ...('codes' in expected ? { codes: verdict.codes } : {}),
    ...('students' in expected ? { students: verdict.students } : {}),
    ...('releasers' in expected ? { releasers: verdict.releasers } : {}),
  };
}

/** `action: warn, rules: [selling]` */
export function shownOutcome(outcome: Outcome): string {
  return Object.entries(outcome)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`)
    .join(', ');
}
