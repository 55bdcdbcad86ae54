/** Plans the copy of a message without what is wrong with it: passages of its text removed, attachments left out. */
import type { ExtractedPart, PartId, Span } from '../../detectors/detector.ts';
import type { MessageLeaf, MessageLeaves } from '../extract/message-leaves.ts';
import { createWrittenPlaceFinder, type WrittenPlace } from '../message/written-place.ts';
import { secretsOf } from './mask.ts';
import { maskedName, maskedRewrite } from './masked-line.ts';

/** What the copy must not contain. */
export interface Unwanted {
  readonly passages: readonly { readonly part: PartId; readonly start: number; readonly end: number }[];
  /** Parts that could not be read. */
  readonly parts: readonly PartId[];
  /** Names of the students found, which the preview masks. */
  readonly names: readonly string[];
  /** What stands in the place of a passage. */
  readonly mark: string;
}

/** A line of the text before and after, masked. */
export interface ChangedLine {
  readonly place: WrittenPlace;
  readonly before: string;
  readonly after: string;
}

export interface CopyPlan {
  /** Subject of the copy; absent where it does not change. */
  readonly subject?: string;
  /** Text of the copy, in which the marks stand in the places of the passages. */
  readonly text: string;
  /** Byte ranges of the attachments that the copy keeps, each with its header. */
  readonly kept: readonly { readonly start: number; readonly end: number }[];
  readonly changed: readonly ChangedLine[];
  /** Masked names of the attachments that are left out; empty for one without a name. */
  readonly leftOut: readonly string[];
  readonly keptFiles: number;
}

const maxChanged = 20;

/** Undefined where something unwanted stands outside of texts and attachments, or where nothing would be left. */
export function planWithout(
  parts: readonly ExtractedPart[],
  { leaves }: MessageLeaves,
  unwanted: Unwanted,
): CopyPlan | undefined {
  const byId = new Map(parts.map((part) => [part.id, part]));
  const isText = (leaf: MessageLeaf) => byId.get(leaf.id)?.kind === 'body';
  const leafOf = (part: PartId) =>
    leaves.find(({ id }) => part === id) ??
    leaves.find(({ id }) => /^[/.+]/.test(part.slice(id.length)) && part.startsWith(id));
  const spans = new Map<PartId, Span[]>();
  const out = new Set<MessageLeaf>();
  for (const { part, ...span } of [
    ...unwanted.passages,
    ...unwanted.parts.map((id) => ({ part: id, start: 0, end: 0 })),
  ]) {
    const leaf = leafOf(part);
    const whole = span.end === 0;
    if (leaf && !isText(leaf)) out.add(leaf);
    else if (whole || (part !== 'subject' && leaf?.id !== part) || !byId.has(part)) return undefined;
    else spans.set(part, [...(spans.get(part) ?? []), span]);
  }
  const kept = leaves.filter((leaf) => !isText(leaf) && !out.has(leaf));
  const texts = shownTexts(leaves.filter(isText), byId);
  const rewritten = [...texts].map((part) =>
    without(part, spans.get(part.id) ?? [], evidenceOf(spans, byId), unwanted.mark),
  );
  const text = rewritten.join('\n\n').trim();
  const left = text.replaceAll(unwanted.mark, '').trim() !== '' || kept.length > 0;
  if (!left || (spans.size === 0 && out.size === 0)) return undefined;
  const subject = byId.get('subject');
  const subjectSpans = spans.get('subject');
  const secrets = secretsOf(evidenceOf(spans, byId), unwanted.names);
  return {
    ...(subject && subjectSpans && { subject: without(subject, subjectSpans, [], unwanted.mark) }),
    text,
    kept: kept.map(({ start, end }) => ({ start, end })),
    changed: changedLines(spans, byId, secrets, unwanted.mark),
    leftOut: [...out].map(({ filename }) => maskedName(filename ?? '', secrets)),
    keptFiles: kept.length,
  };
}

/** One form of each alternative: the plain text where there is one. Texts outside of alternatives are all shown. */
function shownTexts(leaves: readonly MessageLeaf[], byId: ReadonlyMap<PartId, ExtractedPart>): ExtractedPart[] {
  const shown = leaves.filter(
    (leaf) =>
      leaf.alternative === undefined ||
      leaf ===
        (leaves.find((other) => other.alternative === leaf.alternative && other.contentType === 'text/plain') ??
          leaves.find((other) => other.alternative === leaf.alternative)),
  );
  return shown.flatMap(({ id }) => byId.get(id) ?? []);
}

function evidenceOf(spans: ReadonlyMap<PartId, readonly Span[]>, byId: ReadonlyMap<PartId, ExtractedPart>): string[] {
  const all = [...spans].flatMap(([id, list]) => list.map(({ start, end }) => byId.get(id)!.text.slice(start, end)));
  return [...new Set(all)].filter((evidence) => evidence.trim().length >= 4);
}

/** @param evidence is removed wherever it stands: a passage may be found in one form of the text only */
function without(
  { text, hidden }: ExtractedPart,
  spans: readonly Span[],
  evidence: readonly string[],
  mark: string,
): string {
  const repeated = evidence.flatMap((words) => {
    const found: Span[] = [];
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length))
      found.push({ start: at, end: at + words.length });
    return found;
  });
  const unseen = hidden.map(({ start, end }) => ({ start, end, mark: '' }));
  const marked = [...spans, ...repeated].map(({ start, end }) => ({ start, end, mark }));
  const all = [...marked, ...unseen].sort((a, b) => a.start - b.start || b.end - a.end);
  let result = '';
  let at = 0;
  for (const span of all) {
    if (span.end <= at) continue;
    const touches = span.start <= at && at > 0;
    result += text.slice(at, Math.max(at, span.start)) + (touches && result.endsWith(mark) ? '' : span.mark);
    at = span.end;
  }
  return result + text.slice(at);
}

function changedLines(
  spans: ReadonlyMap<PartId, readonly Span[]>,
  byId: ReadonlyMap<PartId, ExtractedPart>,
  secrets: readonly string[],
  mark: string,
): ChangedLine[] {
  const lines = new Map<string, ChangedLine>();
  for (const [id, list] of spans) {
    const part = byId.get(id)!;
    const placeOf = createWrittenPlaceFinder(part);
    for (const { start } of list) {
      const line = `${id}:${part.text.lastIndexOf('\n', start - 1)}`;
      if (lines.has(line) || lines.size >= maxChanged) continue;
      lines.set(line, { place: placeOf(start), ...maskedRewrite(part.text, start, list, secrets, mark) });
    }
  }
  return [...lines.values()];
}
