/** Whether the words around a full name say that an adult of the school, a professional or a public figure is meant. */
import type { Span } from '../../detector.ts';
import { lineOf, wordsAfter, wordsBefore, type TextView } from './part-view.ts';
import { cueWords, studentWords } from './student-words.ts';

const { pattern } = cueWords;

const greeting = pattern(String.raw`(?:^|[\n>])[\s>*]*<greetings>[\s,]+$`, 'iu');
/** `Dear Ann Lee,`, not `Hello, Ann Lee needs`. */
const addressed = pattern(String.raw`^\s{0,2}(?:[,!:;.–—-]|\n|<together>\b|&)`);
/** `2 adults: Leland Benally, Rita Nez`: a list of grown-ups on the line of the name. */
const grownUps = pattern(String.raw`\b<grownUps>\s?<afterGrownUps>?\s?[:–—-][^.!?;:\n]{0,120}$`, 'iu');
const storyWords = pattern(String.raw`\b<stories>\b`, 'i');
const self = pattern(String.raw`\b(?:<writers>|<signsOff>,?)\s*$`, 'i');

/** A role after the name, `Ann Lee, Principal`; before it, `vendor Ann Lee`; a greeting; the writer; a book's author. */
export function isAdult(view: TextView, { start, end }: Span): boolean {
  const { text } = view;
  const before = text.slice(Math.max(0, start - 40), start);
  if (self.test(before) || (greeting.test(before) && addressed.test(text.slice(end, end + 8)))) return true;
  const nearest = wordsBefore(view, start, 2).filter((word) => start - word.end < 24);
  if (nearest.some((word) => studentWords.adultRoles.has(word.key) && !/[.,!?;]/.test(text.slice(word.end, start))))
    return true;
  const following = /^\s{0,3}[,(–—|-]\s{0,3}/.exec(text.slice(end, end + 8));
  if (following) {
    const after = wordsAfter(view, end + following[0].length, 4);
    const role = after.find((word) => studentWords.adultRoles.has(word.key));
    if (role && !/[.,;:!?\n)]/.test(text.slice(end + following[0].length, role.start))) return true;
  }
  if (grownUps.test(text.slice(Math.max(lineOf(view, start).start, start - 140), start))) return true;
  const around = text.slice(Math.max(lineOf(view, start).start, start - 70), Math.min(end + 70, text.length));
  return (around.toLowerCase().match(/\p{L}+/gu) ?? []).some((word) => studentWords.publicWords.has(word));
}

/** In the message's text or subject a book, a chapter, a figure of history is spoken of. */
export function isInBook(view: TextView, { start, end }: Span): boolean {
  return storyWords.test(`${view.subject}\n${view.text.slice(Math.max(0, start - 300), end + 300)}`);
}

/** Alone on its line, as a signature or an address block begins. */
export function standsAlone(view: TextView, { start, end }: Span): boolean {
  const line = lineOf(view, start);
  if (start - line.start > mostMarks || line.end - end > mostMarks) return false;
  return /^[\s>*,.-]*$/.test(view.text.slice(line.start, start) + view.text.slice(end, line.end));
}

/** Quotation marks and punctuation around a name on a line of its own. */
const mostMarks = 12;
