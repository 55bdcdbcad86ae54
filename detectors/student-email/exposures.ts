/** Addresses of students and their families that a message shows: in To and Cc, in its text and its attachments. */
import { z } from 'zod';
import type { DirectoryLookup, DirectoryPerson, ExtractedMessage, ExtractedPart, PartId } from '../detector.ts';
import { readYamlFile } from '../shared/data-file.ts';
import { findEmailAddresses, type AddressSpan } from '../shared/email-addresses.ts';
import type { Families } from '../shared/families.ts';
import { layOut, lineAt, type Line } from '../shared/layout.ts';
import { foldName } from '../shared/names.ts';
import { headersPart, visibleRecipients } from '../shared/visible-recipients.ts';

export interface Exposure {
  readonly part: PartId;
  readonly start: number;
  readonly end: number;
  readonly address: string;
  /** The same for all addresses of one family. */
  readonly family: string;
  readonly student?: DirectoryPerson;
  readonly score: number;
  readonly rule: 'roster' | 'student-domain' | 'family-column' | 'relation' | 'families-greeting';
}

const source = z.string().transform((text) => new RegExp(text.trim(), 'iu'));
const rules = readYamlFile(
  new URL('./rules.yaml', import.meta.url),
  z.strictObject({ relationBefore: source, familyColumn: source, familiesGreeting: source }),
);

export function exposures(message: ExtractedMessage, directory: DirectoryLookup, families: Families): Exposure[] {
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
  return [...inHeaders(message, directory, known), ...inParts(message, directory, known)].filter(
    (exposure) => !own.has(exposure.address),
  );
}

type Known = (part: PartId, span: AddressSpan) => Exposure | undefined;

function inHeaders(message: ExtractedMessage, directory: DirectoryLookup, known: Known): Exposure[] {
  const spans = visibleRecipients(message).map((entry) => ({ ...entry, address: entry.mailbox.address.toLowerCase() }));
  const found = spans.flatMap((span) => known(headersPart, span) ?? []);
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

function inParts(message: ExtractedMessage, directory: DirectoryLookup, known: Known): Exposure[] {
  return message.parts.flatMap((part) => {
    const spans = findEmailAddresses(part.text);
    const lines = spans.length === 0 ? [] : layOut(part.text, part.contentType);
    return spans.flatMap((span) => {
      const exposure = known(part.id, span);
      if (exposure) return [exposure];
      if (directory.isDistrictDomain(domainOf(span.address))) return [];
      const rule = familyContext(part, span, lines[lineAt(lines, span.start)]!);
      if (rule === undefined) return [];
      const { start, end, address } = span;
      return [{ part: part.id, start, end, address, family: address, score: rule === 'relation' ? 0.65 : 0.8, rule }];
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
