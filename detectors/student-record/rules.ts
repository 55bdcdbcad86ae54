/** The words and patterns of rules.yaml and record-phrases.yaml, compiled once. */
import { z } from 'zod';
import { readYamlFile } from '../shared/text/data-file.ts';
import { buildLexicon } from '../shared/text/lexicon.ts';
import { readPhrases } from '../shared/text/phrase-pattern.ts';

export const codes = [
  'student-record.special-education',
  'student-record.discipline',
  'student-record.health',
  'student-record.grades',
  'student-record.circumstances',
  'student-record.ssn',
  'student-record.student-id',
] as const;
export type Code = (typeof codes)[number];

/** What was found, fit for a notice. */
export const maskedForms: Readonly<Record<Code, string>> = {
  'student-record.special-education': 'words about special education',
  'student-record.discipline': 'words about discipline',
  'student-record.health': 'words about health',
  'student-record.grades': 'words about grades or attendance',
  'student-record.circumstances': 'words about family circumstances',
  'student-record.ssn': 'a Social Security number',
  'student-record.student-id': 'a student ID',
};

const pattern = (flags: string) => z.string().transform((source) => new RegExp(source.trim(), flags));

const schema = z.strictObject({
  signals: z.array(
    z.strictObject({
      id: z.string(),
      source: z.string(),
      code: z.enum(codes),
      weight: z.number().min(0).max(1),
      student: z.boolean().default(false),
      capitals: z.enum(['anywhere', 'category']).optional(),
      phrases: z.array(z.string()).min(1),
    }),
  ),
  ordinary: z.array(z.string()).min(1),
  columns: z.array(z.strictObject({ code: z.enum(codes), heading: pattern('u') })),
  ids: z.strictObject({ strong: pattern('giu'), weak: pattern('giu') }),
  ssn: pattern('giu'),
});

const rules = readYamlFile(new URL('./rules.yaml', import.meta.url), schema);

/** A kind of words that tell something of a record. */
export type SignalRule = Pick<(typeof rules.signals)[number], 'id' | 'code' | 'weight' | 'student' | 'capitals'>;

export const { columns, ids, ssn } = rules;

/** Words around the numbers of a record, and what makes a statement none. */
export const recordPhrases = readPhrases(new URL('./record-phrases.yaml', import.meta.url));

/** Signals, and words that only look like one. */
export const lexicon = buildLexicon<SignalRule | 'ordinary'>([
  ...rules.ordinary.map((phrase) => ({ phrase, data: 'ordinary' as const })),
  ...rules.signals.flatMap((rule) => rule.phrases.map((phrase) => ({ phrase, data: rule }))),
]);
