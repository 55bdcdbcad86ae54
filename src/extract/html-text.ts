/** Turns HTML into text for detectors: what a reader sees, plus hidden text and link targets, with both kinds marked. */
import { Tokenizer } from 'htmlparser2';
import type { Span } from '../../detectors/detector.ts';
import { blocks, dropped, endsImplied, endsParagraph, isQuote, neverShown, voids } from './html-elements.ts';
import { shownImage, withoutSpace, type ShownImage } from './html-images.ts';
import { conditionalContent, dataText, readableTarget, wordsOfAttributes } from './html-hiding-places.ts';
import { initialLook, isInvisible, lookOf, type Look } from './html-style.ts';
import { scriptTexts } from './script-texts.ts';
import { isInline, SheetRules } from './style-sheet.ts';
import { TextWriter, type Gap } from './text-writer.ts';

export interface HtmlText {
  readonly text: string;
  readonly quoted: readonly Span[];
  readonly hidden: readonly Span[];
  /** Pictures of the message that the HTML shows, in order. */
  readonly images: readonly ShownImage[];
}

interface Element {
  readonly tag: string;
  readonly look: Look;
  readonly quoted: boolean;
  readonly preformatted: boolean;
  /** Cells of a row so far. */
  cells: number;
  /** Target of a link and the offset at which its text begins. */
  readonly link?: { readonly target: string; readonly from: number };
  /** A block that stands in the line. */
  readonly inline: boolean;
  /** The gap before an element that takes no place. */
  readonly gap?: Gap;
  /** Its text is shown backwards. */
  readonly backwards: boolean;
}

const maxTargetLength = 2000;
/** Style sheets beyond this are an attack, not a design. */
const maxStyleLength = 262_144;
const maxScriptLength = 1_048_576;
/** Pages within pages. */
const maxNesting = 3;
/** Readings of words above others, and the brackets for programs that cannot put them there. */
const above = new Set(['rt', 'rp', 'rtc']);
/** Attributes of which a second one is shown by some programs. */
const shownTwice = new Set(['alt', 'title', 'value', 'href', 'src', 'placeholder']);
/** More pictures in one text than any letter shows. */
const maxImages = 2000;
const noAttributes: ReadonlyMap<string, string> = new Map();

/**
 * Converts HTML. Blocks become lines, table cells are separated by tabs, tags within a word do not split it, scripts are
 * dropped. What travels without being shown (comments, `title` attributes, text that a style sheet generates, `data:` links)
 * stands at the end, as hidden text. Uses the tokenizer below htmlparser2's Parser, whose element stack costs quadratic time on
 * deeply nested input. Linear in the length of the HTML.
 */
export function htmlToText(html: string): HtmlText {
  return convert(html, 0);
}

function convert(html: string, depth: number): HtmlText {
  const converter = new Converter(html, depth);
  const tokenizer = new Tokenizer({ decodeEntities: true }, converter);
  tokenizer.write(html);
  tokenizer.end();
  return converter.finish();
}

class Converter {
  private readonly html: string;
  private readonly writer = new TextWriter();
  private readonly stack: Element[] = [];
  /** How many elements of a name are open: a closing tag without one is ignored without looking through the stack. */
  private readonly open = new Map<string, number>();
  private tag = '';
  private attributes: ReadonlyMap<string, string> = noAttributes;
  private attribute = '';
  private value = '';
  private dropping = '';
  private styles = '';
  private script = '';
  /** How many readings above words are open, and the one that is. */
  private aboveDepth = 0;
  private aboveText = '';
  /** Readings above words, in the order of the page. */
  private readonly asides: string[] = [];
  private sheet: SheetRules | undefined;
  private readonly images: ShownImage[] = [];
  /** Comments, tips and their like, to be written behind everything else. */
  private readonly unshown: string[] = [];
  /** Offset behind the last complete token. */
  private consumed = 0;
  private readonly depth: number;

  constructor(html: string, depth: number) {
    this.html = html;
    this.depth = depth;
  }

