/** Recognises the sentence that mail programs write in front of a multipart for readers without MIME. */
import { quotePhrases } from './quote-phrases.ts';

/** Whether the text is "This is a multi-part message in MIME format." or a similar sentence. */
export function isStockPhrase(text: string): boolean {
  return (
    text.length < 300 &&
    /multi-?part|\bmime\b/i.test(text) &&
    !/[\d@]/.test(text.replace(/mime[- ]?\d(\.\d)?|rfc ?\d+/gi, '')) &&
    text.split(/[.!:]\s|\n\s*\n/).every((sentence) => isStockSentence(sentence))
  );
}

const stockWords = quotePhrases.phrases('stockWords');

function isStockSentence(sentence: string): boolean {
  const words = sentence.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.filter((word) => !stockWords.has(word)).length <= 1;
}
