/** Reads Word files: the main text, then headers, footers, notes and comments; styles that hide text count. */
import type { Collected } from '../collected.ts';
import { attribute, isOn } from '../xml-events.ts';
import type { PackagePart } from '../zip-package.ts';
import type { OfficePackage } from './office-package.ts';
import type { OtherParts } from './other-parts.ts';

/** Reads the document and its references into one text. Of a file without a main part, all parts are read in order. */
export async function readWordDocument(opened: OfficePackage, parts: OtherParts, into: Collected): Promise<void> {
  const main = await mainPart(opened);
  if (!main) return;
  const hiddenStyles = await stylesThatHide(opened, into);
  const text = into.text();
  await parts.xml(main, text, { label: 'document', hiddenStyles });
  await parts.relatedTo(main.name, text, '');
}

async function mainPart(opened: OfficePackage): Promise<PackagePart | undefined> {
  const typed = opened.partOfType('document.main+xml') ?? opened.partOfType('template.main+xml');
  if (typed) return typed;
  const start = (await opened.relationships('')).find((relationship) => relationship.type === 'officeDocument');
  return (start && opened.zip.find(start.target)) ?? opened.zip.find('word/document.xml');
}

async function stylesThatHide(opened: OfficePackage, into: Collected): Promise<Set<string>> {
  const hiding = new Set<string>();
  const part = opened.zip.find('word/styles.xml') ?? opened.partOfType('wordprocessingml.styles+xml');
  if (!part) return hiding;
  let style = '';
  await into.attempt(part.name, part.size, async () => {
    await opened.parse(part, {
      open: (name, attributes) => {
        if (name === 'style') style = attribute(attributes, 'styleId') ?? '';
        if (style === '') return;
        if (name === 'vanish' && isOn(attribute(attributes, 'val'))) hiding.add(style);
        if (name === 'basedOn' && hiding.has(attribute(attributes, 'val') ?? '')) hiding.add(style);
      },
      close: (name) => {
        if (name === 'style') style = '';
      },
    });
  });
  return hiding;
}
