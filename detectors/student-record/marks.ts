/** Signs of a record that no list of phrases carries: numbers and letters with what they measure. */
import type { Span } from '../detector.ts';
import type { Code } from './rules.ts';

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

const subject =
  '(?:pre-?)?(?:algebra|geometry|math|bio(?:logy)?|chem(?:istry)?|english|ela|history|science|spanish|french|german|physics|reading|writing|civics|gov(?:ernment)?|econ|gym|pe|art|music|band|health|calc(?:ulus)?|stats|trig|social studies)';
const grades = 'student-record.grades';

/** Every repetition is bounded. */
const marks: readonly Mark[] = [
  {
    id: 'plan-504', // 34 CFR 104.33
    code: 'student-record.special-education',
    weight: 0.85,
    student: true,
    sign: /504/,
    pattern:
      /(?:['’]s|\b(?:his|her|their|has an?|on an?|under an?|new|section))\s504\b(?!\s?(?:[A-Z]|students|miles|dollars))|\b504\s(?:plans?|meeting|accommodations?|kid|student|eligib\w{1,6}|review|renewal)\b/gu,
  },
  {
    id: 'letter-grade', // 2 F's, straight Ds
    code: grades,
    weight: 0.88,
    student: true,
    sign: /[DF]['’]?s/,
    pattern: /\b(?:\d|one|two|three|four|five|six|straight|all)\s[DF]['’]?s(?![\p{L}'’])/gu,
  },
  {
    id: 'letter-grade', // a D in Algebra
    code: grades,
    weight: 0.88,
    student: true,
    sign: /[A-DF][+–-]?["”]?\s(?:in|on|for)\s/,
    pattern:
      /\b(?:an?|the|his|her|got|has|with)\s["“]?[A-DF][+–-]?["”]?\s(?:in|on|for)\s(?:my\s|his\s|her\s|the\s)?\p{L}{2,20}/gu,
  },
  {
    id: 'letter-grade', // A- in a row of them: English 11 A-, Chem C, US Hist B+
    code: grades,
    weight: 0.84,
    student: true,
    sign: /[A-DF][+–-]?\)?,\s/,
    pattern: new RegExp(
      `\\b${subject}(?:\\s(?:I{1,3}|\\d{1,2}))?\\s?[:=(–-]?\\s?(?-i:[A-DF][+–-]?)\\)?,\\s(?:US |AP |World )?\\p{L}{3,12}(?:\\s(?:I{1,3}|\\d{1,2}))?\\s?[:=(–-]?\\s?(?-i:[A-DF])[+–-]?(?![\\p{L}\\d'’])`,
      'giu',
    ),
  },
  {
    id: 'letter-grade', // Biology D-, English (F)
    code: grades,
    weight: 0.84,
    student: true,
    sign: /(?:[A-DF][+–-]|[DF])(?![\p{L}\d'’.])/u,
    pattern: new RegExp(
      `\\b${subject}(?:\\s(?:I{1,3}|\\d{1,2}))?\\s?[:=(–-]?\\s?(?:(?-i:[A-DF])[+–-]|(?-i:[DF]))(?![\\p{L}\\d'’.])`,
      'giu',
    ),
  },
  {
    id: 'self-harm', // she has been cutting
    code: 'student-record.health',
    weight: 0.8,
    student: false,
    sign: /cutting/,
    pattern:
      /\b(?:been|started|is|was|admitted(?: to)?) cutting(?=[.,;!?)]|\s(?:again|since|at (?:home|night)|and|on (?:his|her))\b|$)/gmu,
  },
  {
    id: 'percent', // 41% in Chem
    code: grades,
    weight: 0.85,
    student: false,
    sign: /%|percent/i,
    pattern:
      /\b\d{1,3}(?:\.\d)?\s?(?:%|percent)\s(?:in|on)\s(?:my\s|his\s|her\s|the\s)?(?!the\b|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\p{L}{0,8}\b|\d)\p{L}{2,20}/giu,
  },
  {
    id: 'test-result', // a 14 on the ACT
    code: grades,
    weight: 0.85,
    student: false,
    pattern:
      /\b\d{1,4}%?\s(?:on|in)\s(?:the|his|her|my)\s(?:last\s|math\s|reading\s|science\s)?(?:ACT|SAT|PSAT|MAP|final|midterm|quiz|test|exam|benchmark)\b/gu,
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
    pattern:
      /\bgrade\b[^.;\n\d]{0,16}\b(?:is|was|of|an?|at|to)\s(?:an?\s)?(?:(?:1[3-9]|[2-9]\d)(?:\.\d)?(?:%|\b)|[A-DF][+-]?(?=[\s,.;)]|$))|\bgrade\s?[:=(]\s?(?:an?\s)?(?:(?:1[3-9]|[2-9]\d)(?:\.\d)?%?|[A-DF][+-]?)(?=[\s,.;)]|$)/gu,
  },
  {
    id: 'dose', // 20 mg at noon
    code: 'student-record.health',
    weight: 0.72,
    student: false,
    pattern: /\b\d{1,4}(?:\.\d{1,2})?\s?(?:mg|mcg|units of insulin)\b/giu,
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
