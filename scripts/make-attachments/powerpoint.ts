/** A presentation with a sentence on slides, hidden slides, in notes, comments, masters and diagrams. */
import { officePackage, xmlHead } from './office-package.ts';
import { Planter, type MadeFile } from './planting.ts';

const names =
  'xmlns:a="urn:a" xmlns:p="urn:p" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const shape = (text: string, more = '') =>
  `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title 1"${more}/></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text.slice(0, 9)}</a:t></a:r><a:r><a:t>${text.slice(9)}</a:t></a:r></a:p></p:txBody></p:sp>`;
const slide = (root: string, content: string, more = '') =>
  `${xmlHead}<p:${root} ${names}${more}><p:cSld><p:spTree>${content}</p:spTree></p:cSld></p:${root}>`;

export function presentation(): MadeFile {
  const plant = new Planter('pptx');
  const table = `<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Name</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>${plant.at('table', 'slide 1')}</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>`;
  const first = [
    shape(plant.at('title', 'slide 1')),
    table,
    `<p:pic><p:nvPicPr><p:cNvPr id="4" name="Picture 3" descr="${plant.at('alt-text', 'slide 1')}"/></p:nvPicPr></p:pic>`,
    shape(plant.at('hidden-shape', 'slide 1', { hidden: true }), ' hidden="1"'),
  ].join('');
  const bytes = officePackage({
    '': { content: '', relations: [['p', 'officeDocument', 'ppt/presentation.xml']] },
    'ppt/presentation.xml': {
      type: 'presentation',
      content: `${xmlHead}<p:presentation ${names}><p:sldIdLst><p:sldId id="256" r:id="b"/><p:sldId id="257" r:id="a"/></p:sldIdLst></p:presentation>`,
      relations: [
        ['a', 'slide', 'slides/slide1.xml'],
        ['b', 'slide', 'slides/slide2.xml'],
      ],
    },
    'ppt/slides/slide2.xml': {
      type: 'slide',
      content: slide('sld', first),
      relations: [
        ['n', 'notesSlide', '../notesSlides/notesSlide1.xml'],
        ['c', 'comments', '../comments/comment1.xml'],
        ['d', 'diagramData', '../diagrams/data1.xml'],
        ['l', 'slideLayout', '../slideLayouts/slideLayout1.xml'],
      ],
    },
    'ppt/slides/slide1.xml': {
      type: 'slide',
      content: slide('sld', shape(plant.at('hidden-slide', 'slide 2 (hidden)', { hidden: true })), ' show="0"'),
    },
    'ppt/notesSlides/notesSlide1.xml': {
      type: 'notesSlide',
      content: slide('notes', shape(plant.at('notes', 'slide 1, notes'))),
    },
    'ppt/comments/comment1.xml': {
      type: 'slideComments',
      content: `${xmlHead}<p:cmLst ${names}><p:cm authorId="0"><p:text>${plant.at('comment', 'slide 1, comment')}</p:text></p:cm></p:cmLst>`,
    },
    'ppt/diagrams/data1.xml': {
      type: 'diagram',
      content: `${xmlHead}<dgm:dataModel xmlns:dgm="urn:d" xmlns:a="urn:a"><a:p><a:r><a:t>${plant.at('diagram', 'slide 1, diagram')}</a:t></a:r></a:p></dgm:dataModel>`,
    },
    'ppt/slideLayouts/slideLayout1.xml': {
      type: 'slideLayout',
      content: slide('sldLayout', shape(plant.at('layout', 'slide layout'))),
    },
    'ppt/slideMasters/slideMaster1.xml': {
      type: 'slideMaster',
      content: slide('sldMaster', shape(plant.at('master', 'slide master'))),
    },
    'ppt/media/image1.png': { content: Buffer.from('not really a picture') },
  });
  return { name: 'places.pptx', bytes, plantings: plant.plantings, inside: ['image1.png'] };
}
