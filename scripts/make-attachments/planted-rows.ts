/** Small files with one row of a class list in one place each, where programs keep data beside what a page shows. */
import { compoundFile } from './compound-file.ts';
import { officePackage, xmlHead } from './office-package.ts';
import { assemblePdf, pdfStream } from './pdf.ts';
import { pivotCache97, textBox97 } from './workbook-97.ts';
import { binaryPivotCache } from './workbook-binary.ts';

/** The cells of the row, left to right. */
export const row = ['Tamsin Quillfeather', '12 Alder Court', '555-0142'] as const;
const [name, address, phone] = row;

export interface PlantedRow {
  /** Where the row is, in words for the name of a test. */
  readonly where: string;
  readonly name: string;
  readonly bytes: Buffer;
  /** Label of the place that the reader must report. */
  readonly place: string;
}

const drawn = `BT /F1 10 Tf 4 6 Td (${name}) Tj 160 0 Td (${address}) Tj 160 0 Td (${phone}) Tj ET`;
const form = (content: string, resources = '/Font << /F1 5 0 R >>'): string =>
  pdfStream(`/Type /XObject /Subtype /Form /BBox [0 0 500 20] /Resources << ${resources} >>`, content);

/** A page without text and with one annotation, object 6; further objects from number 7 on. */
function annotated(annotation: string, ...objects: string[]): Buffer {
  return assemblePdf([
    '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /DA (/F1 10 Tf) >> >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R /Annots [6 0 R] >>',
    pdfStream('', 'BT /F1 11 Tf 50 700 Td (Minutes of the meeting) Tj ET'),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Type /Annot /Rect [50 500 550 520] ${annotation} >>`,
    ...objects,
    '<< /Title (x) >>',
  ]);
}

/** What no page shows as it is opened. */
function unshownRows(): [where: string, place: string, bytes: Buffer][] {
  const line = row.join(', ');
  const stamp = (look: string) => annotated(`/Subtype /Stamp /F 4 /AP << ${look} >>`, form(drawn), form(''));
  const objects = (object: string) => annotated('/Subtype /Square /F 4', object);
  return [
    ['a stamp while the mouse is over it', 'text that no page shows', stamp('/N 8 0 R /R 7 0 R')],
    ['a stamp while it is pressed', 'text that no page shows', stamp('/N 8 0 R /D 7 0 R')],
    [
      'a state of a check box that is not set',
      'text that no page shows',
      annotated('/Subtype /Widget /FT /Btn /T (list) /F 4 /AS /Off /AP << /N << /On 7 0 R >> >>', form(drawn)),
    ],
    ['a form that nothing draws', 'text that no page shows', objects(form(drawn))],
    ['the description of a picture', 'replacement text', objects(`<< /S /Figure /Alt (${line}) >>`)],
    ['a field that is on no page', 'words of objects', objects(`<< /FT /Tx /T (list) /V (${line}) >>`)],
    ['the name of a layer', 'words of objects', objects(`<< /Type /OCG /Name (${line}) >>`)],
    [
      'the caption of a button',
      'words of objects',
      annotated(`/Subtype /Widget /FT /Btn /Ff 65536 /T (list) /F 4 /MK << /RC (${line}) >>`),
    ],
  ];
}

export function pdfRows(): PlantedRow[] {
  const files: readonly [where: string, place: string, bytes: Buffer][] = [
    ['a stamp', 'page 1, note', annotated('/Subtype /Stamp /F 4 /AP << /N 7 0 R >>', form(drawn))],
    ['a hidden stamp', 'page 1, note', annotated('/Subtype /Stamp /F 2 /AP << /N 7 0 R >>', form(drawn))],
    [
      'a form within a stamp',
      'page 1, note',
      annotated(
        '/Subtype /Stamp /F 4 /AP << /N 7 0 R >>',
        form('/Inner Do', '/XObject << /Inner 8 0 R >>'),
        form(drawn),
      ),
    ],
    ['a text on the page', 'page 1, note', annotated('/Subtype /FreeText /F 4 /AP << /N 7 0 R >>', form(drawn))],
    ['the icon of a note', 'page 1, note', annotated('/Subtype /Text /F 4 /AP << /N 7 0 R >>', form(drawn))],
    ['a mark of a rectangle', 'page 1, note', annotated('/Subtype /Square /F 4 /AP << /N 7 0 R >>', form(drawn))],
    [
      'a state of a check box',
      'page 1, form field',
      annotated('/Subtype /Widget /FT /Btn /T (list) /F 4 /AS /On /V /On /AP << /N << /On 7 0 R >> >>', form(drawn)),
    ],
    [
      'the look of a form field without a value',
      'page 1, form field',
      annotated('/Subtype /Widget /FT /Tx /T (list) /F 4 /AP << /N 7 0 R >>', form(drawn)),
    ],
    ...unshownRows(),
  ];
  return files.map(([where, place, bytes]) => ({ where: `pdf: ${where}`, name: 'minutes.pdf', bytes, place }));
}

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

function word(body: string, customXml?: string): Buffer {
  return officePackage({
    '': { content: '', relations: [['d', 'officeDocument', 'word/document.xml']] },
    'word/document.xml': {
      type: 'document',
      content: `${xmlHead}<w:document ${w}><w:body>${body}<w:p><w:r><w:t>Minutes</w:t></w:r></w:p></w:body></w:document>`,
      ...(customXml !== undefined && { relations: [['x', 'customXml', '../customXml/item1.xml'] as const] }),
    },
    ...(customXml !== undefined && { 'customXml/item1.xml': { content: `${xmlHead}${customXml}` } }),
  });
}

function wordRows(): PlantedRow[] {
  const files: readonly [where: string, place: string, bytes: Buffer][] = [
    [
      'attributes of a custom XML part',
      'custom XML',
      word('', `<list xmlns="urn:list"><student name="${name}" home="${address}" tel="${phone}"/></list>`),
    ],
    [
      'a text of a custom XML part',
      'custom XML',
      word('', `<list xmlns="urn:list"><student>${row.join('; ')}</student></list>`),
    ],
    [
      'an attribute of custom markup',
      'document',
      word(
        `<w:customXml w:element="student"><w:customXmlPr><w:attr w:name="row" w:val="${row.join(', ')}"/></w:customXmlPr></w:customXml>`,
      ),
    ],
  ];
  return files.map(([where, place, bytes]) => ({ where: `docx: ${where}`, name: 'minutes.docx', bytes, place }));
}

function workbookRows(): PlantedRow[] {
  const header = ['Student', 'Home', 'Phone'];
  const other = ['Rowan Thistlewood', '9 Birch Lane', '555-0177'];
  const file = (where: string, place: string, bytes: Buffer) => ({
    where: `xls: ${where}`,
    name: 'totals.xls',
    bytes,
    place,
  });
  return [
    file('a text box', 'texts beside the cells', compoundFile({ Workbook: textBox97(row.join('\n')) })),
    file(
      'a text box in two pieces',
      'texts beside the cells',
      compoundFile({ Workbook: textBox97(row.join(', '), 14) }),
    ),
    file(
      'a pivot cache',
      'pivot cache 1',
      compoundFile({ Workbook: textBox97('Totals'), '_SX_DB_CUR/0001': pivotCache97(header, [other, [...row]]) }),
    ),
    file(
      'a pivot cache whose rows keep their own texts',
      'pivot cache 1',
      compoundFile({
        Workbook: textBox97('Totals'),
        '_SX_DB_CUR/0001': pivotCache97(header, [other, [...row]], { unshared: [2] }),
      }),
    ),
  ];
}

function binaryWorkbookRows(): PlantedRow[] {
  const forms = ['listed', 'in rows', 'in records'] as const;
  const rows = [['Rowan Thistlewood', '9 Birch Lane', '555-0177'], [...row]];
  return forms.map((form) => ({
    where: `xlsb: a pivot cache, values ${form}`,
    name: 'totals.xlsb',
    bytes: binaryPivotCache(['Student', 'Home', 'Phone'], rows, form),
    place: 'pivot cache 1',
  }));
}

/** A mailbox file of two messages; the row is in the second. */
function mailboxRow(): PlantedRow {
  const mail = (subject: string, text: string): string =>
    `From casey@school.example Mon Mar  2 09:00:00 2026\nFrom: casey@school.example\nTo: ana@school.example\nSubject: ${subject}\n\n${text}\n\n`;
  return {
    where: 'mbox: the second message',
    name: 'saved.mbox',
    bytes: Buffer.from(`${mail('Minutes', '>From here on, see below.')}${mail('List', row.join('\t'))}`),
    place: '',
  };
}

export function plantedRows(): PlantedRow[] {
  return [...pdfRows(), ...wordRows(), ...workbookRows(), ...binaryWorkbookRows(), mailboxRow()];
}
