/** OpenDocument files with a sentence in every place that their recipient can see or unhide. */
import { Planter, type MadeFile } from './planting.ts';
import { zipFile } from './zip-file.ts';

const names =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:svg" xmlns:dc="urn:dc" xmlns:meta="urn:meta" xmlns:xlink="urn:xlink" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const p = (content: string, style = '') =>
  `<text:p${style === '' ? '' : ` text:style-name="${style}"`}>${content}</text:p>`;

function odf(kind: string, styles: string, body: string, more: Readonly<Record<string, string | Buffer>> = {}): Buffer {
  return zipFile({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `${head}<office:document-content ${names}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    ...more,
    'META-INF/manifest.xml': `${head}<manifest:manifest xmlns:manifest="urn:manifest"/>`,
  });
}

export function textDocument(): MadeFile {
  const plant = new Planter('odt');
  const split = plant.at('spans', 'document');
  const body = [
    `<text:tracked-changes><text:changed-region><text:deletion>${p(plant.at('deleted', 'document', { hidden: true }))}</text:deletion></text:changed-region></text:tracked-changes>`,
    p(`${split.slice(0, 6)}<text:span text:style-name="B">${split.slice(6)}</text:span>`),
    p(`<text:span text:style-name="Unseen">${plant.at('hidden-style', 'document', { hidden: true })}</text:span>`),
    p(
      `Word<text:note><text:note-citation>1</text:note-citation><text:note-body>${p(plant.at('footnote', 'document, note'))}</text:note-body></text:note> goes on.`,
    ),
    p(
      `Word<office:annotation><dc:creator>Casey Fern</dc:creator>${p(plant.at('comment', 'document, comment'))}</office:annotation> goes on.`,
    ),
    p(
      `<draw:frame><draw:text-box>${p(plant.at('text-box', 'document, text box'))}</draw:text-box><svg:desc>${plant.at('alt-text', 'document, text box')}</svg:desc></draw:frame>`,
    ),
    p(`<text:hidden-text text:string-value="${plant.at('hidden-field', 'document', { hidden: true })}"/>`),
    p(`<text:a xlink:href="https://forms.example/${encodeURIComponent(plant.at('link', 'links'))}">here</text:a>`),
    `<table:table><table:table-row><table:table-cell>${p('Name')}</table:table-cell><table:table-cell>${p(plant.at('table', 'document'))}</table:table-cell></table:table-row></table:table>`,
  ];
  const styles = '<style:style style:name="Unseen"><style:text-properties text:display="none"/></style:style>';
  const bytes = odf('text', styles, body.join(''), {
    'styles.xml': `${head}<office:document-styles ${names}><office:master-styles><style:master-page><style:header>${p(plant.at('header', 'header and footer'))}</style:header><style:footer>${p(plant.at('footer', 'header and footer'))}</style:footer></style:master-page></office:master-styles></office:document-styles>`,
    'meta.xml': `${head}<office:document-meta ${names}><office:meta><dc:title>${plant.at('title', 'document properties')}</dc:title><meta:user-defined meta:name="note">${plant.at('custom-property', 'document properties')}</meta:user-defined></office:meta></office:document-meta>`,
    'Object 1/content.xml': `${head}<office:document-content ${names}><office:body><office:chart>${p(plant.at('chart', 'Object 1'))}</office:chart></office:body></office:document-content>`,
    'Pictures/photo.png': Buffer.from('not really a picture'),
  });
  return { name: 'places.odt', bytes, plantings: plant.plantings, inside: ['photo.png'] };
}

export function spreadsheet(): MadeFile {
  const plant = new Planter('ods');
  const sheet = 'sheet Grade 5';
  const cell = (text: string, more = '') =>
    `<table:table-cell office:value-type="string"${more}>${text}</table:table-cell>`;
  const row = (cells: string, more = '') => `<table:table-row${more}>${cells}</table:table-row>`;
  const rows = [
    row(cell(p(plant.at('cell', sheet, { cell: 'A1' })))),
    row(cell(p(plant.at('hidden-row', sheet, { cell: 'A2', hidden: true }))), ' table:visibility="collapse"'),
    row(cell('') + cell(p(plant.at('hidden-column', sheet, { cell: 'B3', hidden: true })))),
    row(
      cell(`<office:annotation>${p(plant.at('comment', `${sheet}, comment in row 4`))}</office:annotation>${p('x')}`),
    ),
    row(cell('', ' table:number-columns-repeated="16384"'), ' table:number-rows-repeated="1048000"'),
    row(cell(p(plant.at('last-row', sheet, { cell: 'A1048005' })))),
  ];
  const columns = '<table:table-column/><table:table-column table:visibility="collapse"/>';
  const body = [
    `<table:content-validations><table:content-validation><table:help-message>${p(plant.at('prompt', 'document'))}</table:help-message></table:content-validation></table:content-validations>`,
    `<table:table table:name="Grade 5">${columns}${rows.join('')}</table:table>`,
    `<table:table table:name="Old" table:style-name="Off">${row(cell(p(plant.at('hidden-sheet', 'sheet Old (hidden)', { cell: 'A1', hidden: true }))))}</table:table>`,
  ];
  const styles = '<style:style style:name="Off"><style:table-properties table:display="false"/></style:style>';
  return { name: 'places.ods', bytes: odf('spreadsheet', styles, body.join('')), plantings: plant.plantings };
}

export function slides(): MadeFile {
  const plant = new Planter('odp');
  const page = (text: string, more = '', after = '') =>
    `<draw:page draw:name="page"${more}><draw:frame><draw:text-box>${p(text)}</draw:text-box></draw:frame>${after}</draw:page>`;
  const notes = `<presentation:notes><draw:frame><draw:text-box>${p(plant.at('notes', 'slide 1, notes'))}</draw:text-box></draw:frame></presentation:notes>`;
  const body = [
    page(plant.at('slide', 'slide 1'), '', notes),
    page(plant.at('hidden-slide', 'slide 2 (hidden)', { hidden: true }), ' draw:style-name="Off"'),
  ];
  const styles =
    '<style:style style:name="Off"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>';
  return { name: 'places.odp', bytes: odf('presentation', styles, body.join('')), plantings: plant.plantings };
}
