/** Every check that a policy must pass before it is in force: its text, its references, its codes, its cases. Behind the console, `hallpass policy` and the start. */
import { missingArchiveRules } from '../config/archive-rules.ts';
import { describeProblems, problemAt, type Mistake, type Problem } from '../config/problem.ts';
import type { Config } from '../config/schema.ts';
import { reportOf, shownOutcome, type CaseResult, type PackReport } from '../decide/check-pack.ts';
import { withoutForeignPolicies } from '../decide/foreign-policies.ts';
import { readPackText, withGroups, withWrittenPolicy, type Groups, type WrittenPolicy } from '../decide/load-pack.ts';
import type { NeverMatching } from '../decide/never-matches.ts';
import type { PolicyPack } from '../decide/pack-schema.ts';
import { HallpassError } from '../errors/hallpass-error.ts';

export interface PolicyDistrict {
  readonly groups: Groups;
  readonly policy?: WrittenPolicy | undefined;
  readonly name?: string;
}

export interface DraftChecks {
  /** Section of the configuration: people of the groups, and the written policy. */
  readonly district: PolicyDistrict;
  /** Every code that a detector reports. */
  readonly codes: readonly string[];
  /** Section of the configuration: rules that archives name must be there. */
  readonly archive: Config['archive'];
  /** The highest version so far, which a new one must exceed; undefined for a version that is stored. */
  readonly above?: number;
}

export interface CheckedCase extends CaseResult {
  /** Line of the text, from 1. */
  readonly line: number | undefined;
  /** The results for people: `action: warn, rules: [selling]`. */
  readonly words: { readonly expected: string; readonly got: string };
}

export interface CheckedDraft {
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  readonly cases: readonly CheckedCase[];
  /** Ids of its own rules and exceptions that no case covers: worth a case, but no mistake. */
  readonly untried: readonly string[];
  /** The pack as the district applies it; undefined where there are problems. */
  readonly pack: PolicyPack | undefined;
  /** There are no problems, and every case has the expected result: it may be put in force. */
  readonly passes: boolean;
}

export function checkDraft(text: string, { district, codes, archive, above }: DraftChecks): CheckedDraft {
  const reading = readPackText(text);
  if ('problems' in reading) return refused(reading.problems);
  const { pack, lineOf } = reading;
  const report = reportOf(pack, codes);
  const mistakes = [
    ...versionMistakes(pack, above),
    ...neverMistakes(pack, report.never),
    ...archiveMistakes(pack, archive),
  ];
  const problems = mistakes.map((mistake) => problemAt(mistake, lineOf(mistake.path)));
  const districtPack = forDistrict(pack, district);
  if (typeof districtPack === 'string')
    problems.push(problemAt({ path: ['rules'], expected: districtPack }, lineOf(['rules'])));
  const cases = report.cases.map((result, at) => ({
    ...result,
    line: lineOf(['cases', at]),
    words: { expected: shownOutcome(result.expected), got: shownOutcome(result.got) },
  }));
  return {
    problems: inOrder(problems),
    cases,
    untried: report.untried,
    pack: problems.length === 0 && typeof districtPack !== 'string' ? districtPack : undefined,
    passes: problems.length === 0 && cases.every(({ ok }) => ok),
  };
}

/** What is wrong, for a terminal and for an error: no value of the text. */
export function describeChecked({ problems, cases }: CheckedDraft, label: string): string {
  const failed = cases.filter(({ ok }) => !ok);
  return describeProblems(
    [
      ...problems,
      ...failed.map(({ line, expected, got }) => ({
        where: 'cases',
        expected: `expected ${expected.action}, but this policy gives ${got.action}: correct the rule or the case`,
        ...(line !== undefined && { line }),
      })),
    ],
    label,
  );
}

function refused(problems: readonly Problem[]): CheckedDraft {
  return { problems: inOrder(problems), cases: [], untried: [], pack: undefined, passes: false };
}

const inOrder = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));

function versionMistakes({ version }: PolicyPack, above: number | undefined): Mistake[] {
  if (above === undefined || version > above) return [];
  return [
    {
      path: ['version'],
      expected: `expected a number above ${above}, the highest version so far: each change has its own`,
    },
  ];
}

function neverMistakes(pack: PolicyPack, never: PackReport['never']): Mistake[] {
  return never.map(({ rule, pattern, suggestion }: NeverMatching) => {
    // Rules that the pack inherits are not in its text.
    const at = pack.ownRules.indexOf(rule);
    const hint = suggestion === undefined ? '' : `, did you mean "${suggestion}"?`;
    return {
      path: at === -1 ? ['rules'] : ['rules', at, 'when', pattern === undefined ? 'notCodes' : 'codes'],
      expected:
        pattern === undefined
          ? `expected fewer codes: those of the rule ${rule} leave out every code that it asks for, so that it never matches`
          : `expected a code that a detector reports; the rule ${rule} has one that no detector reports${hint}`,
    };
  });
}

function archiveMistakes({ rules }: PolicyPack, archive: Config['archive']): Mistake[] {
  const missing = missingArchiveRules(
    archive,
    rules.map(({ id }) => id),
  );
  if (missing.length === 0) return [];
  return [{ path: ['rules'], expected: `expected the rules that archives name: ${missing.join(', ')}` }];
}

/** The pack with the district's people and clauses, or what is wrong with it for this district. */
function forDistrict(pack: PolicyPack, { groups, policy, name }: PolicyDistrict): PolicyPack | string {
  const own = withoutForeignPolicies(withGroups(pack, groups), name);
  if (policy === undefined) return own;
  try {
    return withWrittenPolicy(own, policy);
  } catch (error) {
    if (!(error instanceof HallpassError)) throw error;
    const known = new Set(pack.rules.map(({ id }) => id));
    const missing = new Set(policy.clauses.flatMap(({ rules }) => rules).filter((id) => !known.has(id)));
    return `expected the rules that district.policy in the configuration cites: ${[...missing].join(', ')}`;
  }
}
