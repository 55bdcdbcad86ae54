/** Covers data that is written as text (base64, uuencode, yEnc), where it may be a picture that nobody is to be shown. */

/** Uuencode and yEnc, to their end or to the end of the text. */
const blocks = /^(?:begin [0-7]{3,4} .*\n[^]*?(?:^end\b|(?![^]))|=ybegin [^]*?(?:^=yend.*|(?![^])))/gm;
/** A long word of base64, or three in a row that are longer than most words; line ends and marks of quotations stand between them. */
const words = /[\w+/=-]{40,}|[\w+/=-]{14,}(?:[^\w+/=-]{1,6}[\w+/=-]{14,}){2,}/g;

/** The text with a dot for each letter of such data, so that places in it stay. Linear in its length. */
export function coverData(text: string): string {
  const dots = (data: string): string => data.replace(/\S/g, '•');
  return text.replace(blocks, dots).replace(words, dots);
}
