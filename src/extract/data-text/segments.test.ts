/** People in HL7, X12 and EDIFACT messages are read as rows with headings, in the place of their segment. */
import { describe, expect, it } from '@jest/globals';
import { edifact, hl7, x12 } from '../../../scripts/make-attachments/segment-files.ts';
import { extractLimits } from '../../../test/harness/extract-limits.ts';
import { extractFile } from '../extract.ts';
import { readDataText } from './read-data-text.ts';

const planted = { given: 'Tamsin', family: "O'Quill", street: "12 Alder's Court", phone: '414-555-0142' };
const row = "Tamsin O'Quill\t12 Alder's Court, Milwaukee, WI 53202\t414-555-0142";

describe('a person', () => {
  it.each([
    ['PID', 'list.hl7', hl7('PID', planted)],
    ['NK1', 'list.hl7', hl7('NK1', planted)],
    ['GT1', 'list.dat', hl7('GT1', planted)],
    ['NM1', 'members.834', x12(planted)],
    ['NM1', 'members.txt', x12(planted).replaceAll('\n', '')],
    ['NAD', 'order.edi', edifact(planted)],
    [
      'NAD',
      'order.edi',
      edifact(planted)
        .replaceAll('\n', '')
        .replace(/^UNA.{6}/, ''),
    ],
  ])('in %s of %s is a row', async (segment, name, content) => {
    const { parts, unread } = await extractFile(Buffer.from(content), name, extractLimits);
    const [{ text, places = [] }] = parts as [(typeof parts)[number]];
    const at = text.indexOf(row);
    expect(text.slice(0, at)).toMatch(/^Name\tAddress\tPhone/);
    expect(places.findLast(({ start }) => start <= at)?.label).toBe(`table ${segment}`);
    expect(unread).toEqual([]);
  });

  it('has the date of birth, the sex and the number beside the name', () => {
    for (const content of [hl7('PID', planted).replaceAll('\r', '\n'), x12(planted)])
      expect(readDataText(content)?.text).toMatch(/\t2015-04-02\tfemale\t4711\b/);
  });
});

it('other fields are kept as text, without escapes', () => {
  const text = String.raw`MSH|^~\&|A|B|C|D|2026||ORU^R01|1|P|2.5
OBX|1|TX|note^Nurse||The dose \T\ the time \F\ see below~Second line||||||F
NTE|1||Call the mother first.`;
  expect(readDataText(text)?.text).toContain('The dose & the time | see below Second line');
  expect(readDataText(text)?.text).toContain('Call the mother first.');
});

it('two people of one message do not become one', () => {
  const two = x12(planted).replace('SE*', 'NM1*QD*1*Fern*Casey~N3*9 Birch Way~SE*');
  expect(readDataText(two)?.text).toMatch(/\nCasey Fern\t9 Birch Way\t/);
});

it.each([
  ['prose', 'MSH is short for many things | and so on'],
  ['a table between bars', 'ISA|Name|Phone\n1|Tamsin|555-0142'],
  ['a line of stars', 'ISA*this*that*and*so*on~'],
])('%s is none of these', (_, text) => {
  expect(readDataText(text)).toBeUndefined();
});
