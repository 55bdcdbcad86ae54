import { describe, expect, test } from '@jest/globals';
import type { WrittenPlace } from '../../message/written-place.ts';
import { placeInWords } from './place-words.ts';

const places: readonly (readonly [WrittenPlace, string, string])[] = [
  [{ in: 'subject' }, 'in the subject', 'en el asunto'],
  [{ in: 'text' }, 'in the text', 'en el texto'],
  [{ in: 'text', line: 4 }, 'in line 4 of the text', 'en la línea 4 del texto'],
  [{ in: 'text', paragraph: 2 }, 'in the second paragraph', 'en el segundo párrafo'],
  [{ in: 'text', paragraph: 14 }, 'in paragraph 14', 'en el párrafo 14'],
  [{ in: 'text', paragraph: 3, line: 2 }, 'in line 2 of the third paragraph', 'en la línea 2 del tercer párrafo'],
  [{ in: 'text', table: 1, tables: 1, line: 3 }, 'in row 3 of the table', 'en la fila 3 de la tabla'],
  [{ in: 'text', table: 2, tables: 3, line: 3 }, 'in row 3 of the second table', 'en la fila 3 de la tabla 2'],
  [
    { in: 'text', paragraph: 2, quoted: true },
    'in the earlier message that you quote',
    'en el mensaje anterior que usted cita',
  ],
  [
    { in: 'file', file: 'roster.xlsx', at: 'sheet Grade 5 (hidden), cell C12' },
    'in roster.xlsx, sheet Grade 5 (hidden), cell C12',
    'en roster.xlsx, hoja Grade 5 (oculta), celda C12',
  ],
  [{ in: 'file', file: 'trip.docx', at: 'comment' }, 'in trip.docx, comment', 'en trip.docx, comentario'],
  [
    { in: 'file', at: 'slide 2, notes' },
    'in an attached file, slide 2, notes',
    'en un archivo adjunto, diapositiva 2, notas',
  ],
  [
    { in: 'file', file: 'a.xlsx', at: 'sheet 1, comment on B2' },
    'in a.xlsx, sheet 1, comment on B2',
    'en a.xlsx, hoja 1, comentario en B2',
  ],
];

describe('a place in words', () => {
  test.each(places)('%j', (place, english, spanish) => {
    expect(placeInWords(place, 'en')).toBe(english);
    expect(placeInWords(place, 'es')).toBe(spanish);
  });
});
