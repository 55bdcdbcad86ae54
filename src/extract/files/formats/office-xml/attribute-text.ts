/** Reads text that Office programs keep in attributes: alternative texts, prompts, tooltips, choices, names that people give. */
import { attribute, type XmlAttributes } from '../xml-events.ts';

/** Attributes that are shown or read aloud on every element. */
const anywhere: ReadonlySet<string> = new Set(
  (
    'descr title alt altText caption displayName prompt promptTitle error errorTitle tooltip display string instr ' +
    'displayText connection command userName lastModifiedBy lastValue sourceFile'
  ).split(' '),
);
/** Elements whose `name` people often give. */
const named: ReadonlySet<string> = new Set(
  (
    'cNvPr docPr table tableColumn cacheField property connection scenario person cmAuthor author docVar slicer sheet ' +
    'custShow section bookmarkStart protectedRange queryTable shape'
  ).split(' '),
);
/** Elements whose `val` or `v` is text. */
const valued: ReadonlySet<string> = new Set(
  (
    'alias tag docVar default statusText helpText lvlText sheetName filter s customFilter inputCells listEntry ' +
    'placeholder listItem attr'
  ).split(' '),
);
/** Names that programs give: `Picture 3`, `Rectangle: Rounded Corners 4`. */
const programWords: ReadonlySet<string> = new Set(
  (
    'picture image graphic photo text box textbox textfield rectangle rounded corners oval ellipse line straight arrow ' +
    'connector shape freeform group chart table title subtitle content placeholder date footer header slide number ' +
    'vertical media diagram object autoshape button check checkbox drop down comment column list label ole control cell ' +
    'x0000 s t type default picturecontent print area goback the of document'
  ).split(' '),
);

/** The texts of an element's attributes, separated by blanks; empty for most elements. */
export function textOfAttributes(element: string, attributes: XmlAttributes): string {
  const found: string[] = [];
  for (const key in attributes) {
    const name = key.includes(':') ? key.slice(key.indexOf(':') + 1) : key;
    if (anywhere.has(name) || (name === 'name' && named.has(element)) || (name === 'author' && isComment(element))) {
      keep(found, attributes[key]!);
    }
  }
  if (valued.has(element))
    keep(found, attribute(attributes, 'val') ?? attribute(attributes, 'v') ?? attribute(attributes, 'value') ?? '');
  return found.join(' ');
}

/** Elements of XML schemas, of which SharePoint keeps long ones in custom XML: their attributes are types and numbers. */
const ofSchema: ReadonlySet<string> = new Set(
  (
    'schema element simpleType complexType restriction sequence choice any all attribute enumeration import annotation ' +
    'documentation contentTypeSchema properties'
  ).split(' '),
);

/** The attributes of an element in XML of another program as one row: `<student name="…" phone="…"/>`. */
export function rowOfAttributes(element: string, attributes: XmlAttributes): string {
  if (ofSchema.has(element)) return textOfAttributes(element, attributes);
  const found: string[] = [];
  for (const key in attributes) {
    const value = attributes[key]!.trim();
    if (value !== '' && !/^xmlns\b|:schemaLocation$/.test(key) && !isGuid(value)) found.push(value);
  }
  return found.join('\t');
}

function isComment(element: string): boolean {
  return element === 'comment' || element === 'cm';
}

function keep(found: string[], value: string): void {
  const text = value.trim();
  if (text !== '' && !found.includes(text) && !byProgram(text)) found.push(text);
}

function byProgram(name: string): boolean {
  if (/^_|^OLE_LINK\d+$/i.test(name) || isGuid(name)) return true;
  if (name.length > 60) return false;
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .every((word) =>
      word.length < 5 && /^\p{N}*$/u.test(word) ? true : programWords.has(word.replace(/\d{1,4}$/, '')),
    );
}

function isGuid(value: string): boolean {
  return /^\{[0-9A-F-]{36}\}$/i.test(value);
}
