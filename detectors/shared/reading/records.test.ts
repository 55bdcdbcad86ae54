/** Whatever has the shape of a form or a table is read as records with fields. */
import { describe, expect, it } from '@jest/globals';
import type { ExtractedPart, TextPlace } from '../../detector.ts';
import { layOut } from '../text/layout.ts';
import { recordsOf } from './records.ts';
import { joinedRecords } from './records/joins.ts';
import { labelOf } from './records/labels.ts';

function partOf(text: string, contentType = 'text/plain', places?: readonly TextPlace[]): ExtractedPart {
  return { id: '1', kind: 'body', contentType, text, quoted: [], hidden: [], ...(places && { places }) };
}

/** Each record as `kind=value`, with the owner in brackets. */
function read(text: string, contentType?: string, places?: readonly TextPlace[]): string[] {
  const part = partOf(text, contentType, places);
  return recordsOf(part, layOut(text, part.contentType)).map((record) =>
    record.fields
      .map(({ kind, of, start, end }) => `${kind}${of ? `(${of})` : ''}=${text.slice(start, end)}`)
      .join(' | '),
  );
}

const nadia = 'given-name=Nadia | family-name=Brisk | phone=414-555-0133';

describe('a form', () => {
  it.each([
    ['label and value on one line', 'First Name: Nadia\nLast Name: Brisk\nPhone: 414-555-0133\n'],
    ['on one line altogether', 'First Name: Nadia   Last Name: Brisk   Phone: 414-555-0133\n'],
    ['single spaces between fields', 'First Name: Nadia Last Name: Brisk Phone: 414-555-0133\n'],
    ['dots', 'First name ..... Nadia\nLast name ...... Brisk\nPhone .......... 414-555-0133\n'],
    ['dashes', 'First name - Nadia\nLast name - Brisk\nPhone - 414-555-0133\n'],
    ['tabs', 'First name\tNadia\nLast name\tBrisk\nPhone\t414-555-0133\n'],
    ['gaps', 'First name      Nadia\nLast name       Brisk\nPhone           414-555-0133\n'],
    ['label above value', 'First name\nNadia\nLast name\nBrisk\nPhone\n414-555-0133\n'],
    ['empty lines between', 'First name\nNadia\n\nLast name\nBrisk\n\nPhone\n414-555-0133\n'],
    ['four cells', 'First name\tNadia\tLast name\tBrisk\nPhone\t414-555-0133\n'],
    ['bold', '**First name:** Nadia\n**Last name:** Brisk\n**Phone:** 414-555-0133\n'],
    ['list items', '- First name: Nadia\n- Last name: Brisk\n- Phone: 414-555-0133\n'],
    ['brackets', 'Name (First): Nadia\nName (Last): Brisk\nPhone: 414-555-0133\n'],
    ['joined words', 'studentless\nfirstName: Nadia\nlast_name: Brisk\nHOME_PHONE: 414-555-0133\n'],
    ['Spanish', 'Nombre: Nadia\nApellido: Brisk\nTeléfono: 414-555-0133\n'],
    ['quoted', '> First name: Nadia\n> Last name: Brisk\n> Phone: 414-555-0133\n'],
    ['YAML', '- first: Nadia\n  last: Brisk\n  phone: 414-555-0133\n'],
    [
      'between sentences',
      'Please call.\n\nFirst name: Nadia\nLast name: Brisk\nPhone: 414-555-0133\n\nIt is urgent, thank you for all that you do.\n',
    ],
  ])('%s', (_name, text) => {
    expect(read(text)).toEqual([nadia]);
  });

  it('begins a new record where the label of a name comes again', () => {
    expect(read('Student: Nadia Brisk\nPhone: 414-555-0133\nStudent: Oren Vale\nPhone: 414-555-0134\n')).toEqual([
      'full-name(student)=Nadia Brisk | phone=414-555-0133',
      'full-name(student)=Oren Vale | phone=414-555-0134',
    ]);
  });

  it('takes a label above labels for a heading', () => {
    expect(read('Parent/Guardian\nFirst name\nIda\nLast name\nBrisk\nCell\n414-555-0133\n')).toEqual([
      'given-name(family)=Ida | family-name(family)=Brisk | phone(family)=414-555-0133',
    ]);
  });

  it('keeps what follows a single label', () => {
    expect(read('Student\nNadia Brisk\n12 Fennel Lane\n414-555-0133\n')).toEqual([
      'full-name(student)=Nadia Brisk | unlabelled=12 Fennel Lane | unlabelled=414-555-0133',
    ]);
  });

  it.each([
    ['a sentence with a colon', 'Note: the bus leaves at eight, and nobody waits.\nReminder: bring a lunch.\n'],
    ['one label alone', 'Student: please come to the office.\n\nWe wait for you there until three.\n'],
    ['a blank form', 'Student name: ________  Grade: ____\nPhone: ________\n'],
    ['times', 'Lunch is at 11:30 and the bus leaves at 2:15. Bring a coat.\n'],
  ])('is not %s', (_name, text) => {
    expect(read(text)).toEqual([]);
  });
});

