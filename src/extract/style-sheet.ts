/** Reads the style sheets of a message as far as they decide what is seen: simple selectors that hide, and generated text. */
import { hidingDeclaration, plainCss } from './html-style.ts';
import { Selectors } from './style-selectors.ts';
import { styleTexts } from './style-texts.ts';

/** More of them are an attack. */
const maxGenerated = 2000;
const maxPlacing = 50;
const maxVariables = 1000;

/** Narrower screens are phones: what a rule hides there is shown elsewhere. */
const phoneWidth = 700;

/**
 * Rules whose selectors name one element by its name, class, id or attribute. Rules within `@media` count where the condition
 * holds on an ordinary screen. Selectors with combinators are ignored: the rules only decide how text is marked and in which order
 * it is shown, and all text is read.
 */
export class SheetRules {
  /** Words that the sheets show: values of `content:` and similar properties. */
  readonly generated: string[] = [];
  /** Attributes whose values are shown. */
  readonly attributes = new Set<string>();
  /** `data:` addresses of pictures. */
  readonly targets: string[] = [];
  private readonly hiding = new Selectors();
  private readonly inlining = new Selectors();
  /** Declarations that change the order of elements, and whom they select. */
  private readonly placing: { readonly selectors: Selectors; readonly style: string }[] = [];
  private readonly variables = new Map<string, string>();

  /** Adds the rules of another sheet; the rules before it remain. Linear in the length of the sheet. */
  add(css: string): void {
    const around: string[] = [];
    let at = 0;
    const text = css.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/<!--|-->/g, ' ');
    this.define(text);
    for (const brace of text.matchAll(/[{}]/g)) {
      const piece = text.slice(at, brace.index);
      at = brace.index + 1;
      if (brace[0] === '{') {
        around.push(piece.slice(piece.lastIndexOf(';') + 1).trim());
        continue;
      }
      const selector = around.pop();
      if (selector !== undefined && around.every(isShownOnScreens)) this.rule(selector, this.resolved(piece));
    }
    const { shown, attributes, targets } = styleTexts(text);
    for (const name of attributes) this.attributes.add(name);
    if (this.generated.length >= maxGenerated) return;
    this.generated.push(...shown);
    // The rules of many elements together may make words.
    if (shown.length > 2) this.generated.push(shown.join(''));
    this.targets.push(...targets);
  }

  private rule(selector: string, style: string): void {
    if (hidingDeclaration(style)) this.hiding.add(selector);
    if (isInline(style)) this.inlining.add(selector);
    if (this.placing.length < maxPlacing && /flex|grid|\border\s*:|float/i.test(style)) {
      const selectors = new Selectors();
      selectors.add(selector);
      this.placing.push({ selectors, style });
    }
  }

  /** Keeps the custom properties of a sheet or of a style attribute. */
  private define(css: string): void {
    if (!css.includes('--')) return;
    for (const [, name, value] of css.matchAll(/(--[\w-]{1,80})\s*:\s*([^;{}]{0,200})/g))
      if (this.variables.size < maxVariables) this.variables.set(name!, value!.trim());
  }

  /** Declarations with the values of custom properties (`display: var(--x)`) in their places. */
  private resolved(style: string): string {
    if (!/var\(/i.test(style)) return style;
    return style.replace(
      /var\(\s*(--[\w-]{1,80})\s*(?:,([^()]{0,200}))?\)/gi,
      (_, name: string, otherwise = '') => this.variables.get(name) ?? String(otherwise).trim(),
    );
  }

  /** The attributes of an element with custom properties resolved in its style. */
  withVariables(attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const style = attributes.get('style');
    if (style === undefined || !style.includes('--')) return attributes;
    this.define(style);
    return new Map(attributes).set('style', this.resolved(style));
  }

  /** Whether a rule hides this element. */
  hides(tag: string, attributes: ReadonlyMap<string, string>): boolean {
    return this.hiding.match(tag, attributes);
  }

  /** Whether a rule places this block within the line around it. */
  inlines(tag: string, attributes: ReadonlyMap<string, string>): boolean {
    return this.inlining.match(tag, attributes);
  }

  /** The declarations that place an element and its children: those of the sheets and its own. */
  placement(tag: string, attributes: ReadonlyMap<string, string>): string {
    const style = attributes.get('style') ?? '';
    if (this.placing.length === 0) return style;
    const matching = this.placing.filter(({ selectors }) => selectors.match(tag, attributes));
    return [...matching.map((rule) => rule.style), style].join(';');
  }
}

/** Whether the rules within an at-rule hold on a screen of ordinary size. */
function isShownOnScreens(atRule: string): boolean {
  if (!/^@media\b/i.test(atRule)) return /^@(?:supports|layer|container|scope|starting-style)\b/i.test(atRule);
  return atRule
    .slice(6)
    .split(',')
    .some((query) => {
      const widest = /max-(?:device-)?width\s*:\s*([\d.]+)(px|em|rem)?/i.exec(query);
      const pixels = widest ? Number(widest[1]) * (widest[2]?.toLowerCase() === 'px' || !widest[2] ? 1 : 16) : Infinity;
      return pixels > phoneWidth && !/\b(?:print|speech|not\s+(?:all|screen)|dark|orientation)\b/i.test(query);
    });
}

/** Whether declarations place a block within the line around it. */
export function isInline(style: string): boolean {
  return /(?:^|[;\s])(?:display\s*:\s*(?:inline|contents)(?![a-z-])|float\s*:\s*left)/i.test(
    plainCss(style.slice(0, 4096)),
  );
}