  finish(): HtmlText {
    while (this.stack.length > 0) this.pop();
    // A tag that never ends swallows the rest of the text in a browser, but not in every client.
    const rest = this.html.slice(this.consumed);
    this.writer.block();
    this.writer.mark(false, true);
    this.writer.write(rest, false);
    const rules = this.rules();
    for (const target of rules?.targets ?? []) this.page(target);
    const hidden = [...this.unshown, ...scriptTexts(this.script), ...(rules?.generated ?? [])];
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

  ontext(start: number, end: number): void {
    this.consumed = end;
    this.text(this.html.slice(start, end));
  }
  ontextentity(codepoint: number, end: number): void {
    this.consumed = end;
    this.text(String.fromCodePoint(codepoint));
  }
  oncdata(start: number, end: number, endOffset: number): void {
    this.consumed = end + 1;
    this.text(this.html.slice(start, end - endOffset));
  }
  onopentagname(start: number, end: number): void {
    this.tag = this.html.slice(start, end).toLowerCase();
    this.attributes = noAttributes;
  }
  onattribname(start: number, end: number): void {
    this.attribute = this.html.slice(start, end).toLowerCase();
    this.value = '';
  }
  onattribdata(start: number, end: number): void {
    this.value += this.html.slice(start, end);
  }
  onattribentity(codepoint: number): void {
    this.value += String.fromCodePoint(codepoint);
  }
  onattribend(): void {
    // The first of two attributes of a name counts (HTML 13.2.5.33).
    if (this.attributes.has(this.attribute)) {
      if (shownTwice.has(this.attribute) && this.value.trim() !== '') this.unshown.push(readableTarget(this.value));
      return;
    }
    this.attributes =
      this.attributes === noAttributes
        ? new Map([[this.attribute, this.value]])
        : (this.attributes as Map<string, string>).set(this.attribute, this.value);
  }
  onopentagend(end: number): void {
    this.consumed = end + 1;
    this.element(this.tag, this.attributes);
  }
  onselfclosingtag(end: number): void {
    this.consumed = end + 1;
    // `<script/>`: programs disagree on whether it drops what follows, so it does not.
    if (!dropped.has(this.tag)) this.element(this.tag, this.attributes);
  }
  onclosetag(start: number, end: number): void {
    this.consumed = end + 1;
    const tag = this.html.slice(start, end).toLowerCase();
    if (tag === this.dropping) this.dropping = '';
    if (tag === 'br') this.writer.lineEnd();
    if (!this.open.get(tag)) return;
    while (this.stack.length > 0 && this.pop() !== tag);
  }
  oncomment(start: number, end: number, endOffset: number): void {
    this.consumed = end + 1;
    const comment = this.html.slice(start, end - endOffset);
    const shownByOutlook = conditionalContent(comment);
    if (shownByOutlook !== undefined) this.inner(shownByOutlook);
    else if (comment.trim() !== '') this.unshown.push(comment.trim());
  }
  // Nothing in these is shown or sent on as text by any client.
  ondeclaration(_start: number, end: number): void {
    this.consumed = end + 1;
  }
  onprocessinginstruction(_start: number, end: number): void {
    this.consumed = end + 1;
  }
  onend(): void {}

  private text(text: string): void {
    if (this.dropping === '' && this.aboveDepth > 0) this.aboveText += text;
    else if (this.dropping === '') this.writer.write(text, this.top()?.preformatted ?? false);
    else if (this.dropping === 'script' && this.script.length < maxScriptLength) this.script += text;
    else if (this.dropping === 'style' && this.styles.length < maxStyleLength) this.styles += text;
  }

  /** A page within this one, behind everything else. */
  private inner(html: string): void {
    if (this.depth >= maxNesting) return;
    const text = convert(html, this.depth + 1).text.trim();
    if (text !== '') this.unshown.push(text);
  }

  /** What a `data:` address opens. */
  private page(target: string): void {
    const carried = dataText(target);
    if (carried?.isHtml) this.inner(carried.text);
    else if (carried) this.unshown.push(carried.text);
  }

  /** Of the style sheets so far: they stand before what they style. */
  private rules(): SheetRules | undefined {
    if (this.styles === '') return this.sheet;
    (this.sheet ??= new SheetRules()).add(this.styles);
    this.styles = '';
    return this.sheet;
  }

  private top(): Element | undefined {
    return this.stack.at(-1);
  }

  private element(tag: string, attributes: ReadonlyMap<string, string>): void {
    if (dropped.has(tag) && !(tag === 'script' && isData(attributes))) {
      this.dropping = tag;
      if (tag === 'script') this.script += '\n';
      return;
    }
    this.closeImplied(tag);
    const outer = this.top();
    const rules = this.rules();
    const carried = wordsOfAttributes(tag, attributes, rules?.attributes);
    this.unshown.push(...carried.texts);
    for (const target of carried.pages) this.page(target);
    const srcdoc = attributes.get('srcdoc');
    if (srcdoc !== undefined) this.inner(srcdoc);
    const inherited = lookOf(outer?.look ?? initialLook, tag, attributes);
    const look =
      rules?.hides(tag, attributes) || neverShown.has(tag) || tag === 'script'
        ? { ...inherited, hidden: true }
        : inherited;
    const takesNoPlace = look.hidden && !outer?.look.hidden && !cells.has(tag);
    const gap = takesNoPlace ? this.writer.gapInLine() : undefined;
    const style = attributes.get('style') ?? '';
    const inline = blocks.has(tag) && ((style !== '' && isInline(style)) || (rules?.inlines(tag, attributes) ?? false));
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
    this.stack.push({
      tag,
      look,
      quoted,
      cells: 0,
      inline,
      backwards,
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
    // Text that a client shows in place of a picture or in a field.
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
      // The first cell stands where its row began.
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
    if (element.link) this.linkTarget(element.link.target, element.link.from);
    if (element.gap) this.writer.backToLine(element.gap);
    else if (element.inline) this.mark();
    else if (tag === 'tr' || tag === 'table') this.writer.row();
    else if (blocks.has(tag)) this.writer.block();
    this.mark();
    return tag;
  }

  private linkTarget(href: string, from: number): void {
    const target = readableTarget(href.trim().slice(0, maxTargetLength)).replace(/^mailto:/i, '');
    if (target === '' || target.startsWith('#') || /^(data|javascript|cid):/i.test(target)) return;
    if (bare(this.writer.since(from, target.length + 32)) === bare(target)) return;
    this.writer.write(` <${target}>`, false);
  }

  private endAbove(): void {
    this.aboveDepth = Math.max(0, this.aboveDepth - 1);
    if (this.aboveDepth > 0) return;
    if (/[\p{L}\d]/u.test(this.aboveText)) this.asides.push(this.aboveText);
    this.aboveText = '';
  }

  /** Tells the writer how the text that follows counts. */
  private mark(): void {
    const top = this.top();
    this.writer.mark(top?.quoted ?? false, top ? isInvisible(top.look) : false);
  }
}

/** Cells keep their place in the row even where they are not shown: what stands in them belongs to what stands beside them. */
const cells = new Set(['td', 'th', 'tr', 'table', 'tbody', 'thead', 'tfoot', 'caption', 'col', 'colgroup']);

/** Data or a template in the place of a program. */
function isData(attributes: ReadonlyMap<string, string>): boolean {
  return /^\s*(?:text\/(?!(?:java|ecma|live|j)script)|application\/(?:[a-z]+\+)?(?:json|xml))/i.test(
    attributes.get('type') ?? '',
  );
}

function isBackwards(style: string): boolean {
  return (
    style !== '' &&
    /unicode-bidi\s*:\s*(?:bidi-override|isolate-override)/i.test(style) &&
    /direction\s*:\s*rtl/i.test(style)
  );
}

function bare(text: string): string {
  return text
    .trim()
    .replace(/^https?:\/\/(www\.)?/i, '')
    .replace(/\/$/, '')
    .toLowerCase();
}
