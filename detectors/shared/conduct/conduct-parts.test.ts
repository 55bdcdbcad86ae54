/** Whose words the subject is, what automatic mail repeats, and what only looks quoted. */
import { expect, it } from '@jest/globals';
import type { ExtractedMessage, ExtractedPart, Span } from '../../detector.ts';
import { conductParts } from './conduct-parts.ts';
import { voiceOf } from './voice.ts';

const rude = 'your damn bus';

function part(id: string, text: string, quoted: readonly Span[] = [], contentType = 'text/plain'): ExtractedPart {
  return { id, kind: id === 'subject' ? 'subject' : 'body', contentType, text, quoted, hidden: [] };
}

function message(subject: string, body: string, more: Partial<ExtractedMessage> = {}): ExtractedMessage {
  const parts = [part('subject', subject), part('1', body)];
  return {
    sender: 'a@school.example',
    to: [],
    cc: [],
    replyTo: [],
    subject,
    recipients: [],
    parts,
    unread: [],
    ...more,
  };
}

/** Whether the words of the subject count as the sender's, in any voice. */
function ownsSubject(of: ExtractedMessage): boolean {
  const subject = conductParts(of).find(({ kind }) => kind === 'subject');
  return (
    subject !== undefined && voiceOf(subject).isOwn({ start: subject.text.indexOf(rude), end: subject.text.length })
  );
}

it.each([
  ['an answer by its header', message(`Re: ${rude}`, 'See you.', { inReplyTo: 'x@mail.example' })],
  ['an answer by its words', message(`AW: ${rude}`, 'Thank you for your message. We will look into it.')],
  ['an absence note', message(`Automatic reply: ${rude}`, 'Back on Monday.', { automatic: true })],
  ['a forwarded answer', message(`FW: ${rude}`, 'Thanks for letting us know.')],
  ['an answer in Spanish', message(`RV: ${rude}`, 'Gracias por su mensaje.')],
])("the subject is the other side's: %s", (_, of) => {
  expect(ownsSubject(of)).toBe(false);
});

it.each([
  ['a first message with a false mark', message(`Re: ${rude}`, 'See you tomorrow.')],
  ['an empty message with a false mark', message(`Re: ${rude}`, '')],
  ['a subject without a mark', message(rude, 'Thank you for your message.', { inReplyTo: 'x@mail.example' })],
])("the subject is the sender's: %s", (_, of) => {
  expect(ownsSubject(of)).toBe(true);
});

it('leaves what automatic mail repeats to the other side', () => {
  const body = `We have your request.\n\nYour message:\n\n${rude}\n`;
  const repeated = { start: body.indexOf(rude), end: body.length };
  const [, automatic] = conductParts(message('[Ticket 4] Bus', body, { automatic: true }));
  const [, written] = conductParts(message('[Ticket 4] Bus', body));
  expect(voiceOf(automatic!).isOwn(repeated)).toBe(false);
  expect(voiceOf(written!).isOwn(repeated)).toBe(true);
});

it('leaves the title of a declined invitation to the other side wherever it is repeated', () => {
  const calendar = `METHOD:REPLY\nSUMMARY:${rude}\n`;
  const parts = [
    part('subject', `Declined: ${rude}`),
    part('1', `${rude}\n`),
    part('2', calendar, [], 'text/calendar; method=REPLY'),
  ];
  const of = message(`Declined: ${rude}`, '', { parts });
  const own = conductParts(of).filter((each) => voiceOf(each).isOwn({ start: each.text.indexOf(rude), end: 0 }));
  expect(own).toEqual([]);
});

it('takes what looks quoted for the words of a message that says nothing else', () => {
  const text = '> your damn bus';
  const quoted = [{ start: 0, end: text.length }];
  const alone = message('Question', '', { parts: [part('subject', 'Question'), part('1', text, quoted)] });
  const answer = { ...alone, inReplyTo: 'x@mail.example' };
  const longer = `Please see below.\n${text}`;
  const passedOn = [part('subject', 'Question'), part('1', longer, [{ start: 18, end: longer.length }])];
  expect(conductParts(alone)[1]!.quoted).toEqual([]);
  expect(conductParts(answer)[1]!.quoted).toEqual(quoted);
  expect(conductParts({ ...alone, parts: passedOn })[1]!.quoted).toHaveLength(1);
});
