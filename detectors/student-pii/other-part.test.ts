/** Lists of names and of locators on two sheets, and in files of any number. */
import { describe, expect, it } from '@jest/globals';
import { loadFixture, fixtureDirectory } from '../../test/harness/detector-fixtures.ts';
import { join } from 'node:path';
import type { ExtractedMessage, ExtractedPart, Finding } from '../detector.ts';
import detector from './index.ts';

const { message } = loadFixture(join(import.meta.dirname, 'fixtures/hit.lists-in-two-parts.yaml'));
const detect = detector.create(detector.options.parse({}), { directory: fixtureDirectory() });

const names = ['Ana Lopez', 'Benjamin Carter', 'Kou Vang', 'Deshawn Harris'];
const phones = ['262-555-0141', '414-555-0142', '608-555-0143', '920-555-0144'];

function file(id: string, filename: string, text: string, places: ExtractedPart['places'] = []): ExtractedPart {
  return { id, kind: 'attachment', contentType: 'text/plain', filename, text, quoted: [], hidden: [], places };
}

function withParts(...parts: readonly ExtractedPart[]): ExtractedMessage {
  return { ...message, subject: 'Files', parts };
}

function told(findings: readonly Finding[], parts: readonly ExtractedPart[]): string[] {
  const text = (id: string) => parts.find((part) => part.id === id)?.text ?? '';
  return findings.map(({ part, start, end, subject }) => `${subject?.name}: ${text(part).slice(start, end)}`);
}

describe('names and locators that stand apart', () => {
  it('ties two sheets of a workbook in their order', () => {
    const students = ['Student', ...names].join('\n');
    const text = `${students}\n\n${['Home phone', ...phones].join('\n')}`;
    const places = [
      { start: 0, label: 'sheet Students', firstRow: 1 },
      { start: students.length + 2, label: 'sheet Phones', firstRow: 1 },
    ];
    const parts = [file('2', 'grade5.xlsx', text, places)];
    const findings = detect(withParts(...parts));
    const tied = told(findings, parts);
    // Weak evidence. The name nearest to the second sheet is taken for the owner of all its phones, too.
    const right = names.map((name, index) => `${name}: ${phones[index]}`);
    expect(right.filter((one) => tied.includes(one)).length).toBeGreaterThanOrEqual(3);
    expect(findings.every(({ score }) => score > 0.5 && score < 0.9)).toBe(true);
  });

  it('says that the name stands in another part', () => {
    const parts = [file('2', 'students.txt', names.join('\n')), file('3', 'b.txt', phones.join('\n'))];
    const findings = detect(withParts(...parts));
    expect(findings).toHaveLength(names.length);
    for (const { because } of findings) expect(because.map(({ rule }) => rule)).toContain('other-part');
  });

  it.each([
    ['many more names than phones', [...names, 'Elena Ortiz', 'Frank Meyer', 'Grace Olson'], phones.slice(0, 3)],
    ['phones beside other names', names, phones.map((phone) => `Northland Mechanical ${phone}`)],
  ])('leaves %s alone', (_what, listed, numbers) => {
    const parts = [file('2', 'students.txt', listed.join('\n')), file('3', 'b.txt', numbers.join('\n'))];
    expect(detect(withParts(...parts))).toEqual([]);
  });
});
