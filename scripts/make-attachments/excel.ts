/** Workbooks with a sentence in every place that their recipient can see or unhide. */
import { utils, write, type WorkSheet } from '@e965/xlsx';
import { officePackage, xmlHead } from './office-package.ts';
import { Planter, type MadeFile } from './planting.ts';

const main =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const inline = (cell: string, text: string, style = 0) =>
  `<c r="${cell}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${text}</t></is></c>`;

export function workbook(): MadeFile {
  const plant = new Planter('xlsx');
  const sheet = 'sheet Grade 5';
  const at = (key: string, cell: string, hidden = false) => plant.at(key, sheet, { cell, hidden });
  const shared = at('shared', 'A1');
  const richText = at('rich-text', 'B1');
  const rows = [
    `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" s="1"><v>2134</v></c><c r="E1" s="2"><v>5550101234</v></c><c r="F1" s="3"><v>41518</v></c><c r="G1"><v>5550101234</v></c></row>`,
    `<row r="2" hidden="1">${inline('A2', at('hidden-row', 'A2', true))}</row>`,
    `<row r="3">${inline('C3', at('hidden-column', 'C3', true))}${inline('D3', at('white', 'D3', true), 4)}</row>`,
    `<row r="4"><c r="A4" t="str"><f>IF(FALSE,"${plant.at('formula', `${sheet}, texts in formulas`, { hidden: true })}","")</f><v>shown</v></c></row>`,
    `<row r="5000">${inline('A5000', at('far-down', 'A5000'))}${inline('XFD5000', at('far-right', 'XFD5000'))}</row>`,
    `<row r="1048576">${inline('B1048576', at('last-row', 'B1048576'))}</row>`,
  ];
  const worksheet = [
    `<cols><col min="3" max="3" width="9" hidden="1"/></cols><sheetData>${rows.join('')}</sheetData>`,
    `<autoFilter ref="A1:B2"><filterColumn colId="0"><filters><filter val="${plant.at('filter', `${sheet}, filter`)}"/></filters></filterColumn></autoFilter>`,
    `<dataValidations><dataValidation type="list" sqref="A1" prompt="${plant.at('prompt', `${sheet}, prompt of A1`)}"><formula1>"${plant.at('list', `${sheet}, rules of cells`)}"</formula1></dataValidation></dataValidations>`,
    `<hyperlinks><hyperlink ref="A1" r:id="link" tooltip="${plant.at('tooltip', `${sheet}, hyperlink`)}"/></hyperlinks>`,
    `<headerFooter><oddHeader>&amp;L${plant.at('header', `${sheet}, header`)}</oddHeader><oddFooter>&amp;C&amp;"Arial,Bold"${plant.at('footer', `${sheet}, footer`)}</oddFooter></headerFooter>`,
  ];
  const plain = (text: string) =>
    `${xmlHead}<worksheet ${main}><sheetData><row r="1">${inline('A1', text)}</row></sheetData></worksheet>`;
  const bytes = officePackage({
    '': { content: '', relations: [['w', 'officeDocument', 'xl/workbook.xml']] },
    'xl/workbook.xml': {
      type: 'workbook',
      content: `${xmlHead}<workbook ${main}><sheets><sheet name="Grade 5" sheetId="1" r:id="a"/><sheet name="Old" sheetId="2" state="hidden" r:id="b"/><sheet name="Key" sheetId="3" state="veryHidden" r:id="c"/></sheets><definedNames><definedName name="Note" comment="${plant.at('name', 'names')}">Sheet1!$A$1</definedName></definedNames></workbook>`,
      relations: [
        ['a', 'worksheet', 'worksheets/sheet1.xml'],
        ['b', 'worksheet', 'worksheets/sheet2.xml'],
        ['c', 'worksheet', 'worksheets/sheet3.xml'],
        ['p', 'pivotCacheDefinition', 'pivotCache/pivotCacheDefinition1.xml'],
      ],
    },
    'xl/sharedStrings.xml': {
      type: 'sharedStrings',
      content: `${xmlHead}<sst ${main}><si><t>${shared.replace('kestrel', '_x006B_estrel')}</t></si><si><r><t>${richText.slice(0, 6)}</t></r><r><rPr><b/></rPr><t xml:space="preserve">${richText.slice(6)}</t></r></si><si><t>${plant.at('unused', 'texts left in the workbook without a cell', { hidden: true })}</t></si></sst>`,
    },
    'xl/styles.xml': {
      type: 'styles',
      content: `${xmlHead}<styleSheet ${main}><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="(###)\\ ###\\-####"/></numFmts><fonts><font><sz val="11"/></font><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill><patternFill patternType="none"/></fill></fills><cellXfs><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="164" fontId="0" fillId="0"/><xf numFmtId="165" fontId="0" fillId="0"/><xf numFmtId="14" fontId="0" fillId="0"/><xf numFmtId="0" fontId="1" fillId="0"/></cellXfs></styleSheet>`,
    },
    'xl/worksheets/sheet1.xml': {
      type: 'worksheet',
      content: `${xmlHead}<worksheet ${main}>${worksheet.join('')}</worksheet>`,
      relations: [
        ['link', 'hyperlink', `>mailto:${encodeURIComponent(plant.at('link', 'links'))}`],
        ['c', 'comments', '../comments1.xml'],
        ['t', 'threadedComment', '../threadedComments/threadedComment1.xml'],
        ['d', 'drawing', '../drawings/drawing1.xml'],
        ['b', 'table', '../tables/table1.xml'],
        ['v', 'vmlDrawing', '../drawings/vmlDrawing1.vml'],
      ],
    },
    'xl/worksheets/sheet2.xml': {
      type: 'worksheet',
      content: plain(plant.at('hidden-sheet', 'sheet Old (hidden)', { hidden: true, cell: 'A1' })),
    },
    'xl/worksheets/sheet3.xml': {
      type: 'worksheet',
      content: plain(plant.at('very-hidden-sheet', 'sheet Key (hidden)', { hidden: true, cell: 'A1' })),
    },
    'xl/comments1.xml': {
      type: 'sheetComments',
      content: `${xmlHead}<comments ${main}><authors><author>Casey Fern</author></authors><commentList><comment ref="B7" authorId="0"><text><r><t>${plant.at('comment', `${sheet}, comment on B7`)}</t></r></text></comment></commentList></comments>`,
    },
    'xl/threadedComments/threadedComment1.xml': {
      type: 'threaded',
      content: `${xmlHead}<ThreadedComments xmlns="urn:t"><threadedComment ref="C2" id="{1}"><text>${plant.at('thread', `${sheet}, comment on C2`)}</text></threadedComment></ThreadedComments>`,
    },
    'xl/drawings/drawing1.xml': {
      type: 'drawing',
      content: `${xmlHead}<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="urn:a"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col></xdr:from><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1" descr="${plant.at('alt-text', `${sheet}, drawing`)}"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>${plant.at('text-box', `${sheet}, drawing`)}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>`,
      relations: [['x', 'chart', '../charts/chart1.xml']],
    },
    'xl/drawings/vmlDrawing1.vml': {
      content: `<xml xmlns:v="urn:v"><v:shape><v:textbox><div>${plant.at('form-button', `${sheet}, drawing`)}<br></div></v:textbox></v:shape></xml>`,
    },
    'xl/charts/chart1.xml': {
      type: 'chart',
      content: `${xmlHead}<c:chartSpace xmlns:c="urn:c" xmlns:a="urn:a"><c:title><c:tx><c:rich><a:p><a:r><a:t>${plant.at('chart', `${sheet}, chart`)}</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chartSpace>`,
    },
    'xl/tables/table1.xml': {
      type: 'table',
      content: `${xmlHead}<table ${main} id="1" name="Table1" displayName="Table1"><tableColumns><tableColumn id="1" name="${plant.at('table-column', `${sheet}, table`)}"/></tableColumns></table>`,
    },
    'xl/pivotCache/pivotCacheDefinition1.xml': {
      type: 'pivotDefinition',
      content: `${xmlHead}<pivotCacheDefinition ${main}><cacheFields><cacheField name="Student"><sharedItems><s v="${plant.at('pivot-cache', 'pivot cache 1', { hidden: true, cell: 'A2' })}"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>`,
      relations: [['r', 'pivotCacheRecords', 'pivotCacheRecords1.xml']],
    },
    'xl/pivotCache/pivotCacheRecords1.xml': {
      type: 'pivotRecords',
      content: `${xmlHead}<pivotCacheRecords ${main}><r><x v="0"/></r></pivotCacheRecords>`,
    },
    'xl/externalLinks/externalLink1.xml': {
      type: 'externalLink',
      content: `${xmlHead}<externalLink ${main}><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>${plant.at('external-cache', 'values kept of another workbook')}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`,
    },
    'xl/embeddings/inner.docx': { content: Buffer.from('inside') },
  });
  return { name: 'places.xlsx', bytes, plantings: plant.plantings, inside: ['inner.docx'] };
}

