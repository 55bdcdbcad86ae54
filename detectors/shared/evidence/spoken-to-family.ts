/** What the sender of a message says to its reader, and what the reader wrote before: evidence that the reader is a student's family. */
import type { Word } from '../people/names.ts';
import { familyWords, isRelative } from './likely-family-words.ts';
import type { EvidenceKind } from '../students/evidence-kind.ts';
import { zoneOf, type PartView } from './part-view.ts';

/** The words of a part that are the sender's own, and those of earlier messages. */
export interface Voice {
  readonly view: PartView;
  readonly own: readonly Word[];
  readonly quoted: readonly Word[];
}

/** Words of a part that are looked at; a letter to a family is short. */
const mostWords = 2000;
export function voiceOf(view: PartView): Voice {
  const own: Word[] = [];
  const quoted: Word[] = [];
  for (const word of view.words.slice(0, mostWords)) {
    const zone = zoneOf(view, word.start);
    if (zone === 'own') own.push(word);
    else if (zone === 'quoted') quoted.push(word);
  }
  return { view, own, quoted };
}

const isParent = (key: string): boolean => familyWords.parents.has(key);

function oneWord(words: ReadonlySet<string>): string[][] {
  return [...words].map((word) => [word]);
}

/** What the sender says to the reader, and what the reader said before. */
export function spokenTo(
  voices: readonly Voice[],
  given: ReadonlySet<string>,
  isReply: boolean,
): { features: string[]; kinds: EvidenceKind[] } {
  const own = voices.filter(({ view }) => view.part.kind === 'body').map((voice) => keysOf(voice.own));
  const subject = voices.filter(({ view }) => view.part.kind === 'subject').map(({ view }) => keysOf(view.words));
  const before = [
    ...voices.filter(({ view }) => view.part.kind === 'body').map((voice) => keysOf(voice.quoted)),
    ...subject,
  ];
  const isChild = (key: string): boolean => familyWords.children.has(key) || given.has(key);
  const isOwnChild = (key: string): boolean => familyWords.children.has(key);
  const yourChild = own.some((keys) => follows(keys, oneWord(familyWords.yours), isChild, 3));
  const youAre = own.some((keys) => follows(keys, familyWords.addressed, isParent, 5));
  const myChild = before.some((keys) => follows(keys, oneWord(familyWords.mine), isOwnChild, 3));
  const claim = before.some((keys) => follows(keys, familyWords.claims, isParent, 6));
  const third = own.some((keys) => follows(keys, oneWord(familyWords.thirdPerson), isRelative, 1));
  const all = own.flat();
  const business = new Set(all.filter((key) => familyWords.business.has(key))).size;
  return {
    features: [
      ...(yourChild ? ['words: your child'] : []),
      ...(youAre ? ['words: you are the parent'] : []),
      ...(myChild ? ['wrote: my child'] : []),
      ...(claim ? ['wrote: i am the parent'] : []),
      ...(third ? ['words: of the parent'] : []),
      ...(all.some((key) => familyWords.readers.has(key)) ? ['words: you'] : []),
      ...[1, 2, 3].filter((count) => business >= count).map((count) => `business ≥${count}`),
    ],
    kinds: [
      ...(yourChild || youAre ? (['spoken-to'] as const) : []),
      ...(myChild || claim || (youAre && isReply) ? (['wrote'] as const) : []),
    ],
  };
}

const address = /[\w.+'-]+@[\w-]+(?:\.[\w-]+)+/g;

export function writersOf(voices: readonly Voice[]): string[] {
  return voices.flatMap(({ view, quoted }) =>
    quoted.length === 0
      ? []
      : [...view.text.matchAll(address)].flatMap((match) =>
          zoneOf(view, match.index) === 'quoted' ? [match[0].toLowerCase()] : [],
        ),
  );
}

export function isDisputed(voices: readonly Voice[]): boolean {
  return voices.some(({ view }) => {
    const keys = keysOf(view.words.slice(0, mostWords));
    return (
      follows(keys, familyWords.disputes, () => true, 1) ||
      familyWords.disputes.some((phrase) => phrase.length === 1 && keys.at(-1) === phrase[0])
    );
  });
}

function keysOf(words: readonly Word[]): string[] {
  return words.map(({ key }) => key);
}

/** Whether one of the phrases is followed by a wanted word within a few words. */
function follows(
  keys: readonly string[],
  phrases: readonly (readonly string[])[],
  wanted: (key: string) => boolean,
  within: number,
): boolean {
  const first = new Map([...Map.groupBy(phrases, ([word]) => word!)]);
  return keys.some((key, at) =>
    first.get(key)?.some((phrase) => {
      const after = at + phrase.length;
      return phrase.every((word, nth) => keys[at + nth] === word) && keys.slice(after, after + within).some(wanted);
    }),
  );
}
