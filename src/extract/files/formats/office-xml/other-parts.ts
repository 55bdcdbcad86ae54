/** Reads the parts of an Office file without a reader of their own: XML parts as text, all others as files inside. */
import type { Collected } from '../collected.ts';
import { readOleObject } from '../legacy/ole-object.ts';
import type { PlacedText } from '../placed-text.ts';
import type { PackagePart } from '../zip-package.ts';
import type { OfficePackage } from './office-package.ts';
import { OfficeText, type OfficeTextOptions } from './office-text.ts';
import { readProperties } from './properties.ts';

const customXml = 'custom XML';
/** Labels by content type and part name; the first match counts. They are the words that the programs use. */
const labels: readonly (readonly [RegExp, string])[] = [
  [/threadedcomment|comments?\b|\/comments|commentauthors|persons?\b/i, 'comment'],
  [/footnotes/i, 'footnote'],
  [/endnotes/i, 'endnote'],
  [/notesslide/i, 'notes'],
  [/notesmaster|handoutmaster/i, 'notes master'],
  [/slidemaster/i, 'slide master'],
  [/slidelayout/i, 'slide layout'],
  [/\bheader\+xml|\/header\d*\.xml/i, 'header'],
  [/\bfooter\+xml|\/footer\d*\.xml/i, 'footer'],
  [/chart/i, 'chart'],
  [/diagram/i, 'diagram'],
  [/drawing|vml/i, 'drawing'],
  [/glossary/i, 'building blocks'],
  [/externallink/i, 'values kept of another workbook'],
  [/pivot/i, 'pivot table'],
  [/\btable\+xml|\/tables\//i, 'table'],
  [/connections|querytable/i, 'data connection'],
  [/properties\+xml|docprops/i, 'document properties'],
  [/customxml/i, customXml],
  [/settings/i, 'settings'],
];
/** Parts that no program shows: device settings, subsets of fonts, calculation order, previews for file managers. */
const neverShown = /^docProps\/thumbnail\.\w+$|printerSettings\d*\.bin$|\.(odttf|fntdata)$|calcChain\.(xml|bin)$/i;
const xmlName = /\.(xml|vml|rels)$/i;
/** Relationships to parts that have a place of their own. */
const apart =
  /^(worksheet|chartsheet|dialogsheet|slide|slideLayout|slideMaster|notesMaster|handoutMaster|theme|pivotCache\w*|styles|sharedStrings|officeDocument|externalLink\w*|settings|glossaryDocument)$/;

export class OtherParts {
  private readonly opened: OfficePackage;
  private readonly into: Collected;

  constructor(opened: OfficePackage, into: Collected) {
    this.opened = opened;
    this.into = into;
  }

  label(part: PackagePart): string {
    const described = `${this.opened.contentType(part)} ${part.name}`;
    return labels.find(([pattern]) => pattern.test(described))?.[1] ?? part.name.slice(part.name.lastIndexOf('/') + 1);
  }

  /** Reads an XML part into a text. */
  async xml(part: PackagePart, text: PlacedText, options: OfficeTextOptions): Promise<void> {
    await this.into.attempt(part.name, part.size, async () => {
      const isForeign = this.label(part) === customXml;
      const handler = new OfficeText(text, this.into.budget, { ...options, isForeign });
      const whole = await this.opened.parse(part, handler).finally(() => handler.end());
      // Excel itself writes VML with unclosed `<br>`.
      if (!whole && !/\.vml$/i.test(part.name)) this.into.missed('damaged', part.size, part.name);
    });
  }

  /** Reads everything that a part refers to and that belongs to its place: comments, drawings, notes, and their references. */
  async relatedTo(name: string, text: PlacedText, around: string, hidden = false): Promise<void> {
    for (const relationship of await this.opened.relationships(name)) {
      if (relationship.external || apart.test(relationship.type)) continue;
      const part = this.opened.zip.find(relationship.target);
      if (!part || this.opened.done.has(part)) continue;
      if (!this.isXml(part)) continue;
      const label = around === '' ? this.label(part) : `${around}, ${this.label(part)}`;
      await this.xml(part, text, { label, hidden });
      await this.relatedTo(part.name, text, around, hidden);
    }
  }

  /** Reads all remaining parts of the package, so that none is unseen. */
  async rest(): Promise<void> {
    const text = this.into.text();
    for (const part of this.opened.zip.parts) {
      if (this.opened.done.has(part) || neverShown.test(part.name)) continue;
      this.into.budget.spendEntry();
      this.opened.done.add(part);
      if (/\.rels$/i.test(part.name)) continue;
      if (this.isXml(part)) {
        if (this.label(part) === 'document properties') await readProperties(this.opened, part, text, this.into);
        else await this.xml(part, text, { label: this.label(part) });
      } else {
        await this.into.attempt(part.name, part.size, async () => {
          const bytes = await this.opened.zip.read(part);
          const name = part.name.slice(part.name.lastIndexOf('/') + 1);
          readOleObject(bytes, name, this.into, this.opened.contentType(part));
        });
      }
    }
  }

  /** External addresses of links, linked pictures and data sources. */
  async links(): Promise<void> {
    const text = this.into.text();
    text.place('links');
    const seen = new Set<string>();
    for (const part of this.opened.zip.parts) {
      const match = /^(.*?)_rels\/([^/]*)\.rels$/i.exec(part.name);
      if (!match) continue;
      await this.into.attempt(part.name, part.size, async () => {
        for (const { external, target } of await this.opened.relationships(`${match[1]}${match[2]}`)) {
          if (!external || seen.has(target)) continue;
          seen.add(target);
          text.writeLine(readableTarget(target));
        }
      });
    }
  }

  private isXml(part: PackagePart): boolean {
    return xmlName.test(part.name) || /[/+]xml$/i.test(this.opened.contentType(part));
  }
}

/** Decodes `%20` and similar escapes where they are valid. */
export function readableTarget(target: string): string {
  const bare = target.replace(/^mailto:/i, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare; // a lone percent sign
  }
}
