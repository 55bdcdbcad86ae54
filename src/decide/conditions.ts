/** Decides whether one rule's conditions hold for a message: for which recipients, because of which findings, about whom. */
import type { RecipientFacts } from '../../detectors/detector.ts';
import { addressMatches, globMatches } from '../message/address-pattern.ts';
import { isRosterGroup, rosterGroup } from '../message/roster-group.ts';
import { timeHolds } from './local-time.ts';
import type { Condition, PolicyException, PolicyPack } from './pack-schema.ts';
import type { DecisionInput, FindingFact, ThreadCount } from './verdict.ts';

export interface Match {
  /** Indices into the input's findings and recipients, ascending. */
  readonly findings: readonly number[];
  readonly recipients: readonly number[];
  /** Sorted, without repeats. */
  readonly students: readonly string[];
  /** Codes of the findings, `unread.*`, `scan.*`, `thread.reply-storm`. */
  readonly codes: readonly string[];
}

type Context = Pick<Condition, 'author' | 'automatic' | 'senders' | 'senderGroups' | 'notSenderGroups' | 'time'>;
type RecipientCondition = Pick<
  Condition,
  'recipients' | 'recipientsIn' | 'recipientGroups' | 'listKinds' | 'colleagues' | 'likelyFamily'
>;

/** Undefined where the conditions do not hold. `spared` are recipients whom an exception takes out. */
export function matchCondition(
  when: Condition,
  input: DecisionInput,
  pack: PolicyPack,
  spared: ReadonlySet<number> = new Set(),
): Match | undefined {
  if (!contextHolds(when, input, pack) || !isStorm(when.repliers, input.thread)) return undefined;
  const unread = matching(
    when.unread,
    input.unread.map(({ reason }) => reason),
    'unread',
  );
  const failures = matching(
    when.failures,
    input.failures.map(({ code }) => code),
    'scan',
  );
  const about = findingsThatCount(when, input.findings, pack.minScore);
  if (unread?.length === 0 || failures?.length === 0 || about?.length === 0) return undefined;

  const candidates = indices(input.recipients).filter(
    (at) => !spared.has(at) && recipientHolds(when, input.recipients[at], pack),
  );
  const { recipients, findings } = about
    ? (when.recipients === 'unentitled' ? disclosed : notAllowed)(about, candidates, input)
    : { recipients: candidates, findings: [] };
  const students = [...new Set(findings.flatMap((at) => input.findings[at]?.student ?? []))].sort();

  if (recipients.length < (when.minRecipients ?? 1)) return undefined;
  if (findings.length < (when.minCount ?? 0) || students.length < (when.minStudents ?? 0)) return undefined;
  const codes = [
    ...findings.flatMap((at) => input.findings[at]?.code ?? []),
    ...(unread ?? []),
    ...(failures ?? []),
    ...(when.repliers ? ['thread.reply-storm'] : []),
  ];
  return { findings, recipients, students, codes };
}

/** The recipients whom an exception takes out of a rule; all of them where it names none. Empty where it does not hold. */
export function sparedBy(
  exception: PolicyException,
  input: DecisionInput,
  pack: PolicyPack,
  today: string,
): readonly number[] {
  if ((exception.until !== undefined && today > exception.until) || !contextHolds(exception.when, input, pack))
    return [];
  return indices(input.recipients).filter((at) => recipientHolds(exception.when, input.recipients[at], pack));
}

/** Members of a group are addresses, patterns, domains, and groups that the roster makes. */
function isMember(address: string, groups: readonly string[] = [], members: readonly string[]): boolean {
  return (
    addressMatches(
      address,
      members.filter((member) => !isRosterGroup(member)),
    ) || members.some((member) => isRosterGroup(member) && groups.includes(rosterGroup(member)))
  );
}

function contextHolds(when: Context, input: DecisionInput, pack: PolicyPack): boolean {
  const inGroup = (group: string) => isMember(input.sender, input.senderGroups, pack.groups[group] ?? []);
  if (when.author !== undefined && when.author !== (input.author ?? 'sender')) return false;
  if (when.automatic !== undefined && when.automatic !== (input.automatic !== undefined)) return false;
  if (when.senders && !addressMatches(input.sender, when.senders)) return false;
  if (when.senderGroups && !when.senderGroups.some(inGroup)) return false;
  if (when.notSenderGroups?.some(inGroup)) return false;
  return when.time === undefined || timeHolds(when.time, input.receivedAt, pack.timeZone);
}

/** Whether a count reaches what the rule asks for. */
function isStorm(repliers: Condition['repliers'], thread: DecisionInput['thread']): boolean {
  return repliers === undefined || threadCount(repliers, thread) !== undefined;
}

/** The count that made a rule on reply-all storms match. */
export function threadCount(repliers: Condition['repliers'], thread: DecisionInput['thread']): ThreadCount | undefined {
  return thread?.find(
    ({ withinMinutes, senders }) => withinMinutes === repliers?.withinMinutes && senders >= repliers.atLeast,
  );
}

