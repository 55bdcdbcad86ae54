/** Follows how the current text looks in Word or on a slide: hidden, deleted by a tracked change, too small, or white. */
import { attribute, isOn, type XmlAttributes } from '../xml-events.ts';

const shapes: ReadonlySet<string> = new Set(['sp', 'pic', 'graphicFrame', 'cxnSp', 'grpSp', 'drawing', 'wsp']);

export class RunLook {
  private readonly hiddenStyles: ReadonlySet<string>;
  private readonly allHidden: boolean;
  private deletions = 0;
  private insertions = 0;
  private run = false;
  private paragraph = false;
  private inProperties = false;
  /** Depth of the hidden shape around it. */
  private shape = -1;

  constructor(hiddenStyles: ReadonlySet<string>, allHidden: boolean) {
    this.hiddenStyles = hiddenStyles;
    this.allHidden = allHidden;
  }

  get hidden(): boolean {
    return this.allHidden || this.deletions > 0 || this.run || this.paragraph || this.shape >= 0;
  }

  get deleted(): boolean {
    return this.deletions > 0;
  }

  get inserted(): boolean {
    return this.insertions > 0;
  }

  /** @param path the names of the open elements, this one last */
  open(name: string, attributes: XmlAttributes, path: readonly string[]): void {
    switch (name) {
      case 'del':
      case 'moveFrom':
        this.deletions += 1;
        break;
      case 'ins':
      case 'moveTo':
        this.insertions += 1;
        break;
      case 'rPr':
        // Properties of a paragraph mark say nothing about the text of the paragraph.
        this.inProperties = path.at(-2) !== 'pPr';
        // DrawingML has the size on the properties themselves, in hundredths of a point.
        if (Number(attributes['sz'] ?? 1000) <= 100) this.run = true;
        break;
      case 'vanish':
      case 'specVanish':
      case 'webHidden':
        if (this.inProperties && isOn(attribute(attributes, 'val'))) this.run = true;
        break;
      case 'color':
        if (this.inProperties && /^f{6}$/i.test(attribute(attributes, 'val') ?? '')) this.run = true;
        break;
      case 'sz':
        // Half points: text of up to one point is unreadable.
        if (this.inProperties && Number(attribute(attributes, 'val') ?? 20) <= 2) this.run = true;
        break;
      case 'rStyle':
        if (this.hiddenStyles.has(attribute(attributes, 'val') ?? '')) this.run = true;
        break;
      case 'pStyle':
        if (this.hiddenStyles.has(attribute(attributes, 'val') ?? '')) this.paragraph = true;
        break;
      case 'cNvPr':
      case 'docPr':
        if (this.shape < 0 && isOn(attributes['hidden'], false)) {
          const around = path.findLastIndex((element) => shapes.has(element));
          this.shape = around < 0 ? path.length - 1 : around;
        }
        break;
    }
  }

  /** @param depth number of open elements */
  close(name: string, depth: number): void {
    if (name === 'del' || name === 'moveFrom') this.deletions = Math.max(0, this.deletions - 1);
    else if (name === 'ins' || name === 'moveTo') this.insertions = Math.max(0, this.insertions - 1);
    else if (name === 'rPr') this.inProperties = false;
    else if (name === 'r' || name === 'fld') this.run = false;
    else if (name === 'p') {
      this.paragraph = false;
      this.run = false;
    }
    if (depth <= this.shape) this.shape = -1;
  }
}
