/** Detector: passwords, PINs and security answers that a message gives away; not words about them. */
import { z } from 'zod';
import { defineDetector, type ExtractedPart, type Finding, type Reason, type Span } from '../detector.ts';
import { statedBelow } from './columns.ts';
import { pairsIn } from './pairs.ts';
import { phrases } from './phrases.ts';
import type { Label } from './rules.ts';
import { statedAfter, statedBefore, type Stated } from './stated.ts';
import { surroundingsOf, type LabelMatch, type Surroundings } from './surroundings.ts';
import { toldIn } from './told.ts';
import { withReadings } from '../shared/reader/with-readings.ts';

const options = z.strictObject({
  minScore: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
});

export default defineDetector({
  meta: {
    id: 'credentials',
    version: 5,
    title: 'A password, a PIN or a security answer given away',
    codes: ['credentials.password', 'credentials.pin', 'credentials.security-answer'],
  },
  options,
  create:
    ({ minScore }) =>
    (message) => {
      const found = message.parts.flatMap((part) => secretsOf(part, message.subject));
      const code = {
        code: 'credentials.password',
        masked: 'a password or code',
        voice: 'any',
        threshold: minScore,
      } as const;
      return withReadings(message, message.parts, found, code).slice(0, mostFindings);
    },
});

/** A reviewer needs no more, and a hostile message gets no more. */
const mostFindings = 50;

const masked: Readonly<Record<Label['code'], string>> = {
  'credentials.password': 'a password',
  'credentials.pin': 'a PIN or lock code',
  'credentials.security-answer': 'the answer to a security question',
};

function secretsOf(part: ExtractedPart, subject: string): Finding[] {
  const around = surroundingsOf(part, subject);
  const found: Finding[] = [];
  for (const match of around.labels) {
    for (const stated of [
      statedAfter(part.text, match, match.label.id === 'fact'),
      statedBefore(part.text, match.start),
      ...statedBelow(part.text, match),
    ]) {
      const finding = stated && judge(part, match, stated, around);
      if (finding) found.push(finding);
    }
  }
  for (const pair of pairsIn(part.text)) {
    const told = around.near('login', [pair], 120) || opened.test(subject);
    if (!told && !pair.spaced) continue;
    const score = weaken(told ? 0.9 : 0.7, around, pair, undefined).score;
    found.push(toFinding(part, pair, 'credentials.password', score, [{ rule: 'login-pair' }]));
  }
  for (const told of toldIn(part.text, subject)) {
    const { score, doubts } = weaken(0.72, around, told, undefined);
    found.push(toFinding(part, told, 'credentials.password', score, [{ rule: 'told' }, ...doubts]));
  }
  return surest(found);
}

/** What is called so, and what it looks like, weighed; nothing where the word alone means something else. */
function judge(part: ExtractedPart, match: LabelMatch, stated: Stated, around: Surroundings): Finding | undefined {
  const { label } = match;
  const reach = label.needs === 'lock' ? 90 : 200;
  const met =
    label.needs === 'nothing' ||
    around.near(label.needs, [match, stated], reach) ||
    (label.needs === 'identity' && around.identityInSubject);
  if (label.id === 'key' && (stated.form !== 'colon' || stated.look === 'word' || stated.look === 'digits'))
    return undefined;
  if (label.id === 'abbreviated' && !abbreviationHolds(part.text, match, stated)) return undefined;
  if (stated.look === 'word' && stated.form === 'verb' && isSpokenOf(part.text, match)) return undefined;
  if (!met && !(label.id === 'abbreviated' && stated.look === 'strong' && stated.form === 'colon')) return undefined;
  if (label.id === 'pin' && stated.form === 'beside' && !stated.last && isVerb(part.text, match)) return undefined;
  const base = sureness(label, stated, around.near('login', [match, stated], 200));
  if (base === 0) return undefined;
  const { score, doubts } = weaken(met ? base : base - 0.1, around, span(match, stated), label);
  return toFinding(part, stated, label.code, score, [{ rule: `label:${label.id}`, context: stated.form }, ...doubts]);
}

