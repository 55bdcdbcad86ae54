/** Writes out the phrases of rules and lexicons: `{for|on} sale` stands for two phrases, `{|very }old` for one with and one without. */

const mostPhrases = 4000;

/**
 * All phrases that a pattern stands for. Braces hold alternatives separated by `|`, an empty one among them where the
 * words may be missing; they do not nest.
 * @throws Error where a brace is not closed or the pattern stands for too many phrases
 */
export function expandPhrase(pattern: string): string[] {
  let phrases = [''];
  let rest = pattern;
  while (rest !== '') {
    const open = rest.indexOf('{');
    const literal = open < 0 ? rest : rest.slice(0, open);
    phrases = phrases.map((phrase) => phrase + literal);
    if (open < 0) break;
    const close = rest.indexOf('}', open);
    if (close < 0) throw new Error(`a brace is not closed in the pattern: ${pattern}`);
    const choices = rest.slice(open + 1, close).split('|');
    if (phrases.length * choices.length > mostPhrases) throw new Error(`too many phrases in the pattern: ${pattern}`);
    phrases = phrases.flatMap((phrase) => choices.map((choice) => phrase + choice));
    rest = rest.slice(close + 1);
  }
  return [
    ...new Set(phrases.map((phrase) => phrase.replaceAll(/ {2,}/g, ' ').trim()).filter((phrase) => phrase !== '')),
  ];
}