/** xls and xlsb as the SheetJS library writes them. */
export function binaryWorkbook(type: 'xls' | 'xlsb'): MadeFile {
  const plant = new Planter(type);
  const sheet = 'sheet Grade 5';
  const rows: unknown[][] = [];
  rows[0] = [plant.at('cell', sheet, { cell: 'A1' }), 5550101234];
  // The library does not write the hidden flag of xls rows.
  rows[1] = [plant.at('second-row', sheet, { cell: 'A2', hidden: type === 'xlsb' })];
  rows[2] = [undefined, undefined, plant.at('hidden-column', sheet, { cell: 'C3', hidden: true })];
  rows[900] = [plant.at('far-down', sheet, { cell: 'A901' })];
  const visible: WorkSheet = utils.aoa_to_sheet(rows);
  visible['!rows'] = [{}, { hidden: true }];
  visible['!cols'] = [{}, {}, { hidden: true }];
  const hidden = utils.aoa_to_sheet([[plant.at('hidden-sheet', 'sheet Old (hidden)', { cell: 'A1', hidden: true })]]);
  const book = {
    SheetNames: ['Grade 5', 'Old'],
    Sheets: { 'Grade 5': visible, Old: hidden },
    Workbook: { Sheets: [{ Hidden: 0 as const }, { Hidden: 1 as const }] },
    Props: { CreatedDate: new Date(0), ModifiedDate: new Date(0) },
  };
  const bytes = write(book, {
    bookType: type === 'xls' ? 'biff8' : 'xlsb',
    type: 'buffer',
    compression: true,
  }) as Buffer;
  return { name: `places.${type}`, bytes, plantings: plant.plantings };
}