const loginBefore = phrases.pattern(String.raw`(?:^|[\s>(])<logins>\s?[:=]\s*\S+[\s,;/|]+$`, 'i');
/** What a login opens, in a subject. */
const opened = phrases.pattern(String.raw`\b<opened>`, 'i');
const spokenOf = phrases.pattern(String.raw`\b<spokenOf>\s$`, 'i');

/** `p: …` needs a login right before it; `pass` is a verb and a slip of paper as well. */
function abbreviationHolds(text: string, match: Span, { form, look, start }: Stated): boolean {
  if (match.end - match.start === 1)
    return form === 'colon' && loginBefore.test(text.slice(Math.max(0, match.start - 80), match.start));
  if (form === 'verb') return /^\s(?:is|was|es)\s\S?$/.test(text.slice(match.end, start));
  return form === 'colon' || look === 'strong';
}

/** `a password is …`, `“verify your password” is …`: the word is spoken of, nothing is called so. */
function isSpokenOf(text: string, { start, end }: Span): boolean {
  return /["”'’]/.test(text[end] ?? '') || spokenOf.test(text.slice(Math.max(0, start - 9), start));
}

/** `pin 1200 of these to the board` */
function isVerb(text: string, { start, end }: Span): boolean {
  return !/^PINs?\b/.test(text.slice(start, end));
}

function span(match: Span, stated: Span): Span {
  return { start: Math.min(match.start, stated.start), end: Math.max(match.end, stated.end) };
}

/** 0..1 by the kind of label and the look of what it names. */
function sureness(label: Label, stated: Stated, login: boolean): number {
  const { look, form, quoted, last } = stated;
  const firm = form === 'colon' || form === 'verb';
  switch (label.code) {
    case 'credentials.pin':
      if (look === 'digits') return (firm ? 0.92 : 0.85) - (label.id === 'code' ? 0.1 : 0);
      return look === 'mixed' || look === 'strong' ? (firm ? 0.82 : 0.6) : 0;
    case 'credentials.security-answer':
      if (label.id === 'fact') return look === 'none' ? 0 : 0.75;
      return firm ? (look === 'word' && label.id === 'challenge' && !last ? 0.4 : 0.8) : 0;
    case 'credentials.password':
      if (look === 'strong') return 0.94;
      if (look === 'mixed') return firm || quoted ? 0.9 : 0.8;
      if (look === 'digits') return firm ? 0.85 : 0.6;
      if (quoted) return 0.8;
      if (!last || !firm) return 0;
      return form === 'colon' ? (login ? 0.75 : 0.6) : login ? 0.7 : 0.6;
  }
}

/** Advice, code samples and invitations to meetings name passwords that nobody's account opens with. */
function weaken(
  score: number,
  around: Surroundings,
  where: Span,
  label: Label | undefined,
): { score: number; doubts: Reason[] } {
  const doubts: Reason[] = [];
  if (around.isAdvice(where)) doubts.push({ rule: 'advice', context: 'speaks against it' });
  if (around.isCode(where)) doubts.push({ rule: 'code-sample', context: 'speaks against it' });
  if (label?.id !== 'place-code' && around.near('meeting', [where], 300))
    doubts.push({ rule: 'meeting', context: 'speaks against it' });
  return { score: score * 0.4 ** doubts.length, doubts };
}

function toFinding(
  part: ExtractedPart,
  { start, end }: Span,
  code: Label['code'],
  score: number,
  because: readonly Reason[],
): Finding {
  return { code, part: part.id, start, end, score: Math.round(score * 100) / 100, because, masked: masked[code] };
}

/** Of those that overlap the surest. */
function surest(found: Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const finding of found.sort((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (!last || last.end <= finding.start) kept.push(finding);
    else if (last.score < finding.score) kept[kept.length - 1] = finding;
  }
  return kept;
}
