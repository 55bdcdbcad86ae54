/** Collects the styles of an OpenDocument file that hide something, before and while its content is read. */
import { attribute, type XmlAttributes } from '../xml-events.ts';

export class OdfStyles {
  private readonly hiding = new Set<string>();
  private style = '';

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'style') {
      this.style = attribute(attributes, 'name') ?? '';
      if (this.hides(attribute(attributes, 'parent-style-name'))) this.hiding.add(this.style);
      return;
    }
    if (this.style === '') return;
    const display = attribute(attributes, 'display');
    const size = attribute(attributes, 'font-size');
    const hides =
      (name === 'text-properties' &&
        (display === 'none' ||
          attribute(attributes, 'color') === '#ffffff' ||
          (size !== undefined && tooSmall(size)))) ||
      (name === 'table-properties' && display === 'false') ||
      (name === 'drawing-page-properties' && attribute(attributes, 'visibility') === 'hidden');
    if (hides) this.hiding.add(this.style);
  }

  close(name: string): void {
    if (name === 'style') this.style = '';
  }

  hides(style: string | undefined): boolean {
    return style !== undefined && this.hiding.has(style);
  }
}

function tooSmall(size: string): boolean {
  const match = /^([\d.]+)pt$/.exec(size);
  return match !== null && Number(match[1]) <= 1;
}
