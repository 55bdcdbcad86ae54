/** Reads the structure of an OOXML file: the types of its parts, and their references inside and outside. Source: ECMA-376 part 2. */
import type { ReadBudget } from '../../file-reader.ts';
import { readXml, type XmlHandler } from '../xml-events.ts';
import { ZipPackage, type PackagePart } from '../zip-package.ts';

export interface Relationship {
  readonly id: string;
  /** The last word of the type: `worksheet`, `comments`, `hyperlink`. */
  readonly type: string;
  /** Name of a part, or an external address. */
  readonly target: string;
  readonly external: boolean;
}

const maxRelationships = 200_000;

export class OfficePackage {
  readonly zip: ZipPackage;
  readonly budget: ReadBudget;
  /** Parts that a reader has read. */
  readonly done = new Set<PackagePart>();
  private readonly byPart = new Map<string, string>();
  private readonly byEnding = new Map<string, string>();
  private readonly relationshipsOf = new Map<string, readonly Relationship[]>();

  constructor(bytes: Buffer, budget: ReadBudget) {
    this.zip = new ZipPackage(bytes, budget);
    this.budget = budget;
  }

  /** Reads `[Content_Types].xml`. @returns false where it is missing or faulty; the names of the parts then decide */
  async readTypes(): Promise<boolean> {
    const part = this.zip.find('[Content_Types].xml');
    if (!part) return false;
    this.done.add(part);
    return this.parse(part, {
      open: (name, attributes) => {
        const type = attributes['ContentType'] ?? '';
        if (name === 'Override') this.byPart.set((attributes['PartName'] ?? '').replace(/^\//, '').toLowerCase(), type);
        if (name === 'Default') this.byEnding.set((attributes['Extension'] ?? '').toLowerCase(), type);
      },
    });
  }

  contentType(part: PackagePart): string {
    const name = part.name.toLowerCase();
    return this.byPart.get(name) ?? this.byEnding.get(name.slice(name.lastIndexOf('.') + 1)) ?? '';
  }

  /** The first part whose content type contains the word. */
  partOfType(word: string): PackagePart | undefined {
    return this.zip.parts.find((part) => this.contentType(part).includes(word));
  }

  /** @param name of the referring part; empty for the package itself */
  async relationships(name: string): Promise<readonly Relationship[]> {
    const known = this.relationshipsOf.get(name);
    if (known) return known;
    const found: Relationship[] = [];
    this.relationshipsOf.set(name, found);
    const slash = name.lastIndexOf('/');
    const folder = name.slice(0, slash + 1);
    const part = this.zip.find(`${folder}_rels/${name.slice(slash + 1)}.rels`);
    if (!part) return found;
    this.done.add(part);
    await this.parse(part, {
      open: (element, attributes) => {
        if (element !== 'Relationship' || found.length >= maxRelationships) return;
        const type = attributes['Type'] ?? '';
        const target = attributes['Target'] ?? '';
        const external = attributes['TargetMode'] === 'External';
        found.push({
          id: attributes['Id'] ?? '',
          type: type.slice(type.lastIndexOf('/') + 1),
          target: external ? target : resolve(folder, target),
          external,
        });
      },
    });
    return found;
  }

  /** Parses a part and counts it as done. @returns false where its XML is faulty */
  async parse(part: PackagePart, handler: XmlHandler): Promise<boolean> {
    this.done.add(part);
    return readXml(this.zip.chunks(part), handler, this.budget);
  }
}

function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const steps = folder.split('/').filter(Boolean);
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
