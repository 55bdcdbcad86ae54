/** Reads HL7 version 2 messages: segments of fields between bars, which student health records and registries exchange. */
import type { DataText } from './data-text.ts';
import { addressOf, dateOf, joinWords, peopleTable, sexOf, type Person } from './segments.ts';

type Part = 'name' | 'address' | 'phone' | 'born' | 'sex' | 'id' | 'role';

/** Numbers of the fields about people, by segment (HL7 2.5.1 chapters 3 and 6). */
const people: Readonly<Record<string, Readonly<Partial<Record<Part, readonly number[]>>>>> = {
  PID: { name: [5, 9], address: [11], phone: [13, 14], born: [7], sex: [8], id: [3, 2, 4, 19] },
  NK1: { name: [2, 30], address: [4, 32], phone: [5, 6, 31], born: [16], sex: [15], role: [3] },
  GT1: { name: [3], address: [5], phone: [6, 7], born: [8], sex: [9], id: [2, 12], role: [11] },
  IN1: { name: [16], address: [19], born: [18], sex: [43], id: [36, 49], role: [17] },
  MRG: { name: [7], id: [1] },
};
interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly inner: string;
}

/** Undefined for other texts. */
export function readHl7(text: string): DataText | undefined {
  // eslint-disable-next-line no-control-regex -- messages in a row begin with this sign and end with another
  const lines = text.replace(/[\u000b\u001c]/g, '').split('\n');
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const head = /^(?:MSH|FHS|BHS)([^\w\s])([^\w\s])([^\w\s])([^\w\s])([^\w\s])\1/.exec(first);
  if (!head) return undefined;
  const [, field, component, repetition, escape, inner] = head as unknown as [string, ...string[]];
  const by: Delimiters = {
    field: field!,
    component: component!,
    repetition: repetition!,
    escape: escape!,
    inner: inner!,
  };
  const found = new Map<string, Person[]>();
  const rest: string[] = [];
  for (const line of lines) {
    const fields = line.split(by.field);
    const [segment = ''] = fields;
    const places = people[segment];
    if (places) {
      const persons = found.get(segment) ?? [];
      found.set(segment, persons);
      persons.push(personOf(fields, places, by));
    }
    rest.push(otherFields(fields, places, by));
  }
  return {
    tables: [...found].map(([segment, persons]) => peopleTable(segment, persons)),
    rest: rest.filter((line) => line !== '').join('\n'),
  };
}

function personOf(fields: readonly string[], places: (typeof people)[string], by: Delimiters): Person {
  const write: Readonly<Record<Part, (components: readonly string[]) => string>> = {
    name: ([family, given, more, suffix]) => joinWords([given, more, family, suffix]),
    address: ([street = '', other, city, region, postcode]) =>
      addressOf(joinWords([street, other]), city, region, postcode),
    // The number as text, or in pieces behind it.
    phone: ([number, , , email, , area, local]) => joinWords([number || joinWords([area, local]), email]),
    born: ([date]) => dateOf(date),
    sex: ([code]) => sexOf(code),
    id: ([id]) => id ?? '',
    role: (components) => components[1] || components[0] || '',
  };
  const person: Record<string, string> = {};
  for (const [part, numbers] of Object.entries(places) as [Part, readonly number[]][]) {
    const values = numbers.flatMap((number) =>
      (fields[number] ?? '')
        .split(by.repetition)
        .map((value) => write[part](value.split(by.component).map((one) => plain(one, by)))),
    );
    person[part] = joinWords([...new Set(values)], '; ');
  }
  return person;
}

/** What stands in other fields, in its order. */
function otherFields(fields: readonly string[], places: (typeof people)[string] | undefined, by: Delimiters): string {
  const read = new Set(places ? Object.values(places).flat() : []);
  const others = fields.filter((value, index) => index > 0 && value !== '' && value !== '""' && !read.has(index));
  const values = others.map((value) =>
    joinWords(
      value
        .split(by.repetition)
        .flatMap((one) => one.split(by.component))
        .map((one) => plain(one, by)),
    ),
  );
  const isHead = /^(?:MSH|FHS|BHS)$/.test(fields[0] ?? '');
  return joinWords(isHead ? values.slice(1) : values, '\t');
}

/** Without escapes (HL7 2.5.1 2.7); parts of a component are words. */
function plain(text: string, { field, component, repetition, escape, inner }: Delimiters): string {
  const spaced = text.replaceAll(inner, ' ');
  if (!spaced.includes(escape)) return spaced === '""' ? '' : spaced;
  const signs: Readonly<Record<string, string>> = { F: field, S: component, R: repetition, E: escape, T: inner };
  return spaced
    .split(escape)
    .map((piece, index) =>
      index % 2 === 0
        ? piece
        : /^X(?:[\da-f]{2})+$/i.test(piece)
          ? Buffer.from(piece.slice(1), 'hex').toString('latin1')
          : (signs[piece] ?? ' '),
    )
    .join('');
}