describe('a table', () => {
  const rows = [
    'given-name=Nadia | family-name=Brisk | phone=414-555-0133',
    'given-name=Oren | family-name=Vale | phone=414-555-0134',
  ];

  it.each([
    ['tabs', 'First\tLast\tPhone\nNadia\tBrisk\t414-555-0133\nOren\tVale\t414-555-0134\n'],
    ['bars', '| First | Last | Phone |\n| Nadia | Brisk | 414-555-0133 |\n| Oren | Vale | 414-555-0134 |\n'],
    ['semicolons', 'First;Last;Phone\nNadia;Brisk;414-555-0133\nOren;Vale;414-555-0134\n'],
    ['commas', 'First,Last,Phone\nNadia,Brisk,414-555-0133\nOren,Vale,414-555-0134\n'],
    ['quoted cells', '"First","Last","Phone"\n"Nadia","Brisk","414-555-0133"\n"Oren","Vale","414-555-0134"\n'],
    ['slashes', 'First / Last / Phone\nNadia / Brisk / 414-555-0133\nOren / Vale / 414-555-0134\n'],
    ['fixed width', 'First    Last     Phone\nNadia    Brisk    414-555-0133\nOren     Vale     414-555-0134\n'],
  ])('with %s', (_name, text) => {
    expect(read(text)).toEqual(rows);
  });

  it('with columns in any order, and others between', () => {
    expect(read('Last Name,School,Grade,First Name\nBrisk,Elm Grove,5,Nadia\nVale,Elm Grove,5,Oren\n')[0]).toBe(
      'family-name=Brisk | school=Elm Grove | grade=5 | given-name=Nadia',
    );
  });

  it('without headings gives cells without labels', () => {
    expect(read('Brisk\tNadia\t5\nVale\tOren\t5\n')[0]).toBe('unlabelled=Brisk | unlabelled=Nadia | unlabelled=5');
  });

  it('turned on its side gives a record for each column', () => {
    expect(read('Name,Nadia Brisk,Oren Vale\nPhone,414-555-0133,414-555-0134\nParent,Ida,Ben\n')).toEqual([
      'full-name=Nadia Brisk | phone=414-555-0133 | family-member(family)=Ida',
      'full-name=Oren Vale | phone=414-555-0134 | family-member(family)=Ben',
    ]);
  });

  it('ends with its sheet', () => {
    const text = 'Student\tID\nNadia Brisk\t71\nID\tPhone\n71\t414-555-0133';
    const places = [
      { start: 0, label: 'sheet A', firstRow: 1, firstColumn: 0 },
      { start: text.indexOf('ID\tPhone'), label: 'sheet B', firstRow: 1, firstColumn: 0 },
    ];
    const part = partOf(text, 'application/vnd.ms-excel', places);
    const records = recordsOf(part, layOut(text, part.contentType));
    expect(new Set(records.map(({ table }) => table)).size).toBe(2);
    expect(joinedRecords([{ text, records }])).toEqual([
      [
        { set: 0, record: 0 },
        { set: 0, record: 1 },
      ],
    ]);
  });

  it('is not prose with commas', () => {
    expect(read('We need pens, paper, and glue.\nWe have chalk, ink, and tape.\n')).toEqual([]);
  });
});

