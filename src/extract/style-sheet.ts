/** Reads a mail's style sheet as far as it decides what is seen: simple selectors that hide, and text that it generates. */
import { hidingDeclaration } from './html-style.ts';

export interface SheetRules {
  /** Whether a rule of one class, id, element name or element with a class hides this element. */
  hides(tag: string, attributes: ReadonlyMap<string, string>): boolean;
  /** Values of `content:` in quotes. */
  readonly generated: readonly string[];
}

/**
 * Rules within `@media` do not count as hiding: what is hidden on a phone is shown elsewhere. Selectors with combinators are
 * left out: this only decides how text is marked, all of it is read. Linear in the length of the sheet.
 *
 * @param before rules of the sheets that came first; they stay in force
 */
export function readStyleSheet(css: string, before: SheetRules | undefined): SheetRules {
  const selectors = new Set<string>();
  const generated: string[] = [...(before?.generated ?? [])];
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
    for (const content of piece.matchAll(/(?:^|[;\s])content\s*:\s*(?:"([^"]*)"|'([^']*)')/gi)) {
      const words = (content[1] ?? content[2] ?? '').trim();
      if (words !== '') generated.push(words);
    }
    if (depth === 1 && hidingDeclaration(piece))
      for (const one of selector.toLowerCase().split(',')) {
        const name = one.trim();
        if (/^(?:[a-z][a-z0-9]*)?(?:[.#][a-z0-9_-]+)?$/.test(name) && name !== '') selectors.add(name);
      }
    depth = Math.max(0, depth - 1);
  }
  return {
    generated,
    hides(tag, attributes) {
      if (before?.hides(tag, attributes)) return true;
      if (selectors.size === 0) return false;
      if (selectors.has(tag)) return true;
      const id = attributes.get('id')?.toLowerCase();
      if (id !== undefined && (selectors.has(`#${id}`) || selectors.has(`${tag}#${id}`))) return true;
      const classes = attributes.get('class')?.slice(0, 1000).toLowerCase().split(/\s+/) ?? [];
      return classes.some((name) => selectors.has(`.${name}`) || selectors.has(`${tag}.${name}`));
    },
  };
}
