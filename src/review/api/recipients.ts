/** The recipients of a message and whether each is entitled to what was found, from the facts that the verdict was based on. */
import type { RecipientFacts } from '../../../detectors/detector.ts';
import { countedRules, stoppingRules, type DecisionInput, type Verdict } from '../../decide/verdict.ts';
import type { MessageSummary } from '../../store/stored-message.ts';
import type { ReviewRecipient } from '../contract/message.ts';

type Source = Pick<MessageSummary, 'recipients' | 'verdict'> & { readonly decisionInput: DecisionInput | null };

/** Students of the rules that counted, by their directory ids or keys. */
export function studentsOf(verdict: Verdict | null): Set<string> {
  return new Set(countedRules(verdict).flatMap((rule) => rule.students));
}

export function recipientsOf({ recipients, verdict, decisionInput }: Source): ReviewRecipient[] {
  const students = studentsOf(verdict);
  const unentitled = new Set(
    stoppingRules(verdict)
      .filter((rule) => rule.students.length > 0)
      .flatMap((rule) => rule.recipients),
  );
  return recipients.map(({ n, address, state, reply }) => {
    const fact = decisionInput?.recipients[n];
    const own = new Set(fact?.entitledTo.filter((id) => students.has(id)));
    const entitled = students.size === 0 ? 'not-needed' : !unentitled.has(n) ? 'yes' : own.size > 0 ? 'some' : 'no';
    return {
      n,
      address,
      inside: fact?.inside ?? false,
      relation: relationOf(fact, own.size, entitled),
      entitled,
      delivery: state,
      reply,
    };
  });
}

/** Positions of the recipients that are entitled to everything that was found. */
export function entitledRecipients(recipients: readonly ReviewRecipient[]): number[] {
  return recipients.filter(({ entitled }) => entitled === 'yes' || entitled === 'not-needed').map(({ n }) => n);
}

function relationOf(fact: RecipientFacts | undefined, own: number, entitled: ReviewRecipient['entitled']): string {
  if (fact?.list) {
    const { members } = fact.list;
    return members === undefined ? 'mailing list' : `list: ${members.toLocaleString('en-US')} people`;
  }
  if (own > 0) return `own family (${own} student${own === 1 ? '' : 's'})`;
  if (fact?.staff === true) return 'staff';
  const [grant] = fact?.grants ?? [];
  if (grant) return grant.purpose;
  if (fact?.likelyFamily === true) return 'likely family';
  if (fact?.inside === true) return 'inside the district';
  return entitled === 'no' ? 'not entitled' : 'outside';
}
