/** The notices in English. */
import { causeOf, type Cause } from './causes.ts';
import type { NoticeInput } from './notice.ts';
import type { Facts, Told, Tongue } from './tongue.ts';

export const english: Tongue = {
  language: 'en',
  noSubject: '(no subject)',
  headings: {
    found: 'What was found',
    policy: 'What the policy says',
    replies: 'What the receiving system answered',
    details: 'Details',
    examples: 'For example:',
  },
  labels: {
    message: 'Message',
    to: 'To',
    received: 'Received',
    number: 'Message number',
    rules: 'Rules',
    codes: 'Findings',
    students: 'Students',
    recipients: 'Recipients',
  },
  tell,
  toWhom: (first, more) => (more === 0 ? first : `${first} and ${more === 1 ? '1 other' : `${more} others`}`),
  why: (titles, clause, quoted) => {
    const reason = titles.join('; ') || 'the check could not be completed, so a person decides';
    const says = clause ? ` ${clause.policy}, ${clause.number}, says: “${quoted ?? clause.text}”` : '';
    return `Why: ${reason}.${says}`;
  },
  more: (count) => `and ${count} more`,
  footer: ({ district, contact }) =>
    `Hallpass checks outgoing mail for ${district}. Questions? Ask ${contact} and give the message number.`,
};

