/** What stands around a secret: a login, a lock, advice about passwords, an invitation to a meeting, a line of code. */
import type { ExtractedPart, Span } from '../detector.ts';
import { sentencesOf, type Sentences } from '../shared/text/sentences.ts';
import { firstEndingAfter } from '../shared/text/sorted-spans.ts';
import { phrases } from './phrases.ts';
import { lexicon, type Label, type Nearby } from './rules.ts';

export interface LabelMatch extends Span {
  readonly label: Label;
}

export interface Surroundings {
  readonly labels: readonly LabelMatch[];
  /** The subject speaks of an account and of proving who one is. */
  readonly identityInSubject: boolean;
  /** Such words stand within `reach` characters of a span or between the spans, in none of them. */
  near(kind: Nearby, spans: readonly Span[], reach: number): boolean;
  /** Words of advice stand in the sentence of the span, before its end. */
  isAdvice(span: Span): boolean;
  isCode(span: Span): boolean;
}

const identity = phrases.pattern(String.raw`\b(?:verif\w*|<identity>)\b`, 'i');
/** Statements of a program or commands of a shell. */
const code =
  /[{}]\s*$|(?:\w = |["'].*["']|\().*;\s*$|=>|->\w|\(\)|\w\(['"$]|<\/?[a-z]+[ >]|\/>|::|\$[a-z_]+\s*=|&&|==|\s--[a-z]|^\s*(?:\$|%|#|\/\/|mysql>|sudo\b|import\b|export\b|set\b|define\b)/;

/** @param subject of the message: it may say what a short text is about */
export function surroundingsOf(part: ExtractedPart, subject: string): Surroundings {
  const labels: LabelMatch[] = [];
  const nearby: Record<Nearby, Span[]> = {
    login: [],
    lock: [],
    challenge: [],
    identity: [],
    wireless: [],
    meeting: [],
    advice: [],
  };
  for (const { start, end, data } of lexicon.findInPart(part)) {
    if ('label' in data) labels.push({ start, end, label: data.label });
    else nearby[data.nearby].push({ start, end });
  }
  const { text } = part;
  let sentences: Sentences | undefined;
  const between = (kind: Nearby, from: number, to: number, outside: readonly Span[]): boolean => {
    const spans = nearby[kind];
    for (let at = firstEndingAfter(spans, from); at < spans.length && spans[at]!.start < to; at += 1) {
      if (outside.every(({ start, end }) => spans[at]!.end <= start || spans[at]!.start >= end)) return true;
    }
    return false;
  };
  return {
    labels,
    identityInSubject: identity.test(subject),
    near: (kind, spans, reach) => {
      const from = Math.min(...spans.map((span) => span.start));
      return between(kind, from - reach, Math.max(...spans.map((span) => span.end)) + reach, spans);
    },
    isAdvice(span) {
      sentences ??= sentencesOf(text);
      return between('advice', Math.max(sentences.around(span.start).start, span.start - 200), span.end, []);
    },
    isCode(span) {
      const before = text.slice(Math.max(0, span.start - 200), span.start);
      const [after] = text.slice(span.start, span.start + 200).split('\n', 1);
      const line = before.slice(before.lastIndexOf('\n') + 1) + after;
      return code.test(line.replace(/^[>|\s]+/, ''));
    },
  };
}
