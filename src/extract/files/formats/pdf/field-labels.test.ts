/** Filled-in PDF forms: each value beside the name that a person reads for it. */
import { expect, it } from '@jest/globals';
import { assemblePdf, pdfStream } from '../../../../../scripts/make-attachments/pdf.ts';
import { extractLimits as limits } from '../../../../../test/harness/extract-limits.ts';
import { extractFile } from '../../../extract.ts';

interface Field {
  readonly name: string;
  readonly value: string;
  readonly tip?: string;
}

/** A form with a printed label left of each field, or above it. */
function form(fields: readonly Field[], printed: readonly string[], above: boolean): Buffer {
  const at = (index: number) => 700 - index * 60;
  const content = printed
    .map((label, index) => `BT /F1 11 Tf ${above ? 200 : 60} ${at(index) + (above ? 22 : 4)} Td (${label}) Tj ET`)
    .join('\n');
  const widgets = fields.map(
    ({ name, value, tip }, index) =>
      `<< /Type /Annot /Subtype /Widget /FT /Tx /T (${name}) ${tip === undefined ? '' : `/TU (${tip})`} /Rect [200 ${at(index)} 400 ${at(index) + 18}] /V (${value}) >>`,
  );
  const refs = widgets.map((_, index) => `${index + 6} 0 R`).join(' ');
  return assemblePdf([
    `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [${refs}] /DA (/F1 10 Tf) >> >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R /Annots [${refs}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    pdfStream('', content),
    ...widgets,
    '<< /Title (Form) >>',
  ]);
}

const values = ['Maya Vang', '414-555-0171', 'Leo said "stop"'];
const filled = ['Student name: Maya Vang', 'Home phone: 414-555-0171', 'Incident: Leo said "stop"'];
const printed = ['Student name:', 'Home phone ______', 'Incident:'];
const blank = ['', '', ''];

it.each<[string, readonly string[], readonly (string | undefined)[], readonly string[], boolean]>([
  ['tip', ['a1', 'b2', 'c3'], ['Student name', 'Home phone', 'Incident'], blank, false],
  ['name', ['Student_name', 'page1.HomePhone', 'form[0].Incident[0]'], [], blank, false],
  ['words to the left', ['Text1', 'undefined_2', 'fill_3'], [], printed, false],
  ['words above', ['Text1', 'Text2', 'topmostSubform[0]'], [], printed, true],
])('a field has the label of its %s', async (_by, names, tips, labels, above) => {
  const fields = names.map((name, index) => ({ name, value: values[index]!, ...(tips[index] !== undefined && { tip: tips[index] }) })); // prettier-ignore
  const { parts, unread } = await extractFile(form(fields, labels, above), 'form.pdf', limits);
  const lines = parts[0]!.text.split('\n');
  for (const line of filled) expect(lines.map((one) => one.toLowerCase())).toContain(line.toLowerCase());
  // A page that shows nothing but fields may be a picture of a form.
  expect(unread.every(({ reason }) => reason === 'image')).toBe(true);
});
