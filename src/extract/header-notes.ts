/** Finds the sentences that a person wrote into header fields which programs do not write by themselves. */
import { valuesOf, type HeaderSection } from '../message/header.ts';
import { decodeWords } from './encoded-words.ts';

/** Characters of one field that are read. */
const maxNoteLength = 4000;

/** Fields that programs write: the route of a message, the results of filters, the packing of its parts. */
const technical =
  /^(?:received|x-received|dkim-.*|domainkey-.*|arc-.*|authentication-.*|received-spf|x-ms-.*|x-microsoft-.*|x-forefront.*|x-exchange.*|x-google-.*|x-gm-.*|x-spam.*|x-virus.*|x-originat.*|x-mailer|user-agent|mime-version|date|message-id|return-path|subject|thread-index|feedback-id|list-.*|content-type|content-transfer-encoding|content-disposition|content-md5|content-features|autocrypt|face|x-face|openpgp)$/;

/** Decoded values that read as a sentence, without those that repeat the subject. */
export function headerNotes(header: HeaderSection): string[] {
  const notes = header.fields
    .filter(({ name }) => !technical.test(name))
    .map(({ value }) => decodeWords(value.slice(0, maxNoteLength)))
    .filter(isSentence);
  if (notes.length === 0) return notes;
  const subjects = new Set(valuesOf(header, 'subject').map(decodeWords));
  return notes.filter((note) => !subjects.has(note));
}

/** Whether a text has five words or more. */
export function isSentence(text: string): boolean {
  return /(?<![\p{L}\d'’])(?:[\p{L}\d'’]{2,60}[\s,.;:_]{1,8}){4}[\p{L}\d]/u.test(text);
}

const shownFields = ['From', 'To', 'Cc', 'Date', 'Subject'];

/** The fields of an attached message that clients show above its text, one a line. */
export function shownHeader(header: HeaderSection): string {
  return shownFields
    .flatMap((name) => valuesOf(header, name.toLowerCase()).map((value) => `${name}: ${decodeWords(value)}`))
    .join('\n');
}
