/** Input and output of `decide()`: pure data, stored as it is so that a draft policy can be replayed over it. */
import type { RecipientFacts, UnreadReason } from '../../detectors/detector.ts';
import type { MessageOrigin } from '../message/message-origin.ts';

/** From mildest to strictest; the strictest matching rule wins. */
export const actions = ['deliver', 'warn', 'quarantine', 'bounce'] as const;
export type Action = (typeof actions)[number];

/** A finding as the policy sees it: no text, no offsets. */
export interface FindingFact {
  readonly code: string;
  readonly score: number;
  /** Directory id of the student, or a key that is the same for the same name within the message. */
  readonly student?: string;
  /** True where the student is in the directory: then entitlement can be judged. */
  readonly inDirectory?: boolean;
}

/** Why a scan is incomplete: a detector failed, the scan did not end, or the message crashed its workers. */
export interface ScanFailure {
  readonly code: 'detector-failed' | 'timed-out' | 'out-of-memory' | 'worker-died' | 'malformed' | 'poison';
  /** Id of the detector, for `detector-failed`. */
  readonly detector?: string;
}

/** How many people other than the sender have replied to the same conversation on a list shortly before. */
export interface ThreadCount {
  /** One of `threadWindows`. */
  readonly withinMinutes: number;
  readonly senders: number;
}

/** Windows in which replies are counted, in minutes: fixed, so that another policy can be replayed over stored counts. */
export const threadWindows = [5, 10, 20, 60, 240] as const;

export interface DecisionInput extends MessageOrigin {
  /** The person, list or program behind the envelope sender. */
  readonly sender: string;
  /** Groups of the roster that the sender is in, as a member of the staff; absent where there are none. */
  readonly senderGroups?: readonly string[];
  readonly recipients: readonly RecipientFacts[];
  readonly findings: readonly FindingFact[];
  readonly unread: readonly { readonly reason: UnreadReason; readonly contentType: string }[];
  readonly failures: readonly ScanFailure[];
  /** Of a reply to a mailing list; absent for other mail. */
  readonly thread?: readonly ThreadCount[];
  /** When the message was accepted, ISO 8601 in UTC: for conditions on time. */
  readonly receivedAt: string;
}

export interface ClauseRef {
  /** Id of the clause in the pack. */
  readonly id: string;
  /** Title of the policy: `Administrative policy 6.34`. */
  readonly policy: string;
  /** Number as the policy writes it: `(2)(b)6`. */
  readonly number: string;
  readonly text: string;
  /** The same in Spanish, where the pack has it. */
  readonly es?: { readonly policy: string; readonly number: string; readonly text: string };
}

export interface MatchedRule {
  readonly id: string;
  /** What the rule finds, in words fit for a notice: `Student data to people who may not have it`. */
  readonly title: string;
  /** The title in Spanish, where the rule has one. */
  readonly titleEs?: string;
  readonly action: Action;
  readonly clauses: readonly string[];
  readonly tell: readonly ('sender' | 'security')[];
  /** The rule records only: its action did not count. */
  readonly monitor: boolean;
  /** The rule itself is in monitor mode, whether or not the whole pack is; absent otherwise. */
  readonly ownMonitor?: true;
  /** Id of the exception that switched the rule off for this message. */
  readonly exception?: string;
  /** Indices into the input's findings that made the rule match. */
  readonly findings: readonly number[];
  /** Recipients for whom it matched, as indices into the input's recipients. */
  readonly recipients: readonly number[];
  /** Keys of the students in its findings. */
  readonly students: readonly string[];
}

/** How many people the lists reach for which a rule counted, for the notice to the sender. */
export interface Reach {
  readonly lists: number;
  /** People on them, where known. */
  readonly members?: number;
  /** Where a rule on reply-all storms counted. */
  readonly thread?: ThreadCount;
}

export interface Verdict {
  readonly action: Action;
  /** The action if no rule were in monitor mode; the same as `action` otherwise. */
  readonly monitored: Action;
  /** Codes of findings, `unread.*`, `scan.*` and `thread.reply-storm` that matched a rule, sorted, without repeats. */
  readonly codes: readonly string[];
  /** Rules that matched, strictest first. */
  readonly rules: readonly MatchedRule[];
  /** Clauses of the rules that counted. */
  readonly clauses: readonly ClauseRef[];
  /** Distinct students in the counted findings. */
  readonly students: number;
  /** Absent where no list is concerned. */
  readonly reach?: Reach;
  /** Where a rule stops the message of which its sender learns nothing: what the other rules found. Absent otherwise. */
  readonly told?: Pick<Verdict, 'codes' | 'reach'>;
  readonly pack: { readonly name: string; readonly hash: string };
  /** Number of people needed to release it from quarantine. */
  readonly releasers: number;
}

/**
 * Counted rules that keep a message from a recipient. A rule whose action is to deliver is recorded with the message, and
 * neither notices nor entitlement follow from it.
 */
export function stoppingRules(verdict: Pick<Verdict, 'rules'> | null | undefined): MatchedRule[] {
  return countedRules(verdict).filter(({ action }) => action !== 'deliver');
}

/** A rule that asks the sender or returns the message tells its sender in any case. */
export function tellsSender({ action, tell }: Pick<MatchedRule, 'action' | 'tell'>): boolean {
  return tell.includes('sender') || action === 'warn' || action === 'bounce';
}

/** Whether a rule stops the message of which its sender learns nothing. */
export function hidesRules(verdict: Pick<Verdict, 'rules'> | null | undefined): boolean {
  return stoppingRules(verdict).some((rule) => !tellsSender(rule));
}

