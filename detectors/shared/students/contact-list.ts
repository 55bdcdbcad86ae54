/** Names at the head of lines that hold a phone, several of them below each other: a list of contacts of children. */
import { neighbours } from '../text/sorted-spans.ts';
import type { NameCandidate } from './name-candidates.ts';
import { lineOf, type PartView } from './part-view.ts';
import { cueWords } from './student-words.ts';

/** Fewer lines than this are no list. */
const leastLines = 3;

/** An extension, an email address or words of an office behind the name. */
const ofOffice = cueWords.pattern(String.raw`\b(?:ext|x)\.? ?\d|@|\b<officeNumbers>\b`, 'i');

interface Listed {
  readonly view: PartView;
  readonly candidate: NameCandidate;
  readonly strength: number;
}

/** Gives the names of such lists at least `strength`; the others stay as they are. Linear in the number of names. */
export function inContactList<T extends Listed>(weighed: readonly T[], strength: number): T[] {
  const listed = new Map<PartView, Set<T>>();
  for (const entry of weighed) {
    if (!entry.view.listWords || !headsPhoneLine(entry.view, entry.candidate)) continue;
    listed.set(entry.view, (listed.get(entry.view) ?? new Set()).add(entry));
  }
  return weighed.map((entry) => {
    const list = listed.get(entry.view);
    if (entry.strength >= strength || !list?.has(entry) || list.size < leastLines) return entry;
    return { ...entry, strength, cued: true, context: 'in a list with phones' };
  });
}

function headsPhoneLine(view: PartView, candidate: NameCandidate): boolean {
  const line = lineOf(view, candidate.start);
  if (!/^[\s>*•\d.)|"-]*$/.test(view.text.slice(line.start, candidate.start))) return false;
  const { after } = neighbours(view.phones(), candidate);
  if (!after || after.end > line.end) return false;
  return !ofOffice.test(view.text.slice(candidate.end, line.end));
}
