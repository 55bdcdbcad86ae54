/** Texts that make careless patterns and loops slow: long runs of what a pattern begins with and never ends. */

/** @param length of each text in UTF-16 units, about */
export function hostileTexts(length: number): Record<string, string> {
  const fill = (piece: string) => piece.repeat(Math.ceil(length / piece.length));
  return {
    letters: fill('a'),
    capitals: fill('A'),
    'capital words': fill('Ab '),
    'one line of words': fill('word '),
    digits: fill('2'),
    'halves of phone numbers': fill('(262) 555 '),
    'digit words': fill('two '),
    'house numbers': fill('12 A '),
    'streets without end': `12 ${fill('Elm ')}`,
    hyphens: fill('a-'),
    'single letters': fill('a '),
    'at signs': fill('a@'),
    'dots before at': `${fill('a.')}@`,
    commas: fill('a,'),
    'quotation marks': fill('"'),
    bars: fill('|'),
    tabs: fill('A\t'),
    'empty lines': fill('\n'),
    'quote marks': fill('>'),
    spaces: fill(' '),
    'white space and letters': fill('   a'),
    'family words': fill('mother '),
    'family words and names': fill('mother Ana '),
    'a student a line': fill('Student: Ana Lopez, 12 Elm St\n'),
    'roster names': fill('Mai See Vang '),
    'names and phones': fill('Hope Brandt 262-555-0120 '),
    'lone surrogates': fill('\ud800'),
    combining: fill('e\u0301'),
    'zero width': fill('a\u200b'),
    brackets: fill('(('),
    exclamations: fill('!!! '),
    apostrophes: fill("a'"),
  };
}