function recipientHolds(when: RecipientCondition, recipient: RecipientFacts | undefined, pack: PolicyPack): boolean {
  if (!recipient) return false;
  if (when.recipients === 'outside' && recipient.inside) return false;
  if (when.recipients === 'inside' && !recipient.inside) return false;
  if (when.recipients === 'list' && !recipient.list) return false;
  if (when.colleagues === false && isColleague(recipient)) return false;
  if (when.likelyFamily !== undefined && when.likelyFamily !== (recipient.likelyFamily === true)) return false;
  if (when.listKinds && !(recipient.list && when.listKinds.includes(recipient.list.kind))) return false;
  const isIn = (group: string) => isMember(recipient.address, recipient.groups, pack.groups[group] ?? []);
  if (when.recipientGroups && !when.recipientGroups.some(isIn)) return false;
  return when.recipientsIn === undefined || addressMatches(recipient.address, when.recipientsIn);
}

/** A single mailbox of the district that belongs to its staff, or to no student and no student's guardian. */
function isColleague(recipient: RecipientFacts): boolean {
  return recipient.inside && !recipient.list && (recipient.staff === true || recipient.entitledTo.length === 0);
}

/** The recipients who are not entitled to some finding, and the findings to which some recipient is not entitled. */
function disclosed(
  about: readonly number[],
  candidates: readonly number[],
  input: DecisionInput,
): Pick<Match, 'findings' | 'recipients'> {
  // By student and code, as messages can have thousands of findings about a few students.
  const matters = new Map<string, Matter>();
  const matterOf = new Map<number, Matter>();
  for (const at of about) {
    const finding = input.findings[at];
    if (!finding) continue;
    const student = judgedStudent(finding);
    const key = `${finding.code} ${student ?? ''}`;
    const matter = matters.get(key) ?? { code: finding.code, student, counts: false };
    matters.set(key, matter);
    matterOf.set(at, matter);
  }
  const recipients = candidates.filter((at) => {
    const has = accessOf(input.recipients[at]);
    const withheld = [...matters.values()].filter((matter) => !has(matter));
    for (const matter of withheld) matter.counts = true;
    return withheld.length > 0;
  });
  return { recipients, findings: about.filter((at) => matterOf.get(at)?.counts === true) };
}

/** Without the recipients for whom exceptions allow all findings, and without the findings that are allowed to all recipients. */
function notAllowed(
  about: readonly number[],
  candidates: readonly number[],
  input: DecisionInput,
): Pick<Match, 'findings' | 'recipients'> {
  const allowed = new Map(
    candidates.flatMap((at) => {
      const globs = (input.recipients[at]?.grants ?? []).flatMap(({ codes, exception }) => (exception ? codes : []));
      return globs.length === 0 ? [] : [[at, globs] as const];
    }),
  );
  if (allowed.size === 0) return { recipients: candidates, findings: about };
  const counts = (at: number, finding: number): boolean =>
    !allowed.get(at)?.some((glob) => globMatches(glob, input.findings[finding]?.code ?? ''));
  return {
    recipients: candidates.filter((at) => about.some((finding) => counts(at, finding))),
    findings: about.filter((finding) => candidates.some((at) => counts(at, finding))),
  };
}

/** Findings of one code about one student: entitlement treats them alike. */
interface Matter {
  readonly code: string;
  readonly student: string | undefined;
  /** Some recipient is not entitled to it. */
  counts: boolean;
}

/** Whether a recipient is entitled: to own data, to the children's, or by a grant of the configuration. */
function accessOf(recipient: RecipientFacts | undefined): (matter: Matter) => boolean {
  const own = new Set(recipient?.entitledTo ?? []);
  const grants = (recipient?.grants ?? []).map(({ codes, students }) => ({
    codes,
    students: students === 'all' ? students : new Set(students),
  }));
  return ({ code, student }) =>
    (student !== undefined && own.has(student)) ||
    grants.some(
      ({ codes, students }) =>
        (students === 'all' || (student !== undefined && students.has(student))) &&
        codes.some((glob) => globMatches(glob, code)),
    );
}

/** Undefined where the directory does not know the student: the finding counts for every recipient, as no entitlement is known. */
function judgedStudent(finding: FindingFact | undefined): string | undefined {
  return finding?.inDirectory === true ? finding.student : undefined;
}

/** Whether a rule is about findings at all. */
export function asksForFindings({ codes, notCodes, minScore, minCount, minStudents }: Condition): boolean {
  return [codes, notCodes, minScore, minCount, minStudents].some((asked) => asked !== undefined);
}

/** Indices of the findings that a rule asks for; undefined where it asks for none. */
function findingsThatCount(
  when: Condition,
  findings: readonly FindingFact[],
  packMinScore: number,
): readonly number[] | undefined {
  if (!asksForFindings(when)) return undefined;
  const { codes, notCodes, minScore } = when;
  const floor = minScore ?? packMinScore;
  // A list has thousands of findings of two or three codes.
  const known = new Map<string, boolean>();
  const isAsked = (code: string): boolean => {
    let asked = known.get(code);
    if (asked === undefined) {
      const matches = (glob: string): boolean => globMatches(glob, code);
      asked = notCodes?.some(matches) !== true && (codes === undefined || codes.some(matches));
      known.set(code, asked);
    }
    return asked;
  };
  return indices(findings).filter((at) => findings[at]!.score >= floor && isAsked(findings[at]!.code));
}

/** The values that are wanted (`*`: all), as codes; undefined where the rule does not ask for them. */
function matching(
  wanted: readonly string[] | undefined,
  values: readonly string[],
  prefix: string,
): readonly string[] | undefined {
  return (
    wanted &&
    values.filter((value) => wanted.includes('*') || wanted.includes(value)).map((value) => `${prefix}.${value}`)
  );
}

const indices = (list: readonly unknown[]): number[] => [...list.keys()];
