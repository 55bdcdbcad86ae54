/** Reads the tags, texts and comments of HTML with the tokenizer of htmlparser2. */
import { Tokenizer } from 'htmlparser2';
import { dropped } from './html-elements.ts';

/** Receives the tokens in the order of the HTML. Names are in lower case, entities are decoded. */
export interface HtmlTokenHandler {
  text(text: string): void;
  /** An opening tag. Of several attributes of a name the first counts (HTML 13.2.5.33). */
  element(tag: string, attributes: ReadonlyMap<string, string>): void;
  /** A closing tag. */
  close(tag: string): void;
  comment(comment: string): void;
  /** The value of a second attribute of the same name. */
  repeated(name: string, value: string): void;
}

const noAttributes: ReadonlyMap<string, string> = new Map();

/**
 * Uses the tokenizer below htmlparser2's Parser, because the Parser's stack of elements takes quadratic time on deeply
 * nested HTML.
 *
 * @returns the rest of the HTML after the last complete token: a tag that never ends
 */
export function readHtmlTokens(html: string, handler: HtmlTokenHandler): string {
  const callbacks = new TokenCallbacks(html, handler);
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks);
  tokenizer.write(html);
  tokenizer.end();
  return html.slice(callbacks.consumed);
}

class TokenCallbacks {
  /** Offset after the last complete token. */
  consumed = 0;
  private readonly html: string;
  private readonly handler: HtmlTokenHandler;
  private tag = '';
  private attributes: ReadonlyMap<string, string> = noAttributes;
  private attribute = '';
  private value = '';

  constructor(html: string, handler: HtmlTokenHandler) {
    this.html = html;
    this.handler = handler;
  }

  ontext(start: number, end: number): void {
    this.consumed = end;
    this.handler.text(this.html.slice(start, end));
  }
  ontextentity(codepoint: number, end: number): void {
    this.consumed = end;
    this.handler.text(String.fromCodePoint(codepoint));
  }
  oncdata(start: number, end: number, endOffset: number): void {
    this.consumed = end + 1;
    this.handler.text(this.html.slice(start, end - endOffset));
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
    if (this.attributes.has(this.attribute)) {
      this.handler.repeated(this.attribute, this.value);
      return;
    }
    this.attributes =
      this.attributes === noAttributes
        ? new Map([[this.attribute, this.value]])
        : (this.attributes as Map<string, string>).set(this.attribute, this.value);
  }
  onopentagend(end: number): void {
    this.consumed = end + 1;
    this.handler.element(this.tag, this.attributes);
  }
  onselfclosingtag(end: number): void {
    this.consumed = end + 1;
    // Programs disagree on whether `<script/>` drops the text after it, so that text is read.
    if (!dropped.has(this.tag)) this.handler.element(this.tag, this.attributes);
  }
  onclosetag(start: number, end: number): void {
    this.consumed = end + 1;
    this.handler.close(this.html.slice(start, end).toLowerCase());
  }
  oncomment(start: number, end: number, endOffset: number): void {
    this.consumed = end + 1;
    this.handler.comment(this.html.slice(start, end - endOffset));
  }
  // No client shows or forwards declarations and processing instructions as text.
  ondeclaration(_start: number, end: number): void {
    this.consumed = end + 1;
  }
  onprocessinginstruction(_start: number, end: number): void {
    this.consumed = end + 1;
  }
  onend(): void {}
}
