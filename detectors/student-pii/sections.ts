/** What counts as a place of its own when names stand in one and locators in another: a part, or a sheet of a workbook. */
import { foldName } from '../shared/people/names.ts';
import type { PartView } from '../shared/students/part-view.ts';
import { rules } from './rules.ts';

export interface Section {
  readonly view: PartView;
  readonly start: number;
  readonly end: number;
  /** Words of the file's name and the sheet's, folded. */
  readonly title: string;
}

/** Sections of all parts, in order. */
export function sectionsOf(views: readonly PartView[]): Section[] {
  return views.flatMap((view) => {
    const sheets = (view.part.places ?? []).filter((place) => place.label.startsWith('sheet '));
    const file = view.part.filename ?? '';
    if (sheets.length < 2) return [sectionOf(view, 0, view.text.length, file)];
    return sheets.map(({ start, label }, index) =>
      sectionOf(view, start, sheets[index + 1]?.start ?? view.text.length, `${file} ${label.slice('sheet '.length)}`),
    );
  });
}

function sectionOf(view: PartView, start: number, end: number, title: string): Section {
  return { view, start, end, title: foldName(title) };
}

/** Whether the two are read apart: text beside a file, or two sheets. Two bodies are most often one text written twice. */
export function areApart(one: Section, other: Section): boolean {
  if (one.view === other.view) return one.start !== other.start;
  return one.view.part.kind === 'attachment' || other.view.part.kind === 'attachment';
}

/** How far above a list its heading may begin, in characters. */
const headingReach = 160;

/** Whose list it is, by the words above it and the names of file and sheet; adults and businesses go before students. */
export function listOf(section: Section, first: number): 'students' | 'others' | 'unknown' {
  const from = Math.max(section.start, first - headingReach);
  const words = foldName(`${section.title} ${section.view.text.slice(from, first)}`).match(/\p{L}+/gu) ?? [];
  if (words.some((word) => rules.otherLists.has(word))) return 'others';
  return words.some((word) => rules.studentLists.has(word)) ? 'students' : 'unknown';
}
