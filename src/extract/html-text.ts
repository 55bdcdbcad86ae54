/** Converts HTML to text for detectors: what a reader sees, hidden text and link targets, each marked as what it is. */
import type { Span } from '../../detectors/detector.ts';
import {
  blocks,
  cells,
  dropped,
  endsImplied,
  endsParagraph,
  isData,
  isQuote,
  neverShown,
  voids,
} from './html-elements.ts';
import { shownImage, withoutSpace, type ShownImage } from './html-images.ts';
import type { Element } from './html-element.ts';
import { conditionalContent, dataText, readableTarget, wordsOfAttributes } from './html-hiding-places.ts';
import { readHtmlTokens, type HtmlTokenHandler } from './html-tokens.ts';
import { initialLook, isInvisible, lookOf, type Look, isBackwards } from './html-style.ts';
import { shownTarget } from './html-links.ts';
import { scriptTexts } from './script-texts.ts';
import { addChild, inShownOrder, maxChildLength, orderOf, placeOf } from './shown-order.ts';
import { isInline, SheetRules } from './style-sheet.ts';
import { TextWriter } from './text-writer.ts';

export interface HtmlText {
  readonly text: string;
  readonly quoted: readonly Span[];
  readonly hidden: readonly Span[];
  /** The pictures of the message that the HTML shows, in order. */
  readonly images: readonly ShownImage[];
}

/** A longer style sheet is an attack and not a design. */
const maxStyleLength = 262_144;
const maxScriptLength = 1_048_576;
/** Depth of pages within pages. */
const maxNesting = 3;
/** Elements of ruby annotations (readings above words), and of the brackets around them in programs without ruby. */
const above = new Set(['rt', 'rp', 'rtc']);
/** Attributes of which some programs show the second one. */
const shownTwice = new Set(['alt', 'title', 'value', 'href', 'src', 'placeholder']);
/** Pictures of one text that are listed. */
const maxImages = 2000;

/**
 * Converts HTML. Blocks become lines, table cells are separated by tabs, tags within a word do not split it, scripts are
 * dropped. Text that is sent but not shown (comments, `title` attributes, text that a style sheet generates, `data:` links)
 * is at the end, as hidden text. CPU time is linear in the length of the HTML.
 */
export function htmlToText(html: string): HtmlText {
  return convert(html, 0);
}

function convert(html: string, depth: number): HtmlText {
  const converter = new Converter(depth);
  const rest = readHtmlTokens(html, converter);
  return converter.finish(rest);
}

class Converter implements HtmlTokenHandler {
  private readonly writer = new TextWriter();
  private readonly stack: Element[] = [];
  /** Number of open elements of each name, so that a closing tag without an open element needs no search of the stack. */
  private readonly open = new Map<string, number>();
  private dropping = '';
  private styles = '';
  private script = '';
  /** Number of open ruby annotations, and the text of the current one. */
  private aboveDepth = 0;
  private aboveText = '';
  /** Ruby annotations in the order of the page. */
  private readonly asides: string[] = [];
  private readonly sheet = new SheetRules();
  private readonly images: ShownImage[] = [];
  /** Comments, tips and similar text, which is written after all other text. */
  private readonly unshown: string[] = [];
  private readonly depth: number;

  constructor(depth: number) {
    this.depth = depth;
  }

  /** @param rest of the HTML, after the last complete token */
  finish(rest: string): HtmlText {
    while (this.stack.length > 0) this.pop();
    // In a browser a tag that never ends takes the rest of the text, but not in every client.
    this.writer.block();
    this.writer.mark(false, true);
    this.writer.write(rest, false);
    const rules = this.rules();
    for (const target of rules.targets) this.page(target);
    const hidden = [...this.unshown, ...scriptTexts(this.script), ...rules.generated];
    for (const [texts, isHidden] of [[this.asides, false] as const, [hidden, true] as const]) {
      for (const text of texts) {
        this.writer.block();
        this.writer.mark(false, isHidden);
        this.writer.write(text, false);
      }
    }
    const written = this.writer.finish();
    return { ...written, images: this.images.map((image) => withoutSpace(image, written.text)) };
  }

