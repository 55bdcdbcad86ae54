/** Signs of a record that no list of phrases carries: numbers and letters with what they measure. */
import type { Span } from '../detector.ts';
import { recordPhrases, type Code } from './rules.ts';

export interface Mark {
  readonly id: string;
  readonly code: Code;
  readonly weight: number;
  /** Said of students only. */
  readonly student: boolean;
  readonly pattern: RegExp;
  /** What every text with such a mark has: found faster than the pattern. */
  readonly sign?: RegExp;
}

const { pattern } = recordPhrases;
const grades = 'student-record.grades';

/** Every repetition is bounded. */
const marks: readonly Mark[] = [
  {
    id: 'plan-504', // 34 CFR 104.33
    code: 'student-record.special-education',
    weight: 0.85,
    student: true,
    sign: /504/,
    pattern: pattern(
      String.raw`(?:['’]s|\b<whosePlan>)\s504\b(?!\s?(?:[A-Z]|<notOfPlan>))|\b504\s(?:<planWords>|eligib\w{1,6})\b`,
      'gu',
    ),
  },
  {
    id: 'letter-grade', // 2 F's, straight Ds, all A's
    code: grades,
    weight: 0.88,
    student: true,
    sign: /[DF]['’]?s|[A-C]['’]s/,
    pattern: pattern(String.raw`\b(?:\d|<counts>)\s(?:[DF]['’]?|[A-C]['’])s(?![\p{L}'’])`, 'gu'),
  },
  {
    id: 'letter-grade', // a D in Algebra
    code: grades,
    weight: 0.88,
    student: true,
    sign: pattern(String.raw`[A-DF][+–-]?["”]?\s<gradeLinks>\s`),
    pattern: pattern(
      String.raw`\b<gradeBefore>\s["“]?[A-DF][+–-]?["”]?\s<gradeLinks>\s(?:<whoseSubject>\s)?\p{L}{2,20}`,
      'gu',
    ),
  },
  {
    id: 'letter-grade', // A- in a row of them: English 11 A-, Chem C, US Hist B+
    code: grades,
    weight: 0.84,
    student: true,
    sign: /[A-DF][+–-]?\)?,\s/,
    pattern: pattern(
      String.raw`\b<subjects>(?:\s(?:I{1,3}|\d{1,2}))?\s?[:=(–-]?\s?(?-i:[A-DF][+–-]?)\)?,\s(?:<subjectLevels> )?\p{L}{3,12}(?:\s(?:I{1,3}|\d{1,2}))?\s?[:=(–-]?\s?(?-i:[A-DF])[+–-]?(?![\p{L}\d'’])`,
      'giu',
    ),
  },
  {
    id: 'letter-grade', // Biology D-, English (F)
    code: grades,
    weight: 0.84,
    student: true,
    sign: /(?:[A-DF][+–-]|[DF])(?![\p{L}\d'’.])/u,
    pattern: pattern(
      String.raw`\b<subjects>(?:\s(?:I{1,3}|\d{1,2}))?\s?[:=(–-]?\s?(?:(?-i:[A-DF])[+–-]|(?-i:[DF]))(?![\p{L}\d'’.])`,
      'giu',
    ),
  },
  {
    id: 'self-harm', // she has been cutting
    code: 'student-record.health',
    weight: 0.8,
    student: false,
    sign: /cutting/,
    pattern: pattern(
      String.raw`\b<cuttingBefore> cutting(?=[.,;!?)]|\s(?:again|since|at <cuttingPlaces>|and|on (?:his|her))\b|$)`,
      'gmu',
    ),
  },
  {
    id: 'percent', // 41% in Chem
    code: grades,
    weight: 0.85,
    student: false,
    sign: /%|percent/i,
    pattern: pattern(
      String.raw`\b\d{1,3}(?:\.\d)?\s?(?:%|percent)\s(?:in|on)\s(?:<whoseSubject>\s)?(?!the\b|<months>\p{L}{0,8}\b|\d)\p{L}{2,20}`,
      'giu',
    ),
  },
  {
    id: 'test-result', // a 14 on the ACT
    code: grades,
    weight: 0.85,
    student: false,
    pattern: pattern(String.raw`\b\d{1,4}%?\s(?:on|in)\s<whoseTest>\s(?:<testKinds>\s)?<tests>\b`, 'gu'),
  },
  {
    id: 'attendance-rate',
    code: grades,
    weight: 0.84,
    student: false,
    sign: /attendance/i,
    pattern: /\battendance\b[^.\n]{0,50}\b\d{1,3}(?:\.\d)?\s?(?:%|percent)/giu,
  },
  {
    id: 'grade-value', // his grade (a 52, a grade of D
    code: grades,
    weight: 0.88,
    student: false,
    sign: /grade/,
    pattern: pattern(
      String.raw`\bgrade\b[^.;\n\d]{0,16}\b<gradeIs>\s(?:an?\s)?(?:(?:1[3-9]|[2-9]\d)(?:\.\d)?(?:%|\b)|[A-DF][+-]?(?=[\s,.;)]|$))|\bgrade\s?[:=(]\s?(?:an?\s)?(?:(?:1[3-9]|[2-9]\d)(?:\.\d)?%?|[A-DF][+-]?)(?=[\s,.;)]|$)`,
      'gu',
    ),
  },
  {
    id: 'dose', // 20 mg at noon
    code: 'student-record.health',
    weight: 0.72,
    student: false,
    pattern: pattern(String.raw`\b\d{1,4}(?:\.\d{1,2})?\s?<doses>\b`, 'giu'),
  },
];

/** In the order of the patterns. */
export function* marksIn(text: string): Generator<Span & { readonly mark: Mark }> {
  if (!/\d|[A-DF]/.test(text)) return;
  for (const mark of marks) {
    if (mark.sign?.test(text) === false) continue;
    for (const match of text.matchAll(mark.pattern))
      yield { start: match.index, end: match.index + match[0].length, mark };
  }
}
