/** Places that the committed files leave out: macros of each kind of file, forms, nested messages, pages that are pictures, and their marks. */
import { describe, expect, it } from '@jest/globals';
import { compoundFile } from '../../scripts/make-attachments/compound-file.ts';
import { macroModule } from '../../scripts/make-attachments/macro.ts';
import { officePackage, xmlHead } from '../../scripts/make-attachments/office-package.ts';
import { assemblePdf, pdfStream } from '../../scripts/make-attachments/pdf.ts';
import { pictureWords, scannedPdf } from '../../scripts/make-attachments/pictures.ts';
import { sentence } from '../../scripts/make-attachments/planting.ts';
import { zipFile } from '../../scripts/make-attachments/zip-file.ts';
import { placeAt, readAs, readWith, readWithOcr } from './read-with.ts';

const words = sentence('hidden-place');
const module = macroModule(`' ${words}`);
const project = compoundFile({ 'VBA/dir': Buffer.alloc(60, 1), 'VBA/Module1': module });
const wide = (text: string) => Buffer.from(text, 'utf16le');
const inner = '__attach_version1.0_#00000000/__substg1.0_3701000D';
const names = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:form="urn:f" xmlns:dc="urn:dc"';
const textWith = (body: string) =>
  zipFile({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `<office:document-content ${names}><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
  });
const form = (control: string) => textWith(`<office:forms><form:form>${control}</form:form></office:forms>`);
const message = (streams: Readonly<Record<string, Buffer>>) =>
  compoundFile({ '__properties_version1.0': Buffer.alloc(32), '__substg1.0_1000001F': wide('x'), ...streams });
/** A page with this content, and these further objects from number 6 on. */
const page = (content: string, more = '', ...objects: string[]) =>
  assemblePdf([
    `<< /Type /Catalog /Pages 2 0 R ${more} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> /Properties << /oc1 6 0 R >> >> /Contents 4 0 R /Annots [6 0 R] >>',
    pdfStream('', content),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...objects,
    '<< /Title (x) >>',
  ]);
const shown = (before: string) => `${before} BT /F1 11 Tf 50 700 Td (${words}) Tj ET`;

describe('a sentence is found', () => {
  it.each<[string, string, Buffer, string]>([
    [
      'in a macro of a docm',
      'x.docx',
      officePackage({
        'word/document.xml': { type: 'document', content: `${xmlHead}<w:document xmlns:w="w"/>` },
        'word/vbaProject.bin': { content: project },
      }),
      'macro Module1',
    ],
    [
      'in a macro of an xlsm',
      'x.xlsx',
      officePackage({
        'xl/workbook.xml': { type: 'workbook', content: `${xmlHead}<workbook/>` },
        'xl/vbaProject.bin': { content: project },
      }),
      'macro Module1',
    ],
    [
      'in a macro of a doc',
      'x.doc',
      compoundFile({ WordDocument: Buffer.alloc(4096), 'Macros/VBA/Module1': module }),
      'macro Module1',
    ],
    [
      'in a macro of an xls',
      'x.xls',
      compoundFile({ Workbook: Buffer.alloc(4096), '_VBA_PROJECT_CUR/VBA/Module1': module }),
      'macro Module1',
    ],
    ['in the label of a form control', 'x.odt', form(`<form:text form:label="${words}"/>`), 'document'],
    ['in the value of a form control', 'x.odt', form(`<form:text form:value="${words}"/>`), 'document'],
    ['in a form control', 'x.odt', form(`<form:text form:current-value="${words}"/>`), 'document'],
    ['in a text area', 'x.odt', form(`<form:textarea><text:p>${words}</text:p></form:textarea>`), 'document'],
    [
      'in a hidden section',
      'x.odt',
      textWith(`<text:section text:display="none"><text:p>${words}</text:p></text:section>`),
      'document',
    ],
    [
      'in the comment of a tracked change',
      'x.odt',
      textWith(
        `<text:tracked-changes><text:changed-region><text:insertion><office:change-info><text:p>${words}</text:p></office:change-info></text:insertion></text:changed-region></text:tracked-changes>`,
      ),
      'document',
    ],
    [
      'among the recipients of an attached Outlook message',
      'x.msg',
      message({
        [`${inner}/__properties_version1.0`]: Buffer.alloc(32),
        [`${inner}/__recip_version1.0_#00000000/__substg1.0_3001001F`]: wide(words),
      }),
      'message, attached message, recipients',
    ],
    [
      'in a message attached to an attached Outlook message',
      'x.msg',
      message({
        [`${inner}/__properties_version1.0`]: Buffer.alloc(32),
        [`${inner}/${inner}/__properties_version1.0`]: Buffer.alloc(32),
        [`${inner}/${inner}/__substg1.0_1000001F`]: wide(words),
      }),
      'message, attached message, attached message',
    ],
    ['in white on a page', 'x.pdf', page(shown('1 1 1 rg')), 'page 1'],
    [
      'on a layer that is off',
      'x.pdf',
      page(
        `/OC /oc1 BDC ${shown('')} EMC`,
        '/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>',
        '<< /Type /OCG /Name (a) >>',
      ),
      'page 1',
    ],
    ['outside of what is drawn', 'x.pdf', page(`q 0 0 1 1 re W n ${shown('')} Q`), 'page 1'],
    [
      'in a hidden note',
      'x.pdf',
      page('', '', `<< /Type /Annot /Subtype /FreeText /F 2 /Rect [1 1 9 9] /Contents (${words}) >>`),
      'page 1, note',
    ],
  ])('%s', async (_, name, bytes, place) => {
    const { texts } = await readAs(name, bytes);
    const found = texts.map((text) => ({ text, at: text.text.indexOf(words) })).filter(({ at }) => at >= 0);
    expect(found.map(placeAt)).toContain(place);
  });
});