  /** A closing tag. */
  close(tag: string): void {
    if (tag === this.dropping) this.dropping = '';
    if (tag === 'br') this.writer.lineEnd();
    if (!this.open.get(tag)) return;
    while (this.stack.length > 0 && this.pop() !== tag);
  }

  comment(comment: string): void {
    const shownByOutlook = conditionalContent(comment);
    if (shownByOutlook !== undefined) this.inner(shownByOutlook);
    else if (comment.trim() !== '') this.unshown.push(comment.trim());
  }

  /** The value of a second attribute of the same name. */
  repeated(name: string, value: string): void {
    if (shownTwice.has(name) && value.trim() !== '') this.unshown.push(readableTarget(value));
  }

  text(text: string): void {
    if (this.dropping === '' && this.aboveDepth > 0) this.aboveText += text;
    else if (this.dropping === '') this.writer.write(text, this.top()?.preformatted ?? false);
    else if (this.dropping === 'script' && this.script.length < maxScriptLength) this.script += text;
    else if (this.dropping === 'style' && this.styles.length < maxStyleLength) this.styles += text;
  }

  /** Reads a page within this one, whose text is written after all other text. */
  private inner(html: string): void {
    if (this.depth >= maxNesting) return;
    const text = convert(html, this.depth + 1).text.trim();
    if (text !== '') this.unshown.push(text);
  }

  /** Reads what a `data:` address opens. */
  private page(target: string): void {
    const carried = dataText(target);
    if (carried?.isHtml) this.inner(carried.text);
    else if (carried) this.unshown.push(carried.text);
  }

  /** Rules of the style sheets up to now: style sheets stand before the elements that they style. */
  private rules(): SheetRules {
    if (this.styles !== '') this.sheet.add(this.styles);
    this.styles = '';
    return this.sheet;
  }

  private top(): Element | undefined {
    return this.stack.at(-1);
  }

  /** An opening tag. */
  element(tag: string, written: ReadonlyMap<string, string>): void {
    const rules = this.rules();
    const attributes = rules.withVariables(written);
    if (dropped.has(tag) && !(tag === 'script' && isData(attributes))) {
      this.dropping = tag;
      if (tag === 'script') this.script += '\n';
      return;
    }
    this.closeImplied(tag);
    const outer = this.top();
    const carried = wordsOfAttributes(tag, attributes, rules.attributes);
    this.unshown.push(...carried.texts);
    for (const target of carried.pages) this.page(target);
    const srcdoc = attributes.get('srcdoc');
    if (srcdoc !== undefined) this.inner(srcdoc);
    const inherited = lookOf(outer?.look ?? initialLook, tag, attributes);
    const look =
      rules.hides(tag, attributes) || neverShown.has(tag) || tag === 'script'
        ? { ...inherited, hidden: true }
        : inherited;
    const takesNoPlace = look.hidden && !outer?.look.hidden && !cells.has(tag);
    const gap = takesNoPlace ? this.writer.gapInLine() : undefined;
    const style = attributes.get('style') ?? '';
    const inline = blocks.has(tag) && ((style !== '' && isInline(style)) || rules.inlines(tag, attributes));
    if (!inline && gap === undefined) this.lineBefore(tag);
    if (voids.has(tag)) {
      this.voidElement(tag, attributes, look, outer);
      return;
    }
    const quoted = (outer?.quoted ?? false) || isQuote(tag, attributes);
    const backwards = (tag === 'bdo' && /^rtl$/i.test(attributes.get('dir') ?? '')) || isBackwards(style);
    if (backwards) this.writer.write('\u202e', false);
    if (above.has(tag)) this.aboveDepth += 1;
    const target = tag === 'a' ? attributes.get('href') : undefined;
    const placement = rules.placement(tag, attributes);
    this.stack.push({
      tag,
      look,
      quoted,
      cells: 0,
      inline,
      backwards,
      placement,
      from: this.writer.length,
      order: orderOf(placement),
      ...(gap && { gap }),
      preformatted: (outer?.preformatted ?? false) || tag === 'pre' || tag === 'textarea',
      ...(target !== undefined && { link: { target, from: this.writer.length } }),
    });
    this.open.set(tag, (this.open.get(tag) ?? 0) + 1);
    this.mark();
  }

