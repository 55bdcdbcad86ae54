/** The notices in English. */
import { causeOf, type Cause } from './causes.ts';
import { releasedText } from './released-texts.ts';
import { reviewerText } from './reviewer-texts.ts';
import type { NoticeInput } from './notice.ts';
import type {
  DecidedInput,
  DeliveryInput,
  NoticeFacts,
  NoticeLanguage,
  NoticeText,
  WaitingInput,
} from './notice-language.ts';

export const english: NoticeLanguage = {
  language: 'en',
  noSubject: '(no subject)',
  fromName: (district) => `Hallpass for ${district}`,
  readHere: 'Read this in English',
  headings: {
    found: 'What we found',
    where: 'Where it is',
    policy: 'What the policy says',
    replies: 'Reply from the recipient’s mail system',
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
  textOf,
  toWhom: (first, more) => (more === 0 ? first : `${first} and ${more === 1 ? '1 other' : `${more} others`}`),
  why: (titles, clause, quoted) => {
    const reason = titles.join('; ') || 'the automatic check could not be completed, so a reviewer will look at it';
    const says = clause ? ` ${clause.source}, says: “${quoted ?? clause.text}”` : '';
    return `Why: ${reason}.${says}`;
  },
  held: 'Why: it was held for review.',
  more: (count) => `and ${count} more`,
  footer: ({ district, contact }) =>
    `Hallpass checks outgoing email for ${district}. Questions? Contact ${contact} and give the message number.`,
};

const returned = (subject: string) =>
  ({ mark: '■', label: 'Returned', subject: `Returned: ${subject}` }) as const satisfies Partial<NoticeText>;
const nothingToDo = 'You do not need to do anything.';

function textOf(input: NoticeInput, facts: NoticeFacts): NoticeText {
  switch (input.kind) {
    case 'warn':
    case 'quarantine-held':
    case 'security-copy':
      return waitingText(input, facts);
    case 'for-reviewers':
      return reviewerText(input, 'en');
    case 'delay':
    case 'failure':
    case 'success':
      return deliveryText(input, facts);
    case 'policy-bounce':
    case 'rejected':
    case 'returned':
    case 'released':
    case 'expired':
    case 'appeal-answered':
    case 'copy-sent':
      return decidedText(input, facts);
  }
}

const yourMessage = ({ subject, toWhom }: NoticeFacts): string => `Your message “${subject}” to ${toWhom}`;

function waitingText(input: WaitingInput, facts: NoticeFacts): NoticeText {
  const { subject, contact, date, until } = facts;
  switch (input.kind) {
    case 'warn':
      return {
        mark: '▲',
        label: 'Not sent yet',
        subject: `Not sent yet: please check “${subject}”`,
        what: `${yourMessage(facts)} has not been sent yet.`,
        todo: [
          `Please check it and decide whether to send it by ${date(input.deadline)} (${until(input.deadline)}).`,
          input.onExpiry === 'bounce'
            ? 'If you do not respond by then, it will be returned to you and not sent.'
            : 'If you do not respond by then, it will be sent unchanged.',
        ],
        action: { label: 'Check the message', href: input.link },
      };
    case 'quarantine-held':
      return {
        mark: '■',
        label: 'Held for review',
        subject: `Held for review: ${subject}`,
        what: `${yourMessage(facts)} is being held until a reviewer has checked it.`,
        todo: [
          'You do not need to do anything. You will get an email when it is delivered or returned.',
          `If no reviewer decides by ${date(input.deadline)} (${until(input.deadline)}), it will be returned to you.`,
          ...(input.link !== undefined
            ? ['If you think it should be sent, or if you no longer want to send it, use the link below.']
            : []),
          `If it is urgent, contact ${contact}.`,
        ],
        ...(input.link !== undefined && { action: { label: 'Open the message', href: input.link } }),
      };
    case 'security-copy':
      return {
        mark: '■',
        label: 'Held for review',
        subject: `Held for review: message ${input.messageId}`,
        what: 'A message is held for review.',
        todo: [`Please release or return it by ${date(input.deadline)}. After that it is returned to its sender.`],
        action: { label: 'Open it in the console', href: input.link },
        command: `hallpass quarantine show ${input.messageId}`,
      };
  }
}

function decidedText(input: DecidedInput, facts: NoticeFacts): NoticeText {
  const { subject, contact } = facts;
  switch (input.kind) {
    case 'released':
      return { ...releasedText(facts, input.withheld ?? [], 'en'), ...quote(facts, input.reviewerWords) };
    case 'returned':
      return {
        ...returned(subject),
        label: 'Returned for correction',
        subject: `Please correct and send again: ${subject}`,
        what: `${yourMessage(facts)} was returned to you for correction and has not been delivered.`,
        todo: ['Please make the changes the reviewer asked for, then send it again.', `Questions? Contact ${contact}.`],
        ...quote(facts, input.reviewerWords),
      };
    case 'appeal-answered':
      return {
        mark: '●',
        label: 'Reply from a reviewer',
        subject: `Reply from a reviewer: ${subject}`,
        what: `A reviewer has replied to your request about your message “${subject}” to ${facts.toWhom}.`,
        todo: ['You will get another email when the message is delivered or returned.'],
        ...quote(facts, input.reviewerWords),
      };
    case 'copy-sent':
      return {
        mark: '●',
        label: 'Sent without the flagged parts',
        subject: `Sent without the flagged parts: ${subject}`,
        what: `${yourMessage(facts)} was not sent as you wrote it. A reviewer sent a copy without the flagged parts.`,
        todo: [
          'You do not need to do anything. The copy is checked again like any other message; if it is held too, you will get an email.',
          `You still have the original in your Sent folder. Questions? Contact ${contact}.`,
        ],
        ...quote(facts, input.reviewerWords),
      };
    case 'rejected':
      return {
        ...returned(subject),
        what: `${yourMessage(facts)} was returned by a reviewer and has not been delivered.`,
        todo: [`If it still needs to be sent, follow the reviewer’s advice and send it again, or contact ${contact}.`],
        ...quote(facts, input.reviewerWords),
      };
    case 'expired':
      return expiredText(input, facts);
    case 'policy-bounce':
      return {
        ...returned(subject),
        what: `${yourMessage(facts)} has not been delivered.`,
        todo: [
          `Please change what is listed below and send it again. If you think this is a mistake, contact ${contact}.`,
          'You can find the message in your Sent folder.',
        ],
      };
  }
}

function expiredText(input: Extract<NoticeInput, { readonly kind: 'expired' }>, facts: NoticeFacts): NoticeText {
  const deadline = facts.date(input.deadline);
  const noDecision =
    input.heldAs === 'warn' ? `you did not respond by ${deadline}` : `no reviewer decided on it by ${deadline}`;
  if (input.outcome === 'delivered') {
    return {
      mark: '●',
      label: 'Sent after the deadline',
      subject: `Sent after the deadline: ${facts.subject}`,
      what: `${yourMessage(facts)} is being sent unchanged because ${noDecision}.`,
      todo: [nothingToDo],
    };
  }
  return {
    ...returned(facts.subject),
    what: `${yourMessage(facts)} has not been delivered because ${noDecision}.`,
    todo: [
      `If it still needs to be sent, ${facts.titles.length > 0 ? 'change what is listed below and send it again, or ' : ''}contact ${facts.contact}.`,
    ],
  };
}

function deliveryText(input: DeliveryInput, facts: NoticeFacts): NoticeText {
  const { subject, contact, date, until } = facts;
  switch (input.kind) {
    case 'delay':
      return {
        mark: '▲',
        label: 'Still trying to deliver',
        subject: `Still trying to deliver: ${subject}`,
        what: `${yourMessage(facts)} has not been delivered yet. We are still trying.`,
        why: 'Why: the recipient’s mail system is not accepting it at the moment.',
        todo: [
          `You do not need to do anything. Please do not send it again: we will keep trying until ${date(input.willRetryUntil)} (${until(input.willRetryUntil)}).`,
          'If it cannot be delivered by then, you will get another email.',
        ],
      };
    case 'failure': {
      const cause = causeOf(facts.outcomes);
      return {
        mark: '■',
        label: 'Not delivered',
        subject: `Not delivered: ${subject}`,
        what: `${yourMessage(facts)} could not be delivered.`,
        why: `Why: ${reasons[cause]}.`,
        todo: [adviceOn(cause, contact), 'Recipients who are not listed here are not affected.'],
      };
    }
    case 'success': {
      const relayed = input.action === 'relayed';
      return {
        mark: '●',
        label: relayed ? 'Passed on' : 'Delivered',
        subject: `${relayed ? 'Passed on' : 'Delivered'}: ${subject}`,
        what: `${yourMessage(facts)} has been ${relayed ? 'passed on to a mail system that might not send any further reports about it' : 'delivered'}.`,
        why: 'You are receiving this email because a delivery report was requested.',
        todo: [nothingToDo],
      };
    }
  }
}

function quote({ lines }: NoticeFacts, words: string | undefined): Pick<NoticeText, 'quote'> {
  const quoted = lines(words ?? '');
  return quoted.length > 0 ? { quote: { heading: 'The reviewer wrote', lines: quoted } } : {};
}

const reasons: Readonly<Record<Cause, string>> = {
  address: 'the recipient’s mail system does not know this address',
  mailbox: 'the recipient’s mailbox cannot accept the message; it may be full',
  system: 'the recipient’s mail system cannot accept the message; it may be too large',
  time: 'the recipient’s mail system did not accept the message, although we kept trying',
  policy: 'the rules of the recipient’s mail system do not allow it',
  other: 'the recipient’s mail system refused it',
};

function adviceOn(cause: Cause, contact: string): string {
  if (cause === 'address') return 'Check the address for typos, then send the message again.';
  if (cause === 'mailbox' || cause === 'time') return 'Send it again later, or reach the recipient another way.';
  return `See the reply from the recipient’s mail system below. If it does not help, contact ${contact}.`;
}
