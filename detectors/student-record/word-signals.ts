/** Words of special education, discipline, health and school work in a part, without those that deny or only name a thing. */
import type { Span } from '../detector.ts';
import { overlapsAny } from '../shared/sorted-spans.ts';
import type { PartView } from '../shared/students/part-view.ts';
import { lexicon, type Code, type SignalRule } from './rules.ts';
import type { Signal } from './signal.ts';

const masked: Readonly<Record<string, string>> = {
  'student-record.special-education': 'words about special education',
  'student-record.discipline': 'words about discipline',
  'student-record.health': 'words about health',
  'student-record.grades': 'words about grades or attendance',
};

/** Marks that words alone do not carry: `2 F's`, `41% in Chem`, `a D in Algebra`, `grade (a 52`, `14 unexcused`. */
const marks: readonly { readonly id: string; readonly weight: number; readonly pattern: RegExp }[] = [
  {
    id: 'letter-grade',
    weight: 0.88,
    pattern: /\b(?:\d|one|two|three|four|five|six|straight|all)\s(?:[DF]['’]?s)(?![\p{L}'’])/giu,
  },
  {
    id: 'letter-grade',
    weight: 0.88,
    pattern:
      /\b(?:an?|the|his|her|got|has|with)\s["“]?[A-DF][+–-]?["”]?\s(?:in|on|for)\s(?:my\s|his\s|her\s|the\s)?\p{L}{2,20}/gu,
  },
  {
    id: 'percent',
    weight: 0.85,
    pattern:
      /\b\d{1,3}(?:\.\d)?\s?(?:%|percent)\s(?:in|on)\s(?:my\s|his\s|her\s|the\s)?(?!the\b|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\p{L}*\b|\d)\p{L}{2,20}/giu,
  },
  {
    id: 'grade-value',
    weight: 0.88,
    pattern:
      /\bgrade\b[^.;\n\d]{0,16}\b(?:is|was|of|an?|at|to)\s(?:an?\s)?(?:1[3-9]|[2-9]\d)(?:\.\d)?(?:%|\b)|\bgrade\b[^.;\n\d]{0,16}\b(?:is|was|of|an?)\s(?:an?\s)?[A-DF][+-]?(?=[\s,.;)]|$)|\bgrade\s?[:=(]\s?(?:an?\s)?(?:(?:1[3-9]|[2-9]\d)(?:\.\d)?%?|[A-DF][+-]?)(?=[\s,.;)]|$)/g,
  },
  {
    id: 'average-value',
    weight: 0.8,
    pattern:
      /\b(?:carries|carrying|has|with|holds|maintains|pulling)\s(?:an?\s)?[0-4]\.\d{1,2}\s(?:gpa|average|cumulative|unweighted|weighted)\b/gi,
  },
];

export function wordSignals(view: PartView): Signal[] {
  const found = lexicon.findInPart(view.part);
  if (found.length === 0 && !/\d|\b[A-DF][+-]?\s/.test(view.text)) return [];
  const ordinary: Span[] = [];
  const words: { rule: SignalRule; start: number; end: number }[] = [];
  for (const { start, end, data } of found) {
    if (data === 'ordinary') ordinary.push({ start, end });
    else words.push({ rule: data, start, end });
  }
  const signals: Signal[] = [];
  const add = (span: Span, rule: string, code: Code, weight: number, student: boolean): void => {
    if (overlapsAny(ordinary, span) || overlapsAny(view.signatures, span)) return;
    const sure = weight * voice(view.text, span);
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
    if (rule.capitals && !isCategory(view.text, start, end)) continue;
    add({ start, end }, rule.id, rule.code, rule.weight, rule.student);
  }
  for (const { id, weight, pattern } of marks) {
    for (const match of view.text.matchAll(pattern))
      add(
        { start: match.index, end: match.index + match[0].length },
        id,
        'student-record.grades',
        weight,
        id === 'letter-grade',
      );
  }
  return signals;
}

/** `(SLD)`, `Eligibility: EBD`, `is OHI`: not the name of a district or a company. */
function isCategory(text: string, start: number, end: number): boolean {
  if (text.slice(start, end) !== text.slice(start, end).toUpperCase()) return false;
  return /(?:[(:,/|\t"–-]|\b(?:is|has|had|with|under|for|as|primary|eligibility|category|and|on an?|has an?|his|her))\s{0,3}$/i.test(
    text.slice(Math.max(0, start - 16), start),
  );
}

const denied =
  /(?:\b(?:no|not|never|without|nor|any|non)|n['’]t)\s(?:(?:have|had|been|need|on|a|an|any|known|other|longer|be|get|ever|yet|the)\s){0,3}$/i;
const empty =
  /^(?:\s?\((?:s|ies)\))?[\s:=–-]{1,6}(?:none\b|no\b|n\/a|nka\b|nkda\b|na\b|_{2,}|\[ ?\]|\.{3,}|\[[^\]\n]{1,30}\]|ninguna?\b)/i;
const ofWriter =
  /\b(?:my|our|mi)\s(?:own\s)?(?:\p{L}+\s)?$|\b(?:i|i['’](?:m|ve|ll|d)|we|we['’](?:re|ve))\b[^.!?;,\n]{0,24}$/iu;
const ofStudent = /\b(?:my|our)\s(?:students?|caseload|class|homeroom|kids?|office)\b|\b(?:he|she|his|her|him)\b/i;

/** How far the words around leave it a statement about somebody: 0 for a blank field, less for a denial and for the writer's own. */
function voice(text: string, { start, end }: Span): number {
  if (empty.test(text.slice(end, end + 40))) return 0;
  const before = text.slice(Math.max(0, start - 48), start);
  if (denied.test(before)) return 0.4;
  const own = ofWriter.exec(before);
  return own && !ofStudent.test(own[0]) && !/\p{Lu}\p{Ll}/u.test(own[0].slice(1)) ? 0.5 : 1;
}
