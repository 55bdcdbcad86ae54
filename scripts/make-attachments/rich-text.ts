/** RTF with a sentence in every place, and RTF as Outlook creates it from HTML. */
import { nativeObject } from './native-object.ts';
import { Planter, type MadeFile } from './planting.ts';

export function richText(): MadeFile {
  const plant = new Planter('rtf');
  const split = plant.at('runs', 'document');
  const unicode = plant.at('unicode', 'document');
  const body = [
    `{\\info{\\title ${plant.at('title', 'document properties')}}}`,
    `{\\header \\pard ${plant.at('header', 'header and footer')}\\par}`,
    `\\pard ${split.slice(0, 6)}{\\b ${split.slice(6, 14)}}${split.slice(14)}\\par`,
    `\\pard ${[...unicode].map((letter) => `\\u${letter.charCodeAt(0)}?`).join('')}\\par`,
    `\\pard ${[...plant.at('hexadecimal', 'document')].map((letter) => `\\'${letter.charCodeAt(0).toString(16)}`).join('')}\\par`,
    `\\pard {\\v ${plant.at('hidden', 'document', { hidden: true })}}\\par`,
    `\\pard {\\deleted ${plant.at('deleted', 'document', { hidden: true })}}\\par`,
    `\\pard Word{\\footnote ${plant.at('footnote', 'footnote')}} goes on.\\par`,
    `\\pard Word{\\*\\annotation ${plant.at('comment', 'comment')}} goes on.\\par`,
    `\\trowd Name\\cell ${plant.at('table', 'document')}\\cell\\row`,
    `\\pard {\\field{\\*\\fldinst HYPERLINK "https://forms.example/ ${plant.at('field-code', 'field codes', { hidden: true })}"}{\\fldrslt ${plant.at('field-result', 'document')}}}\\par`,
    `{\\shp{\\*\\shpinst{\\sp{\\sn wzDescription}{\\sv ${plant.at('alt-text', 'text box')}}}{\\shptxt ${plant.at('text-box', 'text box')}\\par}}}`,
    `{\\object{\\*\\objdata ${objectData()}}{\\result picture}}`,
  ];
  const bytes = Buffer.from(`{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}${body.join('\n')}}`, 'latin1');
  return { name: 'places.rtf', bytes, plantings: plant.plantings, inside: ['inner-note.txt'] };
}

/** HTML in RTF, as Outlook sends it (MS-OXRTFEX). */
export function encapsulatedHtml(): MadeFile {
  const plant = new Planter('rtf-html');
  const bytes = Buffer.from(
    `{\\rtf1\\ansi\\ansicpg1252\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 ${plant.at('paragraph', 'document')}{\\*\\htmltag72 </p>}\\htmlrtf\\par}\\htmlrtf0}`,
    'latin1',
  );
  return { name: 'html.rtf', bytes, plantings: plant.plantings };
}

/** OLE 1.0: class, no topic, no item, then the content of the packager without its own length. */
function objectData(): string {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const native = nativeObject('inner-note.txt', Buffer.from('inside')).subarray(4);
  return Buffer.concat([
    number(0x501),
    number(2),
    number(8),
    Buffer.from('Package\0'),
    number(0),
    number(0),
    number(native.length),
    native,
  ]).toString('hex');
}
