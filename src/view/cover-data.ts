/** Covers data that is written as text (base64, uuencode, yEnc, hexadecimal, numbers), where it may be a picture that nobody is to be shown. */

/** Uuencode and yEnc, to their end or to the end of the text. */
const blocks = /^(?:begin [0-7]{3,4} .*\n[^]*?(?:^end\b|(?![^]))|=ybegin [^]*?(?:^=yend.*|(?![^])))/gm;
/** A long word of base64, or three in a row that are longer than most words; line ends and marks of quotations stand between them. */
const words = /[\w+/=-]{40,}|[\w+/=-]{14,}(?:[^\w+/=-]{1,6}[\w+/=-]{14,}){2,}/g;
/** Sixteen or more bytes in a row, each or two, four or eight together, in hexadecimal digits or as numbers: `ff d8`, `0xff, 0xd8`, `255 216`. */
const bytes =
  /(?<![\p{L}\d])(?:(?:0x|\\?x|%|&#x?)?(?:[0-9a-f]{1,4}|[0-9a-f]{8})[^\p{L}\d\\%&]{1,6}){15,}(?:0x)?[0-9a-f]{1,8}(?![\p{L}\d])/giu;
/** The same without anything in between: `\xff\xd8`, `%ff%d8`. */
const escapes = /(?:(?:\\x|\\u00|%|&#x?)[0-9a-f]{1,3};?){15,}/gi;

/** The text with a dot for each letter of such data, so that places in it stay. Linear in its length. */
export function coverData(text: string): string {
  const dots = (data: string): string => data.replace(/\S/g, '•');
  return [blocks, words, escapes, bytes].reduce((rest, data) => rest.replace(data, dots), text);
}
