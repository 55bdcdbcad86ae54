/** Whose a phone or an address is by the nearest words beside it: the writer's or a business's own, or a family's. */
import { lineOf, type PartView } from '../shared/students/part-view.ts';
import { studentWords } from '../shared/students/student-words.ts';
import { rules } from './rules.ts';
import { firstStartingFrom } from '../shared/text/sorted-spans.ts';

export type WhoseCue = 'own' | 'home' | 'none';

/** How far, in characters, words may stand before it, on its line and at the end of the line above. */
const reach = { before: 90, lineAbove: 60, after: 30 };

/** How many words before a phrase may say that it speaks of the writer. */
const wordsOfWriter = 4;

/** Phrases by their last word, each as its words from the last to the first. */
const byLastWord = new Map<string, { readonly words: readonly string[]; readonly cue: WhoseCue }[]>();
for (const [cue, phrases] of [
  ['own', rules.ownCues],
  ['home', rules.homeCues],
] as const) {
  for (const phrase of phrases) {
    const words = phrase.split(' ').reverse();
    byLastWord.set(words[0]!, [...(byLastWord.get(words[0]!) ?? []), { words, cue }]);
  }
}

/** The nearest phrase before it; where there is none, one right after it that speaks of a family. */
export function cueAround(view: PartView, start: number, end: number): WhoseCue {
  const { words } = view;
  const line = lineOf(view, start);
  const from = Math.max(line.start - reach.lineAbove, start - reach.before, 0);
  const first = firstStartingFrom(words, start);
  for (let at = first - 1; at >= 0 && words[at]!.start >= from; at -= 1) {
    const cue = phraseAt(view, at, from);
    if (cue) return cue === 'home' && isWriters(view, at) ? 'own' : cue;
  }
  const to = Math.min(end + reach.after, line.end);
  for (let at = firstStartingFrom(words, end); at < words.length && words[at]!.end <= to; at += 1)
    if (phraseAt(view, at, end) === 'home') return 'home';
  return 'none';
}

/** `my cell number is`, `reach me by phone`; not `my son's phone`. */
function isWriters(view: PartView, at: number): boolean {
  for (let back = at; back >= Math.max(0, at - wordsOfWriter); back -= 1) {
    const { key, end } = view.words[back]!;
    if (studentWords.relations.has(key) || studentWords.studentBefore.has(key)) return false;
    if (back < at && /[.!?;\n]/.test(view.text.slice(end, view.words[back + 1]!.start))) return false;
    if (/^(?:my|our|me)$/.test(key)) return true;
  }
  return false;
}

/** The longest phrase that ends with this word: `front desk` before `desk`. */
function phraseAt(view: PartView, last: number, from: number): WhoseCue | undefined {
  let found: { readonly words: readonly string[]; readonly cue: WhoseCue } | undefined;
  for (const phrase of byLastWord.get(view.words[last]!.key) ?? []) {
    const fits = phrase.words.every((word, back) => {
      const at = last - back;
      return at >= 0 && view.words[at]!.key === word && view.words[at]!.start >= from;
    });
    if (fits && phrase.words.length > (found?.words.length ?? 0)) found = phrase;
  }
  return found?.cue;
}