describe('data', () => {
  const own = 'given-name=Nadia | family-name=Brisk';
  const card =
    'BEGIN:VCARD\nVERSION:3.0\nN:Brisk;Nadia;;;\nTEL;TYPE=cell:414-555-0133\nADR;TYPE=home:;;12 Fennel Lane;Elm;WI;53199\nEND:VCARD\n';

  it('as a vCard', () => {
    expect(read(card)).toEqual([
      'family-name=Brisk | given-name=Nadia | phone=414-555-0133 | street=12 Fennel Lane | place=Elm | place=WI | place=53199',
    ]);
  });

  it.each([
    ['JSON', '[{"firstName": "Nadia", "lastName": "Brisk"}, {"firstName": "Oren", "lastName": "Vale"}]'],
    ['JSON below a sentence', 'It fails with this:\n{"data": {"first": "Nadia", "last": "Brisk"}}\n'],
    [
      'XML',
      '<rows><row><name><first>Nadia</first><last>Brisk</last></name></row><row><name><first>Oren</first><last>Vale</last></name></row></rows>',
    ],
    ['XML with attributes', '<list><entry first="Nadia" last="Brisk"/><entry first="Oren" last="Vale"/></list>'],
    ['SQL', "INSERT INTO people (first, last) VALUES ('Nadia','Brisk'), ('Oren','Vale');"],
    ['LDIF', 'dn: cn=Nadia Brisk,dc=example\ngivenName: Nadia\nsn: Brisk\n'],
    ['SYLK', 'ID;P\nC;Y1;X1;K"First"\nC;Y1;X2;K"Last"\nC;Y2;X1;K"Nadia"\nC;Y2;X2;K"Brisk"\nE\n'],
  ])('as %s', (_name, text) => {
    expect(read(text)[0]).toBe(own);
  });

  it('keeps contacts with the student that they belong to', () => {
    const text = '{"student": {"first": "Nadia", "last": "Brisk"}, "contacts": [{"name": "Ida"}, {"name": "Ben"}]}';
    expect(read(text)).toEqual([
      'given-name(student)=Nadia | family-name(student)=Brisk | family-member(family)=Ida | family-member(family)=Ben',
    ]);
  });

  it('that breaks off is read as far as it goes', () => {
    expect(read('[{"first": "Nadia", "last": "Brisk", "phone": "414-555')[0]).toContain('given-name=Nadia');
  });
});

describe('a label', () => {
  it.each([
    ['student_last_name', 'family-name', 'student'],
    ['StudentLastName', 'family-name', 'student'],
    ['Last (Legal)', 'family-name', undefined],
    ['Parent/Guardian 1 Phone', 'phone', 'family'],
    ['Teléfono de la madre', 'phone', 'family'],
    ["Mother's e-mail address", 'email', 'family'],
    ['School phone', 'phone', 'other'],
    ['Homeroom teacher', 'staff', 'staff'],
    ['Date of birth', 'birth-date', undefined],
    ['Conference ID', 'none', undefined],
    ['Student ID', 'student-number', undefined],
    ['Fecha de nacimiento', 'birth-date', undefined],
    ['Allergies or medication', 'record', undefined],
  ])('%s', (text, kind, of) => {
    const label = labelOf(text);
    expect(label?.kind).toBe(kind);
    expect(label?.of).toBe(of);
  });

  it('has a word of labels', () => {
    expect(labelOf('Purple elephants')).toBeUndefined();
  });
});

it('values lie within the text, and none overlap in a record', () => {
  const text = 'Name: Nadia Brisk, Phone: 414-555-0133, Address: 12 Fennel Lane\nDOB: 2015-02-03  Grade: 5\n';
  for (const { fields, start, end } of recordsOf(partOf(text), layOut(text, 'text/plain'))) {
    let last = start;
    for (const field of fields) {
      expect(field.start).toBeGreaterThanOrEqual(last);
      expect(field.end).toBeLessThanOrEqual(end);
      last = field.end;
    }
  }
});
