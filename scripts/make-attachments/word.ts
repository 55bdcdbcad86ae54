/** A Word document with a sentence in every place that its recipient can see or unhide. */
import { officePackage, xmlHead } from './office-package.ts';
import { Planter, type MadeFile } from './planting.ts';
import { compoundFile } from './compound-file.ts';
import { nativeObject } from './native-object.ts';

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const all = `${w} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:wp="urn:wp" xmlns:a="urn:a" xmlns:v="urn:v"`;

const run = (text: string, look = '') =>
  `<w:r>${look === '' ? '' : `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (...runs: string[]) => `<w:p>${runs.join('')}</w:p>`;
/** Three runs that split words. */
const cut = (text: string) =>
  [text.slice(0, 7), text.slice(7, 12), text.slice(12)]
    .map((piece) => run(piece))
    .join('<w:proofErr w:type="spellStart"/>');

export function wordDocument(): MadeFile {
  const plant = new Planter('docx');
  const box = `<w:txbxContent>${paragraph(run(plant.at('text-box', 'document, text box')))}</w:txbxContent>`;
  const body = [
    paragraph(cut(plant.at('runs', 'document'))),
    paragraph(run(plant.at('vanish', 'document', { hidden: true }), '<w:vanish/>')),
    paragraph(run(plant.at('white', 'document', { hidden: true }), '<w:color w:val="FFFFFF"/>')),
    paragraph(run(plant.at('tiny', 'document', { hidden: true }), '<w:sz w:val="2"/>')),
    paragraph(run(plant.at('hidden-style', 'document', { hidden: true }), '<w:rStyle w:val="Unseen"/>')),
    paragraph(`<w:ins w:id="1" w:author="A">${run(plant.at('inserted', 'document'))}</w:ins>`),
    paragraph(
      `<w:del w:id="2" w:author="A"><w:r><w:delText>${plant.at('deleted', 'document', { hidden: true })}</w:delText></w:r></w:del>`,
    ),
    `<w:tbl><w:tr><w:tc>${paragraph(run('Name'))}</w:tc><w:tc>${paragraph(run(plant.at('table', 'document')))}</w:tc></w:tr></w:tbl>`,
    paragraph(
      run('Before '),
      `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>${box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>${box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>`,
      run('behind the box.'),
    ),
    paragraph(
      `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="${plant.at('alt-text', 'document')}"/></wp:inline></w:drawing></w:r>`,
    ),
    paragraph(
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> QUOTE "${plant.at('field-code', 'document')}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('shown')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
    ),
    paragraph(
      `<w:sdt><w:sdtPr><w:alias w:val="${plant.at('control-title', 'document')}"/><w:dropDownList><w:listItem w:displayText="${plant.at('choice', 'document')}" w:value="1"/></w:dropDownList></w:sdtPr><w:sdtContent>${run('chosen')}</w:sdtContent></w:sdt>`,
    ),
    paragraph(`<w:hyperlink r:id="link" w:tooltip="${plant.at('tooltip', 'document')}">${run('here')}</w:hyperlink>`),
    paragraph('<w:r><w:lastRenderedPageBreak/></w:r>', run(plant.at('second-page', 'document, page 2'))),
  ];
  const document = `${xmlHead}<w:document ${all}><w:body>${body.join('')}</w:body></w:document>`;
  const part = (root: string, content: string) => `${xmlHead}<w:${root} ${all}>${content}</w:${root}>`;
  const note = (key: string, place: string) => paragraph(run(plant.at(key, place)));
  const bytes = officePackage({
    '': {
      content: '',
      relations: [
        ['d', 'officeDocument', 'word/document.xml'],
        ['c', 'core-properties', 'docProps/core.xml'],
      ],
    },
    'word/document.xml': {
      type: 'document',
      content: document,
      relations: [
        ['s', 'styles', 'styles.xml'],
        ['h', 'header', 'header1.xml'],
        ['f', 'footer', 'footer1.xml'],
        ['n', 'footnotes', 'footnotes.xml'],
        ['e', 'endnotes', 'endnotes.xml'],
        ['c', 'comments', 'comments.xml'],
        ['x', 'chart', 'charts/chart1.xml'],
        ['g', 'diagramData', 'diagrams/data1.xml'],
        ['link', 'hyperlink', `>https://forms.example/${encodeURIComponent(plant.at('link', 'links'))}`],
      ],
    },
    'word/styles.xml': {
      type: 'wordStyles',
      content: part('styles', '<w:style w:type="character" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>'),
    },
    'word/header1.xml': { type: 'header', content: part('hdr', note('header', 'header')) },
    'word/footer1.xml': { type: 'footer', content: part('ftr', note('footer', 'footer')) },
    'word/footnotes.xml': {
      type: 'footnotes',
      content: part('footnotes', `<w:footnote w:id="1">${note('footnote', 'footnote')}</w:footnote>`),
    },
    'word/endnotes.xml': {
      type: 'endnotes',
      content: part('endnotes', `<w:endnote w:id="1">${note('endnote', 'endnote')}</w:endnote>`),
    },
    'word/comments.xml': {
      type: 'wordComments',
      content: part('comments', `<w:comment w:id="0" w:author="Casey Fern">${note('comment', 'comment')}</w:comment>`),
    },
    'word/charts/chart1.xml': {
      type: 'chart',
      content: `${xmlHead}<c:chartSpace xmlns:c="urn:c"><c:ser><c:cat><c:strCache><c:pt idx="0"><c:v>${plant.at('chart', 'chart')}</c:v></c:pt></c:strCache></c:cat></c:ser></c:chartSpace>`,
    },
    'word/diagrams/data1.xml': {
      type: 'diagram',
      content: `${xmlHead}<dgm:dataModel xmlns:dgm="urn:d" xmlns:a="urn:a"><dgm:pt><dgm:t><a:p><a:r><a:t>${plant.at('diagram', 'diagram')}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>`,
    },
    'word/settings.xml': {
      type: 'settings',
      content: part(
        'settings',
        `<w:docVars><w:docVar w:name="note" w:val="${plant.at('variable', 'settings')}"/></w:docVars>`,
      ),
    },
    'word/glossary/document.xml': {
      type: 'glossary',
      content: part('glossaryDocument', note('building-block', 'building blocks')),
    },
    'word/embeddings/oleObject1.bin': {
      content: compoundFile({ '\u0001Ole10Native': nativeObject('inner-note.txt', Buffer.from('inside')) }),
    },
    'customXml/item1.xml': { content: `${xmlHead}<form><field>${plant.at('custom-xml', 'custom XML')}</field></form>` },
    'docProps/core.xml': {
      type: 'core',
      content: `${xmlHead}<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc"><dc:title>${plant.at('title', 'document properties')}</dc:title></cp:coreProperties>`,
    },
    'docProps/custom.xml': {
      type: 'custom',
      content: `${xmlHead}<Properties xmlns:vt="urn:vt"><property name="note"><vt:lpwstr>${plant.at('custom-property', 'document properties')}</vt:lpwstr></property></Properties>`,
    },
    'docProps/app.xml': {
      type: 'app',
      content: `${xmlHead}<Properties><Manager>${plant.at('manager', 'document properties')}</Manager></Properties>`,
    },
  });
  return { name: 'places.docx', bytes, plantings: plant.plantings, inside: ['inner-note.txt'] };
}
