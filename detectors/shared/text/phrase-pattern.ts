/** Patterns whose words stand in data files: for places where signs between the words count, which a lexicon does not see. */
import { z } from 'zod';
import { readYamlFile } from './data-file.ts';
import { expandPhrase } from './phrase.ts';

/** Phrases parted by commas, as `expandPhrase` reads them: `live{|s} {at|on}, house on`. */
export const phraseList = z.string().transform((text) =>
  text
    .split(',')
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== ''),
);

export interface PhraseFile {
  /**
   * Compiles a pattern in which `<name>` stands for the phrases of that list.
   *
   * @throws Error where there is no such list
   */
  readonly pattern: (source: string, flags?: string) => RegExp;
  /** The pattern as text, for patterns that are put together. @throws Error where there is no such list */
  readonly source: (source: string) => string;
  /** The phrases of a list, written out. @throws Error where there is no such list */
  readonly phrases: (name: string) => ReadonlySet<string>;
}

/** @param url of a YAML file with lists of phrases by name @throws Error where there is no such file */
export function readPhrases(url: URL): PhraseFile {
  return phraseFile(readYamlFile(url, z.record(z.string(), phraseList)));
}

export function phraseFile(lists: Readonly<Record<string, readonly string[]>>): PhraseFile {
  const listOf = (name: string): readonly string[] => {
    const list = lists[name];
    if (list === undefined) throw new Error(`no list of phrases is called ${name}`);
    return list;
  };
  const filled = (source: string): string =>
    source.replace(/(?<!(?<!\\)\(\?)<(\w+)>/g, (_, name: string) => oneOf(listOf(name)));
  return {
    pattern: (source, flags) => new RegExp(filled(source), flags),
    source: filled,
    phrases: (name) => new Set(listOf(name).flatMap(expandPhrase)),
  };
}

/** A space is one space; `'` is an apostrophe of either shape; `*` is a word, `#` a number of one or two digits. */
const signs: Readonly<Record<string, string>> = { "'": "['’]", '*': '\\p{L}+', '#': '\\d{1,2}' };

/** Longer phrases first: the whole of `first name` is found, not `first`. */
export function oneOf(phrases: readonly string[]): string {
  const all = [...new Set(phrases.flatMap(expandPhrase))].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return `(?:${all.map(patternOfPhrase).join('|')})`;
}

function patternOfPhrase(phrase: string): string {
  return phrase.replace(/['*#$()+.?[\\\]^{|}/]/g, (sign) => signs[sign] ?? `\\${sign}`);
}
