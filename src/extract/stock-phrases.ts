/** Recognises the sentence that mail programs write in front of a multipart for readers without MIME. */

/** Whether the text is "This is a multi-part message in MIME format." or a similar sentence. */
export function isStockPhrase(text: string): boolean {
  return (
    text.length < 300 &&
    /multi-?part|\bmime\b/i.test(text) &&
    !/[\d@]/.test(text.replace(/mime[- ]?\d(\.\d)?|rfc ?\d+/gi, '')) &&
    text.split(/[.!:]\s|\n\s*\n/).every((sentence) => isStockSentence(sentence))
  );
}

const stockWords = new Set(
  (
    'a an and any are attached be by can cannot client compatible compliant component components contain contains ' +
    'content cryptographically digitally does don either email encapsulated encoded enough following format formatted ' +
    'from has have if in ignore include includes internet is it likely mail mailer may message mime multi multipart ' +
    'new newer not of old only or original part parts path pathname please preamble pretty program read reader readers ' +
    'reading recent recognise recognize see see should signed since software some standard such support supports t text that the ' +
    'then there these this to understand unreadable unsigned upgrade use user using version view viewer we will with without you your yours'
  ).split(' '),
);

function isStockSentence(sentence: string): boolean {
  const words = sentence.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.filter((word) => !stockWords.has(word)).length <= 1;
}
