/** Reads the style sheets of a message as far as they decide what is seen: simple selectors that hide, and generated text. */
import { hidingDeclaration, plainCss } from './html-style.ts';
import { styleTexts } from './style-texts.ts';

/** More generated texts are an attack. */
const maxGenerated = 2000;

/**
 * Rules of one class, id, element name or element with a class. Rules within `@media` do not count as hiding, because text
 * that is hidden on a phone is shown elsewhere. Selectors with combinators are ignored: the rules only decide how text is
 * marked, and all text is read.
 */
export class SheetRules {
  /** Words that the sheets show: values of `content:` and similar properties. */
  readonly generated: string[] = [];
  /** Attributes whose values are shown. */
  readonly attributes = new Set<string>();
  /** `data:` addresses of pictures. */
  readonly targets: string[] = [];
  private readonly hiding = new Set<string>();
  private readonly inlining = new Set<string>();

  /** Adds the rules of another sheet; the rules before it remain. Linear in the length of the sheet. */
  add(css: string): void {
    let depth = 0;
    let selector = '';
    let at = 0;
    const text = css.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/<!--|-->/g, ' ');
    for (const brace of text.matchAll(/[{}]/g)) {
      const piece = text.slice(at, brace.index);
      at = brace.index + 1;
      if (brace[0] === '{') {
        depth += 1;
        selector = piece.trim();
        continue;
      }
      if (depth === 1) {
        if (hidingDeclaration(piece)) addSelectors(selector, this.hiding);
        if (isInline(piece)) addSelectors(selector, this.inlining);
      }
      depth = Math.max(0, depth - 1);
    }
    const { shown, attributes, targets } = styleTexts(text);
    for (const name of attributes) this.attributes.add(name);
    if (this.generated.length >= maxGenerated) return;
    this.generated.push(...shown);
    // The rules of many elements together may make words.
    if (shown.length > 2) this.generated.push(shown.join(''));
    this.targets.push(...targets);
  }

  /** Whether a rule hides this element. */
  hides(tag: string, attributes: ReadonlyMap<string, string>): boolean {
    return matches(this.hiding, tag, attributes);
  }

  /** Whether a rule places this block within the line around it. */
  inlines(tag: string, attributes: ReadonlyMap<string, string>): boolean {
    return matches(this.inlining, tag, attributes);
  }
}

/** Whether declarations place a block within the line around it. */
export function isInline(style: string): boolean {
  return /(?:^|[;\s])(?:display\s*:\s*(?:inline|contents)(?![a-z-])|float\s*:\s*left)/i.test(
    plainCss(style.slice(0, 4096)),
  );
}

function addSelectors(list: string, to: Set<string>): void {
  for (const one of list.toLowerCase().split(',')) {
    const name = one.trim();
    if (/^(?:[a-z][a-z0-9]*)?(?:[.#][a-z0-9_-]+)?$/.test(name) && name !== '') to.add(name);
  }
}

function matches(selectors: ReadonlySet<string>, tag: string, attributes: ReadonlyMap<string, string>): boolean {
  if (selectors.size === 0) return false;
  if (selectors.has(tag)) return true;
  const id = attributes.get('id')?.toLowerCase();
  if (id !== undefined && (selectors.has(`#${id}`) || selectors.has(`${tag}#${id}`))) return true;
  const classes = attributes.get('class')?.slice(0, 1000).toLowerCase().split(/\s+/) ?? [];
  return classes.some((name) => selectors.has(`.${name}`) || selectors.has(`${tag}.${name}`));
}