  private voidElement(
    tag: string,
    attributes: ReadonlyMap<string, string>,
    look: Look,
    outer: Element | undefined,
  ): void {
    // Text that a client shows in place of a picture or within a form field.
    const text =
      tag === 'img'
        ? attributes.get('alt')
        : tag === 'input'
          ? (attributes.get('value') ?? attributes.get('placeholder'))
          : undefined;
    const from = this.writer.length;
    if (text !== undefined && text !== '') {
      const isHidden = isInvisible(look) || /^hidden$/i.test(attributes.get('type') ?? '');
      this.writer.mark(outer?.quoted ?? false, isHidden);
      this.writer.write(text, false);
      this.mark();
    }
    if (tag === 'img' && this.images.length < maxImages) {
      const image = shownImage(attributes);
      if (image) this.images.push({ ...image, start: from, end: this.writer.length });
    }
  }

  private closeImplied(tag: string): void {
    const implied = endsImplied.get(tag);
    for (
      let top = this.top();
      top && (implied?.includes(top.tag) || (top.tag === 'p' && endsParagraph.has(tag)));
      top = this.top()
    )
      this.pop();
  }

  private lineBefore(tag: string): void {
    if (tag === 'td' || tag === 'th') {
      const row = this.top();
      // The first cell begins where the row begins.
      if (row?.tag === 'tr' && row.cells++ === 0) return;
      this.writer.cell();
    } else if (tag === 'tr') this.writer.row();
    else if (tag === 'br') this.writer.lineEnd();
    else if (blocks.has(tag)) this.writer.block();
  }

  private pop(): string | undefined {
    const element = this.stack.pop();
    if (!element) return undefined;
    const { tag } = element;
    this.open.set(tag, (this.open.get(tag) ?? 1) - 1);
    if (element.backwards) this.writer.write('\u202c', false);
    if (above.has(tag)) this.endAbove();
    this.place(element);
    if (element.link) this.linkTarget(element.link.target, element.link.from);
    if (element.gap) this.writer.backToLine(element.gap);
    else if (element.inline) this.mark();
    else if (tag === 'tr' || tag === 'table') this.writer.row();
    else if (blocks.has(tag)) this.writer.block();
    this.mark();
    return tag;
  }

  private linkTarget(href: string, from: number): void {
    const target = shownTarget(href, (length) => this.writer.since(from, length));
    if (target !== '') this.writer.write(` <${target}>`, false);
  }

  /** Keeps the text of a child for the order in which its parent shows it, and writes that of its own children. */
  private place({ placement, from, order, look }: Element): void {
    const parent = this.top();
    if (parent && placeOf(placement).right) parent.order ??= { reversed: false, children: [] };
    if (parent?.order)
      addChild(parent.order, placement, isInvisible(look) ? '' : this.writer.since(from, maxChildLength));
    const shown = order && inShownOrder(order);
    if (shown) this.asides.push(shown);
  }

  private endAbove(): void {
    this.aboveDepth = Math.max(0, this.aboveDepth - 1);
    if (this.aboveDepth > 0) return;
    if (/[\p{L}\d]/u.test(this.aboveText)) this.asides.push(this.aboveText);
    this.aboveText = '';
  }

  /** Tells the writer whether the text that follows is quoted or hidden. */
  private mark(): void {
    const top = this.top();
    this.writer.mark(top?.quoted ?? false, top ? isInvisible(top.look) : false);
  }
}
