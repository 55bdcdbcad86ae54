/** Whether the words around a full name speak of the person's home or family, as mail about a child does. */
import type { Span } from '../../detector.ts';
import { foldName } from '../people/names.ts';
import { textAfter, textBefore, type TextView } from './part-view.ts';
import { cueWords, studentWords } from './student-words.ts';

/** How far, in characters, on either side within the paragraph. */
const reach = { before: 90, after: 160 };

/** `his mom`, `parent: Ana`, `lives on`, `picks her up`: 0 for none, 1 for words about the home, 2 for family of the named person. */
export function homeCue(view: TextView, { start, end }: Span): 0 | 1 | 2 {
  const after = foldName(textAfter(view, end, reach.after));
  const before = foldName(textBefore(view, start, reach.before));
  if (ofFamily(after) || ofFamily(before.slice(-40))) return 2;
  return ofHome(after) || ofHome(before) ? 1 : 0;
}

const others = cueWords.phrases('ofWriterInHomes');

function ofFamily(window: string): boolean {
  const keys = window.match(/\p{L}+/gu) ?? [];
  return keys.some((key, index) => studentWords.relations.has(key) && !others.has(keys[index - 1] ?? ''));
}

const home = cueWords.pattern(String.raw`\b<home>\b`);

function ofHome(window: string): boolean {
  return home.test(window);
}
