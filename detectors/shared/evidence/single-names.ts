/** Names of one word, or a few, that may be a relative's: before it is weighed whether they are. */
import type { Span } from '../../detector.ts';
import { findEmailAddresses } from '../people/email-addresses.ts';
import { nameClass } from '../people/name-table.ts';
import { endOfName, type Word } from '../people/names.ts';
import { cueWords, studentWords } from '../students/student-words.ts';
import { firstStartingFrom, overlapsAny } from '../text/sorted-spans.ts';
import type { PartView } from './part-view.ts';

const and = /^(?:and|y|e|und|et|&)$/;

/** One word, or a few, beside a word for a relative, `mom Denise`, `Harold (dad)`, and every given name by itself. They may overlap. */
export function singleNames(view: PartView): Span[] {
  const { words } = view;
  const found: Span[] = [];
  for (let at = 0; at < words.length; at += 1) {
    if (!isRelation(words, at) || isOfCompany(words, at)) continue;
    const span = nameAfter(view, at) ?? nameBefore(view, at);
    if (span) found.push(span, ...namesAfter(view, span));
  }
  const mails = findEmailAddresses(view.text);
  const alone = words.filter((word) => {
    const { given, word: common } = nameClass(word.key);
    if (given === 0 || (common > 0 && !word.capital) || word.end - word.start < 3) return false;
    return !studentWords.notNames.has(word.key) && !overlapsAny(mails, word);
  });
  return [...found, ...alone];
}

/** `his folks` as well as `mom`. */
function isRelation(words: readonly Word[], at: number): boolean {
  const { key } = words[at]!;
  if (studentWords.relations.has(key)) return true;
  return studentWords.folks.has(key) && at > 0 && studentWords.whose.has(words[at - 1]!.key);
}

/** `sisters Odette and Fleur`, `her folks, Jimmy, Tess & Al`: the names that follow one in a list. */
function namesAfter({ words, text }: PartView, first: Span): Span[] {
  const found: Span[] = [];
  let { end } = first;
  let joined = false;
  for (let at = firstStartingFrom(words, end); at < words.length && found.length < mostInList; at += 1) {
    const word = words[at]!;
    const gap = text.slice(end, word.start);
    if (!joined && and.test(word.key) && /^,? $/.test(gap)) {
      joined = true;
      end = word.end;
      continue;
    }
    if (!(joined ? /^ $/ : /^(?:, | ?[&+/] ?)$/).test(gap) || !isName(word)) break;
    found.push({ start: word.start, end: word.end });
    joined = false;
    end = word.end;
  }
  return found;
}
const mostInList = 4;

const kinInNames = cueWords.phrases('kinInNames');

/** `Moss Brothers Holdings`, `Sister Act`: the word is part of another name. */
function isOfCompany(words: readonly Word[], at: number): boolean {
  return kinInNames.has(words[at]!.key) && words[at]!.capital && words[at - 1]?.capital === true;
}

function nameAfter(view: PartView, relation: number): Span | undefined {
  const { words, text } = view;
  for (let at = relation + 1; at <= relation + 5 && at < words.length; at += 1) {
    const gap = text.slice(words[at - 1]!.end, words[at]!.start);
    if (!/^(?:[ \t\n]|[,:()="“*–-]|\. ?|['’]s ){1,6}$/.test(gap)) return undefined;
    if (gap.startsWith('.') && !studentWords.titles.has(words[at - 1]!.key)) return undefined;
    if (studentWords.links.has(words[at]!.key) || studentWords.relations.has(words[at]!.key)) continue;
    return isName(words[at]!) ? { start: words[at]!.start, end: endOfName(view, at, isName) } : undefined;
  }
  return undefined;
}

function nameBefore(view: PartView, relation: number): Span | undefined {
  const { words, text } = view;
  for (let at = relation - 1; at >= relation - 3 && at >= 0; at -= 1) {
    const gap = text.slice(words[at]!.end, words[at + 1]!.start);
    if (!/^ ?[,(–-]? ?$/.test(gap)) return undefined;
    if (studentWords.links.has(words[at]!.key)) continue;
    return isName(words[at]!) ? { start: words[at]!.start, end: words[at]!.end } : undefined;
  }
  return undefined;
}

/** With a capital, or a usual given name that is no word. */
function isName(word: Word): boolean {
  if (word.end - word.start < 2 || studentWords.notNames.has(word.key)) return false;
  if (word.capital) return true;
  const { given, word: common } = nameClass(word.key);
  return given > 0 && common === 0;
}
