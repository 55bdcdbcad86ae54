/** Addresses of students and their families that a message shows: in To and Cc, in its text and its attachments. */
import type { DirectoryLookup, DirectoryPerson, ExtractedMessage, PartId, Span } from '../detector.ts';
import { openLinearModel, type LinearModelData } from '../shared/evidence/linear-model.ts';
import type { ReadStudents } from '../shared/evidence/read-students.ts';
import { findEmailAddresses, type AddressSpan } from '../shared/people/email-addresses.ts';
import { headersPart, visibleRecipients } from '../shared/people/visible-recipients.ts';
import { readDataFile } from '../shared/text/data-file.ts';
import { readAddresses, type ShownAddress } from './address-evidence.ts';
import type { Families } from './families.ts';

export interface Exposure {
  readonly part: PartId;
  readonly start: number;
  readonly end: number;
  readonly address: string;
  /** The same for all addresses of one family. */
  readonly family: string;
  readonly student?: DirectoryPerson;
  readonly score: number;
  readonly rule: 'roster' | 'student-domain' | 'evidence';
}

export interface Addresses {
  readonly known: readonly Exposure[];
  /** Those that nobody is known to have. */
  readonly unknown: readonly ShownAddress[];
  /** Every address that the message shows. */
  readonly all: readonly string[];
}

const model = openLinearModel(JSON.parse(readDataFile(new URL('./model.json', import.meta.url))) as LinearModelData);
/** The part with the names of the files: nothing is said there of an address. */
const fileNames = 'names';
/** What is said of an address is never as sure as the roster. */
const surest = 0.9;

/** @param read the students of the message, asked for where an address is of nobody known */
export function exposures(
  message: ExtractedMessage,
  directory: DirectoryLookup,
  families: Families,
  read: ReadStudents,
): Exposure[] {
  const { known, unknown, all } = addressesOf(message, directory, families);
  if (unknown.length === 0) return [...known];
  const { featuresOf } = readAddresses(message, read(message), all);
  const weighed = unknown.flatMap((shown): Exposure[] => {
    const score = Math.min(surest, 1 / (1 + Math.exp(-model.logits(featuresOf(shown))[0]!)));
    const { part, start, end, address } = shown;
    const rounded = Math.round(100 * score) / 100;
    return rounded < leastScore
      ? []
      : [{ part, start, end, address, family: address, score: rounded, rule: 'evidence' }];
  });
  return [...known, ...weighed];
}

/** Less sure addresses are no findings. */
const leastScore = 0.5;

/** The addresses that the message shows: those of known families, and those of nobody who is known. The writer's own is none. */
export function addressesOf(message: ExtractedMessage, directory: DirectoryLookup, families: Families): Addresses {
  const known: Exposure[] = [];
  const unknown: ShownAddress[] = [];
  const all: string[] = [];
  const own = new Set([message.sender, message.from?.address].map((address) => address?.toLowerCase()));
  const add = (shown: ShownAddress): void => {
    const { part, start, end, address } = shown;
    all.push(address);
    if (own.has(address)) return;
    const domain = domainOf(address);
    const student = families.studentsOf(address)[0];
    const span = { part, start, end, address };
    if (student) known.push({ ...span, family: families.keyOf(student), student, score: 0.97, rule: 'roster' });
    else if (directory.isStudentDomain(domain))
      known.push({ ...span, family: address, score: 0.9, rule: 'student-domain' });
    else if (part !== fileNames && !directory.isDistrictDomain(domain) && directory.peopleByEmail(address).length === 0)
      unknown.push(shown);
  };
  const headers = visibleRecipients(message);
  for (const { mailbox, start, end } of headers)
    add({ part: headersPart, start, end, address: mailbox.address.toLowerCase(), mailbox });
  for (const { id, text } of message.parts)
    for (const list of listsOf(text)) for (const one of list.addresses) add({ part: id, ...one, list });
  return { known, unknown: headers.length < 2 ? unknown.filter(({ mailbox }) => !mailbox) : unknown, all };
}

interface AddressList extends Span {
  readonly addresses: readonly AddressSpan[];
}

/** `Room parents: a@…, b@…`: what is said of a list is said of each of its addresses. */
function listsOf(text: string): AddressList[] {
  const lists: { start: number; end: number; addresses: AddressSpan[] }[] = [];
  for (const one of findEmailAddresses(text)) {
    const last = lists.at(-1);
    if (last && /^[\s,;<>"'|/&+]{1,6}(?:and\s)?$/.test(text.slice(last.end, one.start))) {
      last.addresses.push(one);
      last.end = one.end;
    } else lists.push({ start: one.start, end: one.end, addresses: [one] });
  }
  return lists;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
