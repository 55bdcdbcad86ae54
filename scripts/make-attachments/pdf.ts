/** A PDF with a table, columns and other places, an attachment, and a page that is only a picture. */
import { Planter, type MadeFile } from './planting.ts';

const literal = (text: string) => `(${text.replace(/[\\()]/g, '\\$&')})`;
const show = (x: number, y: number, text: string, size = 11) =>
  `BT /F1 ${size} Tf ${x} ${y} Td ${literal(text)} Tj ET\n`;

export function pdf(): MadeFile {
  const plant = new Planter('pdf');
  const letters = plant.at('letter-by-letter', 'page 1');
  const table = [
    ['Student', 'Phone'],
    [plant.at('table', 'page 1'), '555-0142'],
  ];
  const prose = (key: string) => plant.at(key, 'page 1');
  const left = [
    'The left column is written first and',
    'goes on for several lines of prose so',
    'that it cannot be taken for a table,',
    prose('left-column').slice(0, 26),
    prose('left-column').slice(26),
  ];
  plant.plantings.splice(-2);
  const first = [
    show(50, 760, plant.at('text', 'page 1')),
    // Each letter is placed separately.
    `BT /F1 11 Tf 50 740 Td ${[...letters].map((letter) => `${literal(letter)} Tj`).join(' ')} ET\n`,
    // Columns first, rows later: the order in the file is not the reading order.
    ...table.map((row, index) => show(320, 700 - index * 16, row[1]!)),
    ...table.map((row, index) => show(50, 700 - index * 16, row[0]!)),
    ...left.map((line, index) => show(50, 600 - index * 14, line)),
    ...left.map((line, index) => show(320, 600 - index * 14, `right ${line}`)),
    show(50, 400, plant.at('rendered-invisible', 'page 1')).replace('BT', 'BT 3 Tr'),
  ].join('');
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R /Outlines 12 0 R /AcroForm << /Fields [8 0 R] /DA (/F1 10 Tf) >> /Names << /EmbeddedFiles << /Names [(note.txt) 10 0 R] >> >> >>',
    '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 6 0 R /Annots [7 0 R 8 0 R 9 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /I 15 0 R >> >> /Contents 14 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    pdfStream('', first),
    `<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /T (Casey Fern) /Contents ${literal(plant.at('note', 'page 1, note'))} >>`,
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (remark) /Rect [10 40 200 60] /V ${literal(plant.at('form-field', 'page 1, form field'))} >>`,
    `<< /Type /Annot /Subtype /Link /Rect [10 70 30 80] /A << /S /URI /URI ${literal(`https://forms.example/${encodeURIComponent(plant.at('link', 'page 1, link'))}`)} >> >>`,
    `<< /Type /Filespec /F (note.txt) /UF (note.txt) /Desc ${literal(plant.at('attachment-description', 'attachments'))} /EF << /F 11 0 R >> >>`,
    pdfStream('/Type /EmbeddedFile', 'inside'),
    '<< /Type /Outlines /First 13 0 R /Last 13 0 R /Count 1 >>',
    `<< /Title ${literal(plant.at('bookmark', 'bookmarks'))} /Parent 12 0 R /Dest [3 0 R /Fit] >>`,
    pdfStream('', 'q 600 0 0 780 0 0 cm /I Do Q'),
    pdfStream('/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8', 'x'),
    `<< /Title ${literal(plant.at('title', 'document properties'))} /Note ${literal(plant.at('custom-property', 'document properties'))} >>`,
  ];
  return {
    name: 'places.pdf',
    bytes: assemblePdf(objects),
    plantings: plant.plantings,
    inside: ['note.txt'],
    unread: ['image'],
  };
}

/** A stream object with its length. */
export function pdfStream(dictionary: string, content: string): string {
  return `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

/** A file of the objects, with their cross-reference table; the last object is the information dictionary. */
export function assemblePdf(objects: readonly string[]): Buffer {
  let text = '%PDF-1.7\n';
  const offsets: number[] = [];
  objects.forEach((object, index) => {
    offsets.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) text += `${String(offset).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
