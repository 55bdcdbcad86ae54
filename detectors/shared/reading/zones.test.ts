/** Whose words a stretch of a mail is: kinds of text are told by their own words, and none of them hides another one. */
import { describe, expect, it } from '@jest/globals';
import type { ExtractedMessage, ExtractedPart } from '../../detector.ts';
import { findQuoted } from '../../../src/extract/quoted-text.ts';
import { zoneAt, zonesOf } from './zones.ts';
import type { ZoneName } from './zones/zone.ts';

function messageOf(text: string, subject = 'A question'): { part: ExtractedPart; message: ExtractedMessage } {
  const part: ExtractedPart = {
    id: '1',
    kind: 'body',
    contentType: 'text/plain',
    text,
    quoted: findQuoted(text),
    hidden: [],
  };
  const message: ExtractedMessage = {
    sender: 'ida.moss@school.example',
    from: { name: 'Ida Moss', address: 'ida.moss@school.example' },
    to: [],
    cc: [],
    replyTo: [],
    subject,
    recipients: [],
    parts: [part],
    unread: [],
  };
  return { part, message };
}

/** The zone of the words in a text. */
function zoneOf(words: string, text: string, subject?: string): ZoneName {
  const { part, message } = messageOf(text, subject);
  expect(text).toContain(words);
  return zoneAt(zonesOf(part, message), text.indexOf(words));
}

const body = 'The projector in room 12 is dark again. Could you have a look on Friday?';
const signature = 'Ida Moss\nGrade 5 Teacher, Elm Grove Elementary School\n414-555-0150';
const legal =
  'CONFIDENTIALITY NOTICE: This e-mail may contain education records protected by the Family Educational Rights and Privacy Act. If you are not the intended recipient, delete it and notify Elm Grove Schools, 1 Main Street, 414-555-0151.';
const meeting =
  'Join Zoom Meeting\nhttps://zoom.example/j/84455501923\nMeeting ID: 844 5550 1923\nPasscode: 771204\nDial by your location: +1 414-555-0166 (Milwaukee)';
const list =
  'You are receiving this because you are subscribed to staff-news. To unsubscribe, visit https://lists.school.example/u/1';

describe('zones', () => {
  const whole = `${body}\n\n${signature}\n\n${meeting}\n\n${legal}\n\n${list}\n`;

  it.each([
    ['own', 'projector'],
    ['signature', '414-555-0150'],
    ['meeting', '414-555-0166'],
    ['legal', '414-555-0151'],
    ['list', 'lists.school.example'],
  ])('%s', (zone, words) => {
    expect(zoneOf(words, whole)).toBe(zone);
    expect(zoneOf(words.toLowerCase(), whole.toLowerCase())).toBe(zone);
    expect(zoneOf(words, whole.replaceAll('\n\n', '\n\n\n\n'))).toBe(zone);
    expect(zoneOf(words, `The field was green and wide.\n\n${whole}`)).toBe(zone);
  });

  it('cover the text without gaps', () => {
    const { part, message } = messageOf(whole);
    let end = 0;
    for (const zone of zonesOf(part, message)) {
      expect(zone.start).toBe(end);
      end = zone.end;
    }
    expect(end).toBe(whole.length);
  });

  it('survive hard wraps', () => {
    for (const width of [40, 60, 76]) {
      const wrapped = legal.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n');
      for (const words of ['education', 'recipient', '414-555-0151'])
        expect(zoneOf(words, `${body}\n\n${wrapped}`)).toBe('legal');
    }
  });

  it('of meetings stand within a sentence, too', () => {
    const text = 'The talk about Nadia Brisk is on Thursday. Or dial: (US) +1 314-555-0139 PIN: 926480318#';
    expect(zoneOf('Nadia', text)).toBe('own');
    expect(zoneOf('314-555', text)).toBe('meeting');
  });

  it('of calendars leave the summary to the sender', () => {
    const text =
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Visit of Nadia Brisk\nLOCATION:Room 4\nEND:VEVENT\nEND:VCALENDAR\n';
    expect(zoneOf('Nadia', text)).toBe('own');
    expect(zoneOf('LOCATION', text)).toBe('meeting');
  });

  it('of machines', () => {
    const text =
      'See the log.\n2026-01-14T02:10:44Z WARN sync null sourcedId row=311\n2026-01-14T02:10:45Z ERROR tenant=x\nCall me.\n';
    expect(zoneOf('row=311', text)).toBe('machine');
    expect(zoneOf('Call me', text)).toBe('own');
  });
});

