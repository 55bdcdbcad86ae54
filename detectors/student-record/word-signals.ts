/** Words of special education, discipline, health and school work in a part, without those that deny or only name a thing. */
import type { Span } from '../detector.ts';
import { overlapsAny } from '../shared/text/sorted-spans.ts';
import type { PartView } from '../shared/students/part-view.ts';
import { lexicon, recordPhrases, type Code, type SignalRule } from './rules.ts';
import { marksIn } from './marks.ts';
import type { Signal } from './signal.ts';

const masked: Readonly<Record<string, string>> = {
  'student-record.special-education': 'words about special education',
  'student-record.discipline': 'words about discipline',
  'student-record.health': 'words about health',
  'student-record.grades': 'words about grades or attendance',
};

export function wordSignals(view: PartView): Signal[] {
  const found = lexicon.findInPart(view.part);
  const ordinary: Span[] = [];
  const words: { rule: SignalRule; start: number; end: number }[] = [];
  for (const { start, end, data } of found) {
    if (data === 'ordinary') ordinary.push({ start, end });
    else words.push({ rule: data, start, end });
  }
  const signals: Signal[] = [];
  const add = (span: Span, rule: string, code: Code, weight: number, student: boolean): void => {
    if (overlapsAny(ordinary, span) || overlapsAny(view.signatures, span)) return;
    const sure = weight * voice(view.text, span, code);
    if (sure > 0)
      signals.push({
        view,
        start: span.start,
        end: span.end,
        code,
        rule,
        weight: sure,
        student,
        besideName: false,
        masked: masked[code]!,
      });
  };
  for (const { rule, start, end } of words) {
    if (rule.capitals && !isWrittenSo(view.text, start, end, rule.capitals)) continue;
    add({ start, end }, rule.id, rule.code, rule.weight, rule.student);
  }
  for (const { start, end, mark } of marksIn(view.text))
    add({ start, end }, mark.id, mark.code, mark.weight, mark.student);
  return signals;
}

/** `(SLD)`, `Eligibility: EBD`, `is OHI`: not the name of a district or a company. */
function isWrittenSo(text: string, start: number, end: number, capitals: 'anywhere' | 'category'): boolean {
  if (text.slice(start, end) !== text.slice(start, end).toUpperCase()) return false;
  if (capitals === 'anywhere') return true;
  return categoryBefore.test(text.slice(Math.max(0, start - 16), start));
}

const { pattern } = recordPhrases;
const categoryBefore = pattern(String.raw`(?:[(:,/|\t"–-]|\b<categoryBefore>)\s{0,3}$`, 'i');
const denied = pattern(String.raw`(?:\b<denials>|n['’]t)\s(?:<denialLinks>\s){0,3}$`, 'i');
const empty = pattern(
  String.raw`^(?:\s?\((?:s|ies)\))?[\s:=–-]{1,6}(?:<blanks>\b|<blankMarks>|_{2,}|\[ ?\]|\.{3,}|\[[^\]\n]{1,30}\])`,
  'i',
);
const ofWriter = pattern(String.raw`\b<writers>\s(?:own\s)?(?:\p{L}+\s)?$|\b<writerSubjects>\b[^.!?;,\n]{0,24}$`, 'iu');
const ofStudent = pattern(String.raw`\b<writersOwn>\s<writersPupils>\b|\b<pupilPronouns>\b`, 'i');

/** `her essay about depression` is about a subject of school work. */
const ofWork = pattern(String.raw`\b<schoolWork>\s<workLinks>\s(?!(?:his|her|their)\b)(?:\p{L}+\s){0,2}$`, 'iu');

/** How far the words around leave it a statement about somebody: 0 for a blank field, less for a denial and for the writer's own. */
function voice(text: string, { start, end }: Span, code: Code): number {
  if (empty.test(text.slice(end, end + 40))) return 0;
  const before = text.slice(Math.max(0, start - 48), start);
  if (denied.test(before)) return 0.4;
  if (ofWork.test(before)) return 0.4;
  if (code === 'student-record.discipline') return 1;
  const own = ofWriter.exec(before);
  return own && !ofStudent.test(own[0]) && !/\p{Lu}\p{Ll}/u.test(own[0].slice(1)) ? 0.5 : 1;
}
