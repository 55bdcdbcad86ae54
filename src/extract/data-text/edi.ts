/** Reads EDI: X12 (834 enrolments, 270 eligibility, 837 claims) and EDIFACT, whose segments about one person follow each other. */
import type { DataText } from './data-text.ts';
import { addressOf, cut, dateOf, joinWords, peopleTable, sexOf, type Person } from './segments.ts';

interface Segments {
  /** Elements, of which the first is the name; elements with parts are cut into them. */
  readonly segments: readonly (readonly (readonly string[])[])[];
  readonly isX12: boolean;
}

/** The X12 header has a fixed length; its last signs are what separates the others. */
const x12Head =
  /^ISA([^\w\s])[^]{2}\1[^]{10}\1[^]{2}\1[^]{10}\1[^]{2}\1[^]{15}\1[^]{2}\1[^]{15}\1\d{6}\1\d{4}\1[^]{13,20}\1[^]{1}\1([^\w\s])(.)/;
const edifactHead = /^(?:UNA([^\w\s])([^\w\s])([^\w])([^\w])(.)(.)\s*)?(?:UNB|UIB)(?:\1|\+)/;

/** Undefined for other texts. */
export function readEdi(text: string): DataText | undefined {
  const trimmed = text.trimStart();
  const read = x12Segments(trimmed) ?? edifactSegments(trimmed);
  if (!read) return undefined;
  const people: Record<keyof Person, string>[] = [];
  let current: Record<keyof Person, string> | undefined;
  const rest: string[] = [];
  for (const segment of read.segments) {
    const [[name = ''] = []] = segment;
    const part = (read.isX12 ? x12Parts : edifactParts)[name];
    const found = part?.(segment.map((element) => element.map((one) => one.trim())));
    if (found?.begins) people.push((current = { ...empty }));
    if (found && current)
      for (const [key, value] of Object.entries(found.person) as [keyof Person, string][]) add(current, key, value);
    else
      rest.push(
        joinWords(
          segment.slice(1).map((element) => joinWords(element)),
          '\t',
        ),
      );
    // What follows is about something else.
    if (ends.has(name)) current = undefined;
  }
  const tables = people.length === 0 ? [] : [peopleTable(read.isX12 ? 'NM1' : 'NAD', people)];
  return { tables, rest: rest.filter((line) => line !== '').join('\n') };
}

const empty: Record<keyof Person, string> = {
  ...{ name: '', address: '', phone: '', email: '', born: '', sex: '', id: '', role: '' },
};
const ends = new Set(['SE', 'ST', 'HL', 'INS', 'LX', 'CLM', 'UNT', 'UNH', 'LIN']);

function add(person: Record<keyof Person, string>, key: keyof Person, value: string | undefined): void {
  if (!value) return;
  person[key] = person[key] === '' ? value : `${person[key]}${key === 'address' ? ', ' : '; '}${value}`;
}

function x12Segments(text: string): Segments | undefined {
  const head = x12Head.exec(text);
  if (!head) return undefined;
  const [, element = '*', component = ':', end = '~'] = head;
  const segments = text.split(end).map((segment) =>
    segment
      .trim()
      .split(element)
      .map((value) => value.split(component)),
  );
  return { segments, isX12: true };
}

function edifactSegments(text: string): Segments | undefined {
  const head = edifactHead.exec(text);
  if (!head) return undefined;
  const [, component = ':', element = '+', , release = '?', , end = "'"] = head;
  const body = head[1] === undefined ? text : text.slice(9);
  const plain = (value: string): string => (value.includes(release) ? unreleased(value, release) : value);
  const segments = cut(body, end, release).map((segment) =>
    cut(segment.trim(), element, release).map((value) => cut(value, component, release).map(plain)),
  );
  return { segments, isX12: false };
}

function unreleased(value: string, release: string): string {
  let out = '';
  for (let at = 0; at < value.length; at += 1) out += value[at] === release ? (value[(at += 1)] ?? '') : value[at]!;
  return out;
}

interface Part {
  /** A person or organisation begins. */
  readonly begins?: boolean;
  readonly person: Person;
}
type Elements = readonly (readonly string[])[];
const at = (elements: Elements, index: number, component = 0): string => elements[index]?.[component] ?? '';

/** X12 005010: names, addresses, contacts, demographic data, references. */
const x12Parts: Readonly<Record<string, (elements: Elements) => Part>> = {
  NM1: (e) => ({
    begins: true,
    person: { role: at(e, 1), name: joinWords([at(e, 4), at(e, 5), at(e, 3), at(e, 7)]), id: at(e, 9) },
  }),
  N1: (e) => ({ begins: true, person: { role: at(e, 1), name: at(e, 2), id: at(e, 4) } }),
  N3: (e) => ({ person: { address: joinWords([at(e, 1), at(e, 2)]) } }),
  N4: (e) => ({ person: { address: addressOf('', at(e, 1), at(e, 2), at(e, 3)) } }),
  PER: (e) => ({ person: { ...contacts([3, 5, 7].map((index) => [at(e, index), at(e, index + 1)])) } }),
  DMG: (e) => ({ person: { born: dateOf(at(e, 2)), sex: sexOf(at(e, 3)) } }),
  REF: (e) => ({ person: { id: at(e, 2) } }),
};

/** EDIFACT D.96A and later. */
const edifactParts: Readonly<Record<string, (elements: Elements) => Part>> = {
  NAD: (e) => ({
    begins: true,
    person: {
      role: at(e, 1),
      id: at(e, 2),
      name: joinWords([...(e[4] ?? []).slice(0, 5), ...(e[3] ?? [])]),
      address: addressOf(joinWords(e[5] ?? []), at(e, 6), joinWords(e[7] ?? []), at(e, 8)),
    },
  }),
  PNA: (e) => ({
    begins: true,
    // Each part of a name has its kind in front: 1 is the family name.
    person: { role: at(e, 1), id: at(e, 2), name: namesByKind(e.slice(6)) },
  }),
  ADR: (e) => ({
    person: { address: addressOf(joinWords((e[2] ?? []).slice(1)), at(e, 3), at(e, 6), at(e, 4)) },
  }),
  COM: (e) => ({ person: contacts(e.slice(1).map(([value = '', kind = '']) => [kind, value])) }),
  CTA: (e) => ({ person: { name: at(e, 2, 1) } }),
  DTM: (e) => (at(e, 1) === '329' ? { person: { born: dateOf(at(e, 1, 1)) } } : { person: {} }),
  PDI: (e) => ({ person: { sex: at(e, 1) } }),
  RFF: (e) => ({ person: { id: at(e, 1, 1) } }),
};

function namesByKind(elements: Elements): string {
  const family = elements.filter(([kind]) => kind === '1');
  const others = elements.filter(([kind]) => kind !== '1');
  return joinWords([...others, ...family].map(([, name]) => name));
}

/** @param pairs kind and number of each way to reach somebody: `TE` and others are phones, `EM` an address */
function contacts(pairs: readonly (readonly string[])[]): Person {
  const of = (isEmail: boolean): string =>
    joinWords(
      pairs.filter(([kind, value]) => (kind === 'EM') === isEmail && value !== '').map(([, value]) => value),
      '; ',
    );
  return { phone: of(false), email: of(true) };
}