/** The verdict as everything shows it that its sender reads: without rules that tell the security contacts alone. Its action stays: the message is held. */
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

/**
 * Rules whose action counted, strictest first.
 *
 * @param asIfActing rules in monitor mode count too
 */
export function countedRules(verdict: Pick<Verdict, 'rules'> | null | undefined, asIfActing = false): MatchedRule[] {
  return verdict?.rules.filter((rule) => rule.exception === undefined && (asIfActing || !rule.monitor)) ?? [];
}

/**
 * The verdict without monitor mode, for a message that was delivered only because of it; undefined for others. If the whole
 * pack is in monitor mode, the rules count that would count without it. Otherwise single rules are on trial: they count if
 * they are about findings, which can be judged.
 */
export function pilotVerdict(verdict: Verdict | null | undefined): Verdict | undefined {
  if (verdict?.action !== 'deliver') return undefined;
  const recorded = countedRules(verdict, true).filter(({ monitor }) => monitor);
  const ofPack = recorded.filter(({ ownMonitor }) => ownMonitor !== true);
  const stops = ({ action }: MatchedRule): boolean => action !== 'deliver';
  const would = ofPack.some(stops) ? ofPack : recorded.filter((rule) => stops(rule) && rule.findings.length > 0);
  const [strictest] = would;
  if (strictest === undefined) return undefined;
  return {
    ...verdict,
    action: strictest.action,
    rules: verdict.rules.map((rule) => (would.includes(rule) ? { ...rule, monitor: false } : rule)),
    students: new Set(would.flatMap(({ students }) => students)).size,
  };
}

/** What marks a text in a notice or page in Spanish that the pack has in English only. */
const onlyEnglish = ' (en inglés)';

/** Titles of the counted rules that stop the message, strictest first, without repeats; a title that is English only says so. */
export function ruleTitles(verdict: Pick<Verdict, 'rules'> | null | undefined, language: 'en' | 'es'): string[] {
  const titles = stoppingRules(verdict).map(({ title, titleEs }) =>
    language === 'es' ? (titleEs ?? `${title.replace(/\.$/, '')}${onlyEnglish}`) : title,
  );
  return [...new Set(titles)];
}

/** A clause as it is quoted in a language. */
export interface QuotedClause {
  readonly text: string;
  /** Policy and number: `Administrative policy 6.34, (2)(b)6`. A text in English only says so. */
  readonly source: string;
}

export function quotedClause({ policy, number, text, es }: ClauseRef, language: 'en' | 'es'): QuotedClause {
  if (language === 'en') return { text, source: `${policy}, ${number}` };
  if (es) return { text: es.text, source: `${es.policy}, ${es.number}` };
  return { text, source: `${policy}, ${number}${onlyEnglish}` };
}

/** From ten students on it is a mass disclosure, which no reviewer's exception covers. */
export const mostExceptedStudents = 9;

/** Whether a reviewer may make an exception for findings with this code: not for threats, harassment and sexual remarks. */
export function mayBeExcepted(code: string): boolean {
  return !/^(\*|threat|sexual|harassment)/.test(code);
}

/**
 * How many students a message concerns, by the rules that stop it. A finding about an unnamed student or family counts as
 * one more.
 */
export function peopleConcerned(
  { findings }: Pick<DecisionInput, 'findings'>,
  verdict: Pick<Verdict, 'rules'>,
): number {
  const rules = countedRules(verdict, true).filter(({ action }) => action !== 'deliver');
  const concerned = [...new Set(rules.flatMap((rule) => rule.findings))].flatMap((at) => findings[at] ?? []);
  const named = new Set(concerned.flatMap(({ student }) => student ?? []));
  const unnamed = concerned.filter(({ student, code }) => student === undefined && code.startsWith('student-'));
  return named.size + unnamed.length;
}

/** Why the release of a message weighs heavily. */
export const gravities = ['threat', 'sexual', 'harassment', 'several-people', 'records', 'several-students'] as const;
export type Gravity = (typeof gravities)[number];

const graveConduct = [
  ['threat', /^(threat\.|harassment\.intimidation$)/],
  ['sexual', /^sexual\./],
  ['harassment', /^harassment\./],
] as const;

/**
 * Why a release weighs heavily, gravest first: the reviewer must have revealed the message or say that it is released
 * without reading, and must give a reason. Empty for other releases.
 *
 * @param recipients positions of those who get it; all where undefined
 */
export function gravityOfRelease(verdict: Verdict | null | undefined, recipients?: readonly number[]): Gravity[] {
  if (!verdict) return [];
  const always: Gravity[] = [
    ...graveConduct.flatMap(([gravity, codes]) => (verdict.codes.some((code) => codes.test(code)) ? [gravity] : [])),
    ...(verdict.releasers > 1 ? (['several-people'] as const) : []),
  ];
  const rules = stoppingRules(verdict);
  const about = rules.filter((rule) => rule.students.length > 0);
  const withheld = new Set((about.length > 0 ? about : rules).flatMap((rule) => rule.recipients));
  const discloses = recipients === undefined || withheld.size === 0 || recipients.some((n) => withheld.has(n));
  if (!discloses) return always;
  const records = verdict.codes.some((code) => code.startsWith('student-record.'));
  return [
    ...always,
    ...(records ? (['records'] as const) : []),
    ...(verdict.students > 1 ? (['several-students'] as const) : []),
  ];
}
