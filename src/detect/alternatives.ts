/**
 * Mail programs send a text twice, plain and as HTML. Where both say the same, sign by sign, it is judged once, in the HTML, whose lines
 * and cells are as they were written; what is found is found in both, since both are delivered.
 */
import type { ExtractedMessage, ExtractedPart } from '../../detectors/detector.ts';
import type { DetectedFinding } from './detected-finding.ts';

export interface JudgedOnce {
  readonly message: ExtractedMessage;
  /** The same findings, those of a text that stands in two parts in both of them. */
  readonly inAll: (findings: readonly DetectedFinding[]) => DetectedFinding[];
}

interface Copy {
  readonly kept: ExtractedPart;
  readonly left: ExtractedPart;
}

export function judgedOnce(message: ExtractedMessage): JudgedOnce {
  const copies = copiesOf(message.parts);
  if (copies.length === 0) return { message, inAll: (findings) => [...findings] };
  const left = new Set(copies.map((copy) => copy.left.id));
  const { parts, pictures, readings } = message;
  return {
    message: {
      ...message,
      parts: parts.filter(({ id }) => !left.has(id)),
      ...(pictures && {
        pictures: pictures.map((one) => ({
          ...one,
          ...(one.shown && { shown: one.shown.filter(({ part }) => !left.has(part)) }),
        })),
      }),
      ...(readings && { readings: readings.filter(({ part }) => !left.has(part)) }),
    },
    inAll: (findings) => withCopies(findings, copies),
  };
}

/** Plain texts of which an HTML part says the same. */
function copiesOf(parts: readonly ExtractedPart[]): Copy[] {
  const bodies = parts.filter(({ kind, text }) => kind === 'body' && text.length > 0);
  const shown = bodies.filter(({ contentType, hidden }) => contentType === 'text/html' && hidden.length === 0);
  return bodies.flatMap((left) => {
    if (left.contentType !== 'text/plain' || left.hidden.length > 0) return [];
    const kept = shown.find((other) => saysTheSame(left, other));
    return kept ? [{ kept, left }] : [];
  });
}

/** Whether only white space is different, and the words of others are as many: which ones they are, each part says for itself. */
function saysTheSame(a: ExtractedPart, b: ExtractedPart): boolean {
  if (a.quoted.length !== b.quoted.length) return false;
  let inB = 0;
  for (let inA = 0; inA < a.text.length; inA += 1) {
    const code = a.text.charCodeAt(inA);
    if (isSpace(code)) continue;
    while (inB < b.text.length && isSpace(b.text.charCodeAt(inB))) inB += 1;
    if (b.text.charCodeAt(inB) !== code) return false;
    inB += 1;
  }
  while (inB < b.text.length && isSpace(b.text.charCodeAt(inB))) inB += 1;
  return inB === b.text.length;
}

function isSpace(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || code === 0x200b || code === 0x202f || code === 0x3000;
}

function withCopies(findings: readonly DetectedFinding[], copies: readonly Copy[]): DetectedFinding[] {
  const moves = new Map(
    copies.map(({ kept, left }) => {
      const offsets = findings.flatMap(({ part, start, end }) => (part === kept.id ? [start, end - 1] : []));
      return [kept.id, { id: left.id, move: moverOf(kept.text, left.text, offsets) }] as const;
    }),
  );
  return findings.flatMap((finding) => {
    const copy = moves.get(finding.part);
    if (!copy || finding.start >= finding.end) return [finding];
    const [start, last] = [copy.move.get(finding.start), copy.move.get(finding.end - 1)];
    if (start === undefined || last === undefined) return [finding];
    return [{ ...finding, part: copy.id, start, end: last + 1 }, finding];
  });
}

/** Where the signs at some offsets stand in the other text; white space has no place there, the sign before it has. */
function moverOf(from: string, to: string, offsets: readonly number[]): ReadonlyMap<number, number> {
  const wanted = [...new Set(offsets)].sort((a, b) => a - b);
  const moved = new Map<number, number>();
  let at = 0;
  let next = 0;
  let last: number | undefined;
  for (let inTo = 0; inTo < to.length && next < wanted.length; inTo += 1) {
    if (isSpace(to.charCodeAt(inTo))) continue;
    while (at < from.length && isSpace(from.charCodeAt(at))) at += 1;
    while (next < wanted.length && wanted[next]! < at) {
      if (last !== undefined) moved.set(wanted[next]!, last);
      next += 1;
    }
    if (wanted[next] === at) {
      moved.set(at, inTo);
      next += 1;
    }
    last = inTo;
    at += 1;
  }
  for (; next < wanted.length; next += 1) if (last !== undefined) moved.set(wanted[next]!, last);
  return moved;
}