describe('other voices', () => {
  it.each([
    ['marks', 'Fine.\n\nOn Mon, Jan 5, 2026, Pat Lee wrote:\n> Can you come?\n'],
    ['no marks', 'Fine.\n\nOn Mon, Jan 5, 2026, Pat Lee wrote:\nCan you come?\n'],
    [
      'header block',
      'Fine.\n\nFrom: Pat Lee\nSent: Monday, January 5, 2026\nTo: Ida Moss\nSubject: Visit\n\nCan you come?\n',
    ],
    ['Spanish', 'Bien.\n\nEl lun, 5 ene 2026, Pat Lee escribió:\n> Can you come?\n'],
    ['divider', 'Fine.\n\n-----Original Message-----\nFrom: Pat Lee\nSubject: Visit\n\nCan you come?\n'],
    ['sender alone', 'Fine.\n\nFrom: Pat Lee\nCan you come?\n'],
  ])('are quoted: %s', (_name, text) => {
    expect(zoneOf('Can you come', text, 'Re: Visit')).toBe('quoted');
    expect(zoneOf(text.slice(0, 4), text, 'Re: Visit')).toBe('own');
  });

  it('are forwarded where the sender says so', () => {
    const text =
      'See below.\n\n---------- Forwarded message ---------\nFrom: Pat Lee <pat@mail.example>\nSubject: Visit\n\nCan you come?\n';
    expect(zoneOf('Can you come', text)).toBe('forwarded');
    const outlook = 'See below.\n\nFrom: Pat Lee\nSent: Monday\nTo: Ida Moss\nSubject: Visit\n\nCan you come?\n';
    expect(zoneOf('Can you come', outlook, 'FW: Visit')).toBe('forwarded');
  });

  it.each(['Re: ', 'AW: ', 'RE: FW: ', 'Accepted: ', 'Automatic reply: '])('wrote the subject behind %s', (marks) => {
    const { message } = messageOf('', `${marks}our bus`);
    const part: ExtractedPart = {
      id: 'subject',
      kind: 'subject',
      contentType: 'text/plain',
      text: message.subject,
      quoted: [],
      hidden: [],
    };
    expect(zoneAt(zonesOf(part, message), marks.length)).toBe('quoted');
  });

  it('automatic answers', () => {
    const text = 'I am out of the office until Monday. For urgent matters call Lee Park, 414-555-0152.\n';
    expect(zoneOf('Lee Park', text, 'Automatic reply: quote')).toBe('auto');
    expect(zoneOf('Lee Park', text.replace('I am out of the office until Monday. ', 'The bell is broken. '))).toBe(
      'own',
    );
  });
});

describe('student data stays in the own words', () => {
  const secret = 'Nadia Brisk, 12 Fennel Lane, 262-555-0133';

  it.each([
    ['below a closing', `${body}\n\nBest,\n${secret}\n`],
    ['below the sender', `${body}\n\nBest,\nIda Moss\n${secret}\n`],
    ['below a signature', `${body}\n\n${signature}\n${secret}\n`],
    ['below --', `${body}\n\n--\n${secret}\n`],
    ['between the lines of a signature', `${body}\n\nIda Moss\n${secret}\nGrade 5 Teacher\n414-555-0150\n`],
    ['below Thanks at the top', `Thanks!\n${secret}\n\n${body}\n`],
    ['behind the words of a notice', `${body}\n\nCONFIDENTIALITY NOTICE: ${secret}\n`],
    ['in a notice', `${body}\n\n${legal} ${secret}.\n`],
    ['in a sentence of a notice', `${body}\n\nThis e-mail is confidential and protected by FERPA: ${secret}\n`],
    ['below a notice', `${body}\n\n${legal}\n\n${secret}\n`],
    ['below a meeting', `${body}\n\n${meeting}\n${secret}\n`],
    ['below a list footer', `${list}\n\n${secret}\n`],
  ])('%s', (_name, text) => {
    expect(zoneOf('Nadia', text)).toBe('own');
    expect(zoneOf('262-555-0133', text)).toBe('own');
  });

  it('sentences below a closing', () => {
    const text = `${body}\n\nThank you,\nNadia lives with her aunt on Fennel Lane, call 262-555-0133.\n`;
    expect(zoneOf('262-555', text)).toBe('own');
  });
});
