/** What a number is part of, and what it is called: digits of a link, of an address or of a longer code, or a number of another kind. */
import type { Span } from '../../detector.ts';
import { readPhrases } from '../text/phrase-pattern.ts';

const { pattern, source } = readPhrases(new URL('./number-labels.yaml', import.meta.url));
const label = String.raw`(?<![\p{L}\d])<otherNumbers>`;
const call = source(String.raw`\s?(?:(?:<numberWords>|#)[\s:#]{0,3})?$`);

/** The end of a text behind which a number is of another kind: `asset `, `Invoice ID `. */
export const otherNumberBefore = new RegExp(source(label) + call, 'iu');
/** The same where signs or a verb part the two: `Invoice No. = `, `the serial is `. */
const calledOther = pattern(`${label}(?:[\\s:#=(-]{1,3}<numberWords>)?[\\s:#=(-]{0,3}(?:(?:is|was)\\s)?$`, 'iu');
const namesOther = pattern(`^(?:.*[^\\p{L}\\d])?<otherNumbers>(?:\\s<numberWords>)?$`, 'iu');
const reach = 200;

export interface NumberToken {
  /** Digits of an address of the web. */
  readonly inLink: boolean;
  /** Digits of an e-mail address. */
  readonly inAddress: boolean;
  /** Letters or signs of a code stand next to it without a space: `SN-4145550188`. */
  readonly joined: boolean;
  /** What stands before it, or heads its field, names another kind of number. */
  readonly calledOther: boolean;
}

/** @param heading of the field or column in which it stands, folded */
export function numberToken(text: string, { start, end }: Span, heading = ''): NumberToken {
  const inLink = isInLink(text, { start, end });
  const before = text.slice(Math.max(0, start - 60), start);
  const after = text.slice(end, end + 60);
  return {
    inLink,
    inAddress: !inLink && /^[\w.+-]{0,40}@\w/.test(after),
    joined: !inLink && (/[\p{L}\d][-_/.]?$|[#=_]$/u.test(before) || /^(?:[-_/]?\p{L}|[_=])/u.test(after)),
    calledOther: calledOther.test(before) || (heading !== '' && namesOther.test(heading)),
  };
}

/** Within an address of the web: `https://art.example/item/4145550111`. */
export function isInLink(text: string, { start }: Span): boolean {
  const before = text.slice(Math.max(0, start - reach), start);
  return /(?::\/\/|www\.|\w\.\w{2,}\/)\S*$/.test(before);
}

/** The number is part of something else, or something else is called by it. */
export function isOtherNumber({ inLink, inAddress, joined, calledOther: called }: NumberToken): boolean {
  return inLink || inAddress || joined || called;
}

/** As named features. */
export function numberFeatures(token: NumberToken): string[] {
  const { inLink, inAddress, joined, calledOther: called } = token;
  return [
    ...(inLink ? ['number in link'] : []),
    ...(inAddress ? ['number in address'] : []),
    ...(joined ? ['number joined'] : []),
    ...(called ? ['called other'] : []),
    ...(isOtherNumber(token) ? ['other number'] : []),
  ];
}
