/** What the words of every detector must keep, as a list of faults: complete for each code, in both languages. */
import type { Detector } from '../../detectors/detector.ts';
import {
  noticeLanguages,
  type CountedWords,
  type DetectorWords,
  type FindingWords,
} from '../../detectors/finding-words.ts';

export function faultsOfWords(detector: Detector, words: DetectorWords): string[] {
  const { id, codes } = detector.meta;
  const named = Object.keys(words.codes);
  return [
    ...(words.id === id ? [] : [`words of ${words.id} stand in ${id}`]),
    ...codes.filter((code) => !named.includes(code)).map((code) => `no words for ${code}`),
    ...named
      .filter((code) => !codes.some((known) => known === code))
      .map((code) => `words for ${code}, which is no code`),
    ...titleFaults('title', words.title),
    ...Object.entries(words.codes).flatMap(([code, of]) => faultsOfCode(of).map((fault) => `${code}: ${fault}`)),
    ...Object.values(words.reasons ?? {}).filter((sentence) => !/^\p{Lu}.*\.$/u.test(sentence)),
  ];
}

function faultsOfCode(words: FindingWords): string[] {
  const { notice, headline, labels, counts } = words;
  const texts = noticeLanguages.flatMap((language) => {
    const own = notice[language];
    return own === 'masked' ? [] : [{ name: `notice.${language}`, words: own }];
  });
  const languages = new Set(texts.map(({ words: { one, other } }) => `${one} ${other}`));
  return [
    ...texts.flatMap(({ name, words: own }) => phraseFaults(name, own, counts === 'students')),
    ...(languages.size < texts.length ? ['the notice says the same in two languages'] : []),
    ...phraseFaults('headline', headline, counts === 'students' && headline.of !== 'students'),
    ...(headline.of === 'students' && counts !== 'students' ? ['students own what is not counted by students'] : []),
    ...titleFaults('title', words.title),
    ...labels.filter((label) => !/^[a-z]+(_[a-z]+)*$/.test(label)).map((label) => `label ${label}`),
  ];
}

/** @param counted whether the words for several must hold the number */
function phraseFaults(name: string, words: CountedWords, counted: boolean): string[] {
  const { one, other, none = one } = words;
  const texts = Object.entries({ one, other, none });
  return [
    ...texts.flatMap(([key, text]) => (isPhrase(text) ? [] : [`${name}.${key}: ${text}`])),
    ...(counted && !other.includes('{count}') ? [`${name}.other leaves out the number`] : []),
    ...(none.includes('{count}') ? [`${name}.none has a number`] : []),
  ];
}

/** Fit to stand within a sentence: no capital at the start but of an abbreviation or a name, no full stop, no id. */
function isPhrase(text: string): boolean {
  return /^(\p{Ll}|\{count\} |Social Security )/u.test(text) && !/[.!?]$|\s\s|_|\w\.\w|^\s|\s$/.test(text);
}

function titleFaults(name: string, title: string): string[] {
  return /^\p{Lu}/u.test(title) && !/[.!?]$|\s\s|_/.test(title) ? [] : [`${name}: ${title}`];
}
