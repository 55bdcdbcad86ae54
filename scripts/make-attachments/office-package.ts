/** The common parts of OOXML files: content types and relationships from short lists. */
import { zipFile } from './zip-file.ts';

const office = 'application/vnd.openxmlformats-officedocument';
const namespace = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Content types by their short names. */
const types: Readonly<Record<string, string>> = {
  document: `${office}.wordprocessingml.document.main+xml`,
  wordStyles: `${office}.wordprocessingml.styles+xml`,
  header: `${office}.wordprocessingml.header+xml`,
  footer: `${office}.wordprocessingml.footer+xml`,
  footnotes: `${office}.wordprocessingml.footnotes+xml`,
  endnotes: `${office}.wordprocessingml.endnotes+xml`,
  wordComments: `${office}.wordprocessingml.comments+xml`,
  settings: `${office}.wordprocessingml.settings+xml`,
  glossary: `${office}.wordprocessingml.document.glossary+xml`,
  workbook: `${office}.spreadsheetml.sheet.main+xml`,
  worksheet: `${office}.spreadsheetml.worksheet+xml`,
  sharedStrings: `${office}.spreadsheetml.sharedStrings+xml`,
  styles: `${office}.spreadsheetml.styles+xml`,
  sheetComments: `${office}.spreadsheetml.comments+xml`,
  threaded: 'application/vnd.ms-excel.threadedcomments+xml',
  table: `${office}.spreadsheetml.table+xml`,
  drawing: `${office}.drawing+xml`,
  chart: `${office}.drawingml.chart+xml`,
  diagram: `${office}.drawingml.diagramData+xml`,
  pivotDefinition: `${office}.spreadsheetml.pivotCacheDefinition+xml`,
  pivotRecords: `${office}.spreadsheetml.pivotCacheRecords+xml`,
  externalLink: `${office}.spreadsheetml.externalLink+xml`,
  presentation: `${office}.presentationml.presentation.main+xml`,
  slide: `${office}.presentationml.slide+xml`,
  slideLayout: `${office}.presentationml.slideLayout+xml`,
  slideMaster: `${office}.presentationml.slideMaster+xml`,
  notesSlide: `${office}.presentationml.notesSlide+xml`,
  slideComments: `${office}.presentationml.comments+xml`,
  core: 'application/vnd.openxmlformats-package.core-properties+xml',
  app: `${office}.extended-properties+xml`,
  custom: `${office}.custom-properties+xml`,
};

export interface Part {
  /** Short name of its content type; without it, the file extension decides. */
  readonly type?: string;
  readonly content: string | Buffer;
  /** Relationships: id, last word of the type, target; `>` before a target marks an external one. */
  readonly relations?: readonly (readonly [id: string, type: string, target: string])[];
}

/** @param parts by name; the one named '' contains the relationships of the package */
export function officePackage(parts: Readonly<Record<string, Part>>): Buffer {
  const overrides = Object.entries(parts).flatMap(([name, { type }]) =>
    type === undefined ? [] : [`<Override PartName="/${name}" ContentType="${types[type] ?? type}"/>`],
  );
  const entries: Record<string, string | Buffer> = {
    '[Content_Types].xml': `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>${overrides.join('')}</Types>`,
  };
  for (const [name, { content, relations }] of Object.entries(parts)) {
    if (name !== '') entries[name] = content;
    if (!relations) continue;
    const slash = name.lastIndexOf('/');
    const list = relations.map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="${namespace}/${type}" Target="${escape(target.replace(/^>/, ''))}"${target.startsWith('>') ? ' TargetMode="External"' : ''}/>`,
    );
    entries[`${name.slice(0, slash + 1)}_rels/${name.slice(slash + 1)}.rels`] =
      `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`;
  }
  return zipFile(entries);
}

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
