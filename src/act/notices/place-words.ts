/** Says in each language where a finding stands: `in row 3 of the table`, `in roster.xlsx, sheet Grade 5, cell C12`. */
import type { WrittenPlace } from '../../message/written-place.ts';
import type { Language } from './notice.ts';
import { oneLine } from './one-line.ts';

type TextPlace = Extract<WrittenPlace, { readonly in: 'text' }>;

interface PlaceWords {
  readonly subject: string;
  readonly addresses: string;
  readonly fileNames: string;
  readonly text: string;
  readonly hidden: string;
  readonly quoted: string;
  readonly file: (name: string, at: string | undefined) => string;
  readonly table: (line: number, table: number | undefined) => string;
  readonly paragraph: (paragraph: number, line: number | undefined) => string;
  readonly line: (line: number) => string;
  readonly unnamed: string;
  /** Of the label of a place in a file, which is English. */
  readonly label: (label: string) => string;
}

const maxName = 120;

const ordinalsEn = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const en: PlaceWords = {
  subject: 'in the subject',
  addresses: 'in the addresses in To and Cc',
  fileNames: 'in the name of an attached file',
  text: 'in the text',
  hidden: 'in text that mail programs do not show',
  quoted: 'in the earlier message that you quote',
  file: (name, at) => `in ${name}${at === undefined ? '' : `, ${at}`}`,
  table: (line, table) => `in row ${line} of ${table === undefined ? 'the table' : `the ${nth(table)}table`}`,
  paragraph: (paragraph, line) => `in ${line === undefined ? '' : `line ${line} of `}${paragraphEn(paragraph)}`,
  line: (line) => `in line ${line} of the text`,
  unnamed: 'an attached file',
  label: (label) => label,
};

function nth(count: number): string {
  const word = ordinalsEn[count - 1];
  return word === undefined ? `${count}th ` : `${word} `;
}

function paragraphEn(count: number): string {
  const word = ordinalsEn[count - 1];
  return word === undefined ? `paragraph ${count}` : `the ${word} paragraph`;
}

const ordinalsEs = 'primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo'.split(' ');
const es: PlaceWords = {
  subject: 'en el asunto',
  addresses: 'en las direcciones de Para y Cc',
  fileNames: 'en el nombre de un archivo adjunto',
  text: 'en el texto',
  hidden: 'en texto que los programas de correo no muestran',
  quoted: 'en el mensaje anterior que usted cita',
  file: (name, at) => `en ${name}${at === undefined ? '' : `, ${at}`}`,
  table: (line, table) => `en la fila ${line} de ${table === undefined ? 'la tabla' : `la tabla ${table}`}`,
  paragraph: (paragraph, line) =>
    `en ${line === undefined ? '' : `la línea ${line} de`}${paragraphEs(paragraph, line)}`,
  line: (line) => `en la línea ${line} del texto`,
  unnamed: 'un archivo adjunto',
  label: labelEs,
};

function paragraphEs(count: number, line: number | undefined): string {
  const word = ordinalsEs[count - 1];
  const article = line === undefined ? 'el ' : 'l ';
  return word === undefined ? `${article}párrafo ${count}` : `${article}${word} párrafo`;
}

/** Words of labels by which readers of files name places; names of sheets and macros stay as they are. */
const labelsEs: readonly (readonly [RegExp, string])[] = [
  [/^sheet (.*?)( \(hidden\))?$/, 'hoja $1$2'],
  [/^cell ([A-Z]+\d+)$/, 'celda $1'],
  [/^line (\d+)$/, 'línea $1'],
  [/^page (\d+)$/, 'página $1'],
  [/^slide (\d+)( \(hidden\))?$/, 'diapositiva $1$2'],
  [/^comment on (.+)$/, 'comentario en $1'],
  [/^(.+) in row (\d+)$/, '$1, fila $2'],
  [/^pivot cache (.+)$/, 'datos de la tabla dinámica $1'],
  [/^macro (.+)$/, 'macro $1'],
];
const termsEs: Readonly<Record<string, string>> = {
  attachments: 'archivos adjuntos',
  'between the data': 'entre los datos',
  bookmarks: 'marcadores',
  'by OCR': 'texto en una imagen',
  comment: 'comentario',
  comments: 'comentarios',
  document: 'documento',
  'document properties': 'propiedades del documento',
  drawing: 'dibujo',
  endnote: 'nota final',
  'field codes': 'códigos de campo',
  footer: 'pie de página',
  footnote: 'nota al pie',
  header: 'encabezado',
  'header and footer': 'encabezado y pie de página',
  links: 'enlaces',
  message: 'mensaje',
  names: 'nombres',
  notes: 'notas',
  'other properties': 'otras propiedades',
  presentation: 'presentación',
  recipients: 'destinatarios',
  'rules of cells': 'reglas de celdas',
  scripts: 'secuencias de comandos',
  slides: 'diapositivas',
  'text box in a header': 'cuadro de texto en un encabezado',
  'texts in formulas': 'textos en fórmulas',
  'texts left in the workbook without a cell': 'textos del libro sin celda',
  'words beside the picture': 'texto junto a la imagen',
  'words in the picture': 'texto en la imagen',
};

function labelEs(label: string): string {
  return label
    .split(', ')
    .map((piece) => {
      const rule = labelsEs.find(([pattern]) => pattern.test(piece));
      const said = rule ? piece.replace(rule[0], rule[1]) : (termsEs[piece] ?? piece);
      return said.replace(/ \(hidden\)$/, ' (oculta)');
    })
    .map((piece) => termsEs[piece] ?? piece)
    .join(', ');
}

const words: Readonly<Record<Language, PlaceWords>> = { en, es };

/** @param place names of files and sheets are masked already */
export function placeInWords(place: WrittenPlace, language: Language): string {
  const say = words[language];
  switch (place.in) {
    case 'subject':
      return say.subject;
    case 'addresses':
      return say.addresses;
    case 'file-names':
      return say.fileNames;
    case 'file': {
      const name = oneLine(place.file ?? '', maxName) || say.unnamed;
      return say.file(name, place.at === undefined ? undefined : oneLine(say.label(place.at), maxName));
    }
    case 'text':
      return textPlace(place, say);
  }
}

function textPlace({ table, tables = 1, paragraph, line, quoted, hidden }: TextPlace, say: PlaceWords): string {
  if (hidden) return say.hidden;
  if (quoted) return say.quoted;
  if (table !== undefined && line !== undefined) return say.table(line, tables > 1 ? table : undefined);
  if (paragraph !== undefined) return say.paragraph(paragraph, line);
  return line === undefined ? say.text : say.line(line);
}
