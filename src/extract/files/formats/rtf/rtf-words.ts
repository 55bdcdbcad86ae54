/** The meaning of RTF control words for the text. */

/** Destination of the text of a group; the labels are those that reviewers see. */
export type Destination =
  | 'text'
  /** A known group that changes nothing. */
  | 'same'
  | 'nothing'
  | 'fonts'
  | 'html'
  | 'picture'
  | 'object'
  | 'footnote'
  | 'header and footer'
  | 'comment'
  | 'text box'
  | 'document properties'
  | 'field codes'
  | 'form field';

const words = (destination: Destination, names: string): [string, Destination][] =>
  names.split(' ').map((name) => [name, destination]);

export const destinations: ReadonlyMap<string, Destination> = new Map([
  ...words('fonts', 'fonttbl'),
  ...words(
    'nothing',
    'colortbl stylesheet listtable listoverridetable rsidtbl generator themedata colorschememapping datastore latentstyles ' +
      'xmlnstbl mmathPr pgptbl filetbl revtbl listpicture blipuid blipupi panose falt fldtype bkmkstart bkmkend pntext ' +
      'objclass atrfstart atrfend atnref atndate annotationid picprop wgrffmtfilter sn shprslt',
  ),
  ...words('same', 'shpinst shppict do shpgrp'),
  ...words('html', 'htmltag'),
  ...words('picture', 'pict'),
  ...words('object', 'objdata'),
  ...words('footnote', 'footnote'),
  ...words('header and footer', 'header headerl headerr headerf footer footerl footerr footerf'),
  ...words('comment', 'annotation atnauthor'),
  ...words('text box', 'shptxt dptxbxtext sv'),
  ...words(
    'document properties',
    'title subject author operator manager company keywords comment doccomm hlinkbase propname staticval category docvar',
  ),
  ...words('field codes', 'fldinst'),
  ...words('form field', 'ffname ffdeftext ffformat ffhelptext ffstattext ffl'),
]);

/** Control words and symbols that stand for characters. */
export const symbols: ReadonlyMap<string, string> = new Map([
  ['par', '\n'],
  ['line', '\n'],
  ['sect', '\n'],
  ['page', '\n'],
  ['row', '\n'],
  ['nestrow', '\n'],
  ['\n', '\n'],
  ['\r', '\n'],
  ['cell', '\t'],
  ['nestcell', '\t'],
  ['tab', '\t'],
  ['emdash', '—'],
  ['endash', '–'],
  ['emspace', ' '],
  ['enspace', ' '],
  ['qmspace', ' '],
  ['bullet', '•'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
  ['~', '\u00a0'],
  ['_', '-'],
  ['-', ''],
  ['{', '{'],
  ['}', '}'],
  ['\\', '\\'],
]);
