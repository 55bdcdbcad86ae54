/** Addresses of students and their families that a message shows: in To and Cc, in its text and its attachments. */
import { z } from 'zod';
import type { DirectoryLookup, DirectoryPerson, ExtractedMessage, ExtractedPart, PartId } from '../detector.ts';
import { readYamlFile } from '../shared/text/data-file.ts';
import { findEmailAddresses, type AddressSpan } from '../shared/people/email-addresses.ts';
import type { Families } from './families.ts';
import { layOutPart, lineAt, type Line } from '../shared/text/layout.ts';
import { foldName, nameKeys } from '../shared/people/names.ts';
import type { Mention } from '../shared/students/mention.ts';
import { headersPart, visibleRecipients } from '../shared/people/visible-recipients.ts';

export interface Exposure {
  readonly part: PartId;
  readonly start: number;
  readonly end: number;
  readonly address: string;
  /** The same for all addresses of one family. */
  readonly family: string;
  readonly student?: DirectoryPerson;
  readonly score: number;
  readonly rule: 'roster' | 'student-domain' | 'family-column' | 'relation' | 'surname' | 'families-greeting';
}

const source = z.string().transform((text) => new RegExp(text.trim(), 'iu'));
const rules = readYamlFile(
  new URL('./rules.yaml', import.meta.url),
  z.strictObject({ relationBefore: source, familyColumn: source, familiesGreeting: source }),
);

/** @param named students named in the message, asked for where an unknown address may be of their family */
export function exposures(
  message: ExtractedMessage,
  directory: DirectoryLookup,
  families: Families,
  named: () => readonly Mention[],
): Exposure[] {
  const surnames = surnamesOf(named);
  const known = (part: PartId, span: AddressSpan): Exposure | undefined => {
    const { start, end, address } = span;
    const student = families.studentsOf(address)[0];
    if (student)
      return { part, start, end, address, family: families.keyOf(student), student, score: 0.97, rule: 'roster' };
    const domain = address.slice(address.lastIndexOf('@') + 1);
    if (!directory.isStudentDomain(domain)) return undefined;
    return { part, start, end, address, family: address, score: 0.9, rule: 'student-domain' };
  };
  const own = new Set([message.sender, message.from?.address].map((address) => address?.toLowerCase()));
  return [...inHeaders(message, directory, known, surnames), ...inParts(message, directory, known, surnames)].filter(
    (exposure) => !own.has(exposure.address),
  );
}

type Known = (part: PartId, span: AddressSpan) => Exposure | undefined;
/** Whether an address bears the surname of a student who is named in the message: `oyugi.fam@…` beside Cormac Oyugi. */
type BearsSurname = (address: string) => boolean;

/** Not the named person's own: `Write to Sally Davis, sdavis@…` names an adult more often than a student. */
function surnamesOf(named: () => readonly Mention[]): BearsSurname {
  let known: readonly { readonly given: string; readonly surname: string }[] | undefined;
  return (address) => {
    known ??= named()
      .map(({ name, people }) => ({
        given: nameKeys(people[0]?.givenName ?? name)[0] ?? '',
        surname: nameKeys(people[0]?.familyName ?? name).at(-1) ?? '',
      }))
      .filter(({ given, surname }) => given.length > 1 && surname.length > 3);
    const words = foldName(address.slice(0, address.lastIndexOf('@'))).split(/[^a-z]+/);
    return known.some(({ given, surname }) => {
      if (words.includes(given) || words.some((word) => word.startsWith(given[0]! + surname))) return false;
      return words.some(
        (word) =>
          word === surname || (surname.length > 4 && word.length < surname.length + 8 && word.includes(surname)),
      );
    });
  };
}

function inHeaders(
  message: ExtractedMessage,
  directory: DirectoryLookup,
  known: Known,
  bearsSurname: BearsSurname,
): Exposure[] {
  const spans = visibleRecipients(message).map((entry) => ({ ...entry, address: entry.mailbox.address.toLowerCase() }));
  const found = spans.flatMap((span) => {
    const exposure = known(headersPart, span);
    if (exposure) return [exposure];
    const { start, end, address } = span;
    const district = directory.isDistrictDomain(domainOf(address));
    if (spans.length < 2 || district || directory.peopleByEmail(address).length > 0 || !bearsSurname(address))
      return [];
    return [{ part: headersPart, start, end, address, family: address, score: 0.65, rule: 'surname' as const }];
  });
  if (directory.hasRoster || found.length > 0) return found;
  const outside = spans.filter((span) => !directory.isDistrictDomain(domainOf(span.address)));
  if (outside.length < 3 || !greetsFamilies(message)) return [];
  return outside.map(({ start, end, address }) => ({
    part: headersPart,
    start,
    end,
    address,
    family: address,
    score: 0.6,
    rule: 'families-greeting',
  }));
}

function greetsFamilies(message: ExtractedMessage): boolean {
  const body = message.parts.find((part) => part.kind === 'body')?.text ?? '';
  return rules.familiesGreeting.test(`${message.subject}\n${body.slice(0, 200)}`);
}

function inParts(
  message: ExtractedMessage,
  directory: DirectoryLookup,
  known: Known,
  bearsSurname: BearsSurname,
): Exposure[] {
  return message.parts.flatMap((part) => {
    const spans = findEmailAddresses(part.text);
    const lines = spans.length === 0 ? [] : layOutPart(part);
    let listed: { readonly end: number; readonly rule: Exposure['rule'] } | undefined;
    return spans.flatMap((span) => {
      const exposure = known(part.id, span);
      if (exposure) return [exposure];
      if (directory.isDistrictDomain(domainOf(span.address))) return [];
      // The next of a list: `Room parents: a@…, b@…`.
      const next =
        listed && /^[\s,;<>"'|/&+]{1,6}(?:and\s)?$/.test(part.text.slice(listed.end, span.start)) ? listed : undefined;
      const staff = directory.peopleByEmail(span.address).length > 0;
      const rule =
        familyContext(part, span, lines[lineAt(lines, span.start)]!) ??
        next?.rule ??
        (!staff && bearsSurname(span.address) ? 'surname' : undefined);
      listed = rule === undefined ? undefined : { end: span.end, rule };
      if (rule === undefined) return [];
      const { start, end, address } = span;
      const score = rule === 'family-column' ? 0.8 : 0.65;
      return [{ part: part.id, start, end, address, family: address, score, rule }];
    });
  });
}

function familyContext(part: ExtractedPart, span: AddressSpan, line: Line): 'family-column' | 'relation' | undefined {
  if (line.row && line.row.header.length > 0) {
    const column = line.row.cells.findIndex((cell) => span.start >= cell.start && span.start < cell.end);
    return rules.familyColumn.test((line.row.header[column] ?? '').replaceAll('_', ' ')) ? 'family-column' : undefined;
  }
  const before = foldName(part.text.slice(Math.max(line.start, span.start - 60), span.start));
  return rules.relationBefore.test(before) ? 'relation' : undefined;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
