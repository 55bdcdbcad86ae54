/** Converts plain text to the input of detectors, so that training and detection use the same form. */
import type { ExtractedMessage, ExtractedPart } from '../../detectors/detector.ts';

export function partOf(text: string, id = '1'): ExtractedPart {
  const kind = id === 'subject' ? 'subject' : 'body';
  return { id, kind, contentType: 'text/plain', text, quoted: [], hidden: [] };
}

/** A message to an all-staff list, so that every code can be found in it. */
export function messageOf(text: string, subject?: string): ExtractedMessage {
  const list = { address: 'allstaff@school.example', kind: 'staff' as const };
  return {
    sender: 'staff@school.example',
    to: [{ name: '', address: list.address }],
    cc: [],
    replyTo: [],
    subject: subject ?? '',
    recipients: [{ address: list.address, inside: true, list, entitledTo: [] }],
    parts: [...(subject === undefined ? [] : [partOf(subject, 'subject')]), partOf(text)],
    unread: [],
  };
}
