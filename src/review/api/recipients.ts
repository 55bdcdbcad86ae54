/** Who a message goes to, and whether each may have what is in it: read from the facts that the verdict was made from. */
import type { RecipientFacts } from '../../../detectors/detector.ts';
import { countedRules, type DecisionInput, type Verdict } from '../../decide/verdict.ts';
import type { MessageSummary } from '../../store/stored-message.ts';
import type { ReviewRecipient } from '../contract/message.ts';

type Source = Pick<MessageSummary, 'recipients' | 'verdict'> & { readonly decisionInput: DecisionInput | null };

/** Students whom the rules that counted are about, by their directory ids or keys. */
export function studentsOf(verdict: Verdict | null): Set<string> {
  return new Set(countedRules(verdict).flatMap((rule) => rule.students));
}

export function recipientsOf({ recipients, verdict, decisionInput }: Source): ReviewRecipient[] {
  const students = studentsOf(verdict);
  const unentitled = new Set(
    countedRules(verdict)
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

/** Positions of those who may have all of it; of a message without student data, everybody. */
export function mayHave(recipients: readonly ReviewRecipient[]): number[] {
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
  if (fact?.inside === true) return 'inside the district';
  return entitled === 'no' ? 'not entitled' : 'outside';
}