it('files inside attached Outlook messages are handed on', async () => {
  const bytes = message({
    [`${inner}/__properties_version1.0`]: Buffer.alloc(32),
    [`${inner}/__attach_version1.0_#00000000/__substg1.0_3707001F`]: wide('list.csv'),
    [`${inner}/__attach_version1.0_#00000000/__substg1.0_37010102`]: Buffer.from('name'),
  });
  expect((await readAs('x.msg', bytes)).files.map(({ name }) => name)).toEqual(['list.csv']);
});

describe('a page that is only a picture', () => {
  it('is unread where nobody asks for OCR', async () => {
    const { contents } = await readWith(scannedPdf());
    expect(contents.texts).toEqual([]);
    expect(contents.unread).toEqual([{ name: 'page 1', size: 0, reason: 'image' }]);
  });

  it('is read by OCR', async () => {
    const contents = await readWithOcr(scannedPdf());
    const [text] = contents.texts;
    expect(text?.text).toContain(pictureWords);
    expect(placeAt({ text: text!, at: text!.text.indexOf(pictureWords) })).toBe('page 1, by OCR');
    expect(contents.unread).toEqual([]);
  });
});

describe('a PDF file with many forms that no page draws', () => {
  const forms = (count: number) =>
    page(
      'BT /F1 11 Tf 50 700 Td (Minutes of the meeting) Tj ET',
      '',
      ...Array.from({ length: count }, (_, nth) =>
        pdfStream(
          '/Type /XObject /Subtype /Form /BBox [0 0 500 20] /Resources << /Font << /F1 5 0 R >> >>',
          `BT /F1 10 Tf 4 6 Td (Form number ${nth}.) Tj ET`,
        ),
      ),
    );

  it('has each of them read', async () => {
    const { texts, unread } = await readAs('forms.pdf', forms(1100));
    const text = texts.map((one) => one.text).join('\n');
    expect(
      Array.from({ length: 1100 }, (_, nth) => nth).filter((nth) => !text.includes(`Form number ${nth}.`)),
    ).toEqual([]);
    expect(unread).toEqual([]);
  });

  it('says so where there are more than it reads', async () => {
    const contents = await readAs('forms.pdf', forms(5001));
    expect(contents.unread.map(({ reason }) => reason)).toContain('too-many');
  });
});