function tell(input: NoticeInput, facts: Facts): Told {
  const { subject, toWhom, contact } = facts;
  const yours = `Your message “${subject}” to ${toWhom}`;
  const returned = { mark: '■', label: 'Returned', subject: `Returned: ${subject}` } as const;
  switch (input.kind) {
    case 'warn':
      return {
        mark: '▲',
        label: 'Not sent yet',
        subject: `Not sent yet: please check “${subject}”`,
        what: `${yours} has not been sent yet.`,
        todo: [
          `Please check it and choose whether to send it, by ${facts.date(input.deadline)} (${facts.until(input.deadline)}).`,
          input.onExpiry === 'bounce'
            ? 'Without an answer by then it comes back to you and is not sent.'
            : 'Without an answer by then it is sent as it is.',
        ],
        action: { label: 'Check the message', href: input.link },
      };
    case 'quarantine-held':
      return {
        mark: '■',
        label: 'Held for review',
        subject: `Held for review: ${subject}`,
        what: `${yours} is held until a reviewer has looked at it.`,
        todo: [
          'You do not need to do anything: you get a mail when it is delivered or returned.',
          `If nobody has decided by ${facts.date(input.deadline)} (${facts.until(input.deadline)}), it comes back to you.`,
          ...(input.link === undefined
            ? [`If it cannot wait, ask ${contact}.`]
            : [`If you think that it should go, say why on the page below; if it cannot wait, ask ${contact}.`]),
        ],
        ...(input.link !== undefined && { action: { label: 'Say why it should go', href: input.link } }),
      };
    case 'security-copy':
      return {
        mark: '■',
        label: 'Held for review',
        subject: `Held for review: message ${input.messageId}`,
        what: 'A message is held for review.',
        todo: [`Please release or reject it by ${facts.date(input.deadline)}; after that it goes back to its sender.`],
        action: { label: 'Open it in the console', href: input.link },
        command: `hallpass quarantine show ${input.messageId}`,
      };
    case 'released':
      return {
        mark: '●',
        label: 'Delivered after review',
        subject: `Delivered after review: ${subject}`,
        what: `${yours} was released by a reviewer and has been delivered.`,
        ...(facts.titles.length > 0 && { why: `It had been held for this reason: ${facts.titles.join('; ')}.` }),
        todo: input.withheld?.length
          ? [
              `It was not sent to ${input.withheld.length === 1 ? 'this recipient' : 'these recipients'}: ${facts.list(input.withheld)}.`,
            ]
          : ['You do not need to do anything.'],
        ...quote(facts, input.reviewerWords),
      };
    case 'returned':
      return {
        ...returned,
        label: 'Returned for correction',
        subject: `Please correct and send again: ${subject}`,
        what: `${yours} came back to you for correction and has not been delivered.`,
        todo: ['Please change what the reviewer names and send it again.', `Questions? Ask ${contact}.`],
        ...quote(facts, input.reviewerWords),
      };
    case 'appeal-answered':
      return {
        mark: '●',
        label: 'Answered',
        subject: `Answer about: ${subject}`,
        what: `A reviewer has answered what you wrote about your message “${subject}” to ${toWhom}.`,
        todo: ['You get another mail when the message is delivered or returned.'],
        ...quote(facts, input.reviewerWords),
      };
    case 'rejected':
      return {
        ...returned,
        what: `${yours} was returned by a reviewer and has not been delivered.`,
        todo: [`Change what the reviewer names and send it again, or ask ${contact}.`],
        ...quote(facts, input.reviewerWords),
      };
    case 'expired': {
      const waited =
        input.heldAs === 'warn'
          ? `it waited for your answer until ${facts.date(input.deadline)}, and none came`
          : `no reviewer had decided on it by ${facts.date(input.deadline)}`;
      if (input.outcome === 'delivered') {
        return {
          mark: '●',
          label: 'Sent without an answer',
          subject: `Sent without an answer: ${subject}`,
          what: `${yours} is being sent as it is: ${waited}.`,
          todo: ['You do not need to do anything.'],
        };
      }
      return {
        ...returned,
        what: `${yours} has not been delivered: ${waited}.`,
        todo: [`If it is still needed, change what is named below and send it again, or ask ${contact}.`],
      };
    }
    case 'policy-bounce':
      return {
        ...returned,
        what: `${yours} has not been delivered.`,
        todo: [
          `Change what is named below and send it again. If you think that this is a mistake, ask ${contact}.`,
          'The message itself is in your Sent folder.',
        ],
      };
    case 'delay':
      return {
        mark: '▲',
        label: 'Still trying to deliver',
        subject: `Still trying to deliver: ${subject}`,
        what: `${yours} has not been delivered yet, and we are still trying.`,
        why: 'Why: the receiving system does not take it at the moment.',
        todo: [
          `You do not need to do anything, and should not send it again: we try until ${facts.date(input.willRetryUntil)} (${facts.until(input.willRetryUntil)}).`,
          'If it cannot be delivered by then, you get another mail.',
        ],
      };
    case 'failure': {
      const cause = causeOf(facts.outcomes);
      return {
        ...returned,
        what: `${yours} could not be delivered.`,
        why: `Why: ${reasons[cause]}.`,
        todo: [adviceOn(cause, contact), 'Recipients who are not named here are not affected.'],
      };
    }
    case 'success': {
      const relayed = input.action === 'relayed';
      return {
        mark: '●',
        label: relayed ? 'Passed on' : 'Delivered',
        subject: `${relayed ? 'Passed on' : 'Delivered'}: ${subject}`,
        what: `${yours} has been ${relayed ? 'passed on to a system that may not report on it any further' : 'delivered'}.`,
        why: 'You get this mail because a delivery report was asked for.',
        todo: ['You do not need to do anything.'],
      };
    }
  }
}

function quote({ lines }: Facts, words: string | undefined): Pick<Told, 'quote'> {
  const said = lines(words ?? '');
  return said.length > 0 ? { quote: { heading: 'The reviewer wrote', lines: said } } : {};
}

const reasons: Readonly<Record<Cause, string>> = {
  address: 'the receiving system does not know the address',
  mailbox: 'the mailbox does not take the message, for example because it is full',
  system: 'the receiving system does not take the message, for example because it is too big',
  time: 'the receiving system did not take it in all the time that we tried',
  policy: 'the rules of the receiving system refuse it',
  other: 'the receiving system refused it',
};

function adviceOn(cause: Cause, contact: string): string {
  if (cause === 'address') return 'Check the address for typing mistakes and send the message again.';
  if (cause === 'mailbox' || cause === 'time') return 'Send it again later, or reach the recipient in another way.';
  return `The answer of the receiving system is below; if it does not help, ask ${contact}.`;
}
