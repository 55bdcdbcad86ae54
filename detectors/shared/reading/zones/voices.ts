/** Parts a mail by voices: the sender's, those of earlier mails, and what the sender passes on. */
import type { ExtractedPart, Span } from '../../../detector.ts';
import { firstEndingAfter } from '../../text/sorted-spans.ts';
import type { TextLine } from './units.ts';
import { foldedWords, mailPhrases } from './vocabulary.ts';

export interface Voice {
  readonly zone: 'own' | 'quoted' | 'forwarded';
  /** Index of its first line, and of the line behind its last one. */
  readonly from: number;
  readonly to: number;
  /** Folded words of the writer's name, where the text or the message says it. */
  readonly writer: readonly string[];
}

const longestHeading = 300;
const { pattern } = mailPhrases;
const forwardDivider = pattern(
  String.raw`^[\s>]*(?:-{2,}\s*(?:<forwarded>|<forwardedBy> .{0,80})\s*-{2,}|<forwardedBegins>:|-{5,}\s?forwarded\s?-{5,})\s*$`,
  'i',
);
const replyDivider = pattern(String.raw`^[\s>]*-{2,}\s*<original>\s*-{2,}\s*$`, 'i');
const wrote = pattern(String.raw`\b<wrote>\b[^\n]{0,80}:\s*$`, 'i');
const wroteAndRest = pattern(String.raw`\b<wroteAlone>\b.*$`, 'i');
const writeStart = pattern(String.raw`^[\s>]*(?:<wroteBegins>|\d)\b|<[^>]*@|@`, 'i');
const writeDate = pattern(String.raw`\d|@|\b<wroteDays>`, 'i');
const header = pattern(String.raw`^[\s>]*\**(<headerFields>):\**(?:\s|$)`, 'i');
const fromField = pattern(String.raw`^\**<fromFields>:`, 'i');
const fromName = pattern(String.raw`^\**<fromFields>:\**\s*([^<[\n]{2,80})`, 'i');
const fromFields = mailPhrases.phrases('fromFields');
const forwardSubject = pattern(String.raw`^\s*(?:\[[^\]\n]{1,40}\]\s?)?<forwardMarks>\s*:`, 'i');
const answerSubject = pattern(
  String.raw`^\s*(?:\[[^\]\n]{1,40}\]\s?)?<answerMarks> {0,2}(?:\[\d{1,3}\]|\(\d{1,3}\))? {0,2}:\s*`,
  'i',
);

/** Length of the marks of an answer at the beginning of a subject, `Re: AW: `; 0 where there are none. */
export function answerMarks(subject: string): number {
  let length = 0;
  for (let round = 0; round < 12; round += 1) {
    const match = answerSubject.exec(subject.slice(length, length + 120));
    if (!match) break;
    length += match[0].length;
  }
  return length;
}

export function isForwardSubject(subject: string): boolean {
  return forwardSubject.test(subject.slice(0, 80));
}

/** Voices of a text in order; every line belongs to one. */
export function voicesOf(
  part: ExtractedPart,
  lines: readonly TextLine[],
  subject: string,
  writer: readonly string[],
): Voice[] {
  const zones = lineZones(part, lines, subject);
  const voices: Voice[] = [];
  let from = 0;
  let name = writer;
  for (let at = 1; at <= lines.length; at += 1) {
    const line = lines[at];
    const begins =
      line !== undefined && zones[at] === zones[at - 1] && zones[at] !== 'own' && beginsVoice(part.text, lines, at);
    if (line !== undefined && zones[at] === zones[at - 1] && !begins) continue;
    if (zones[from] !== 'own') name = writerOf(part.text, lines, from);
    voices.push({ zone: zones[from]!, from, to: at, writer: zones[from] === 'own' ? writer : name });
    from = at;
  }
  return voices;
}

function textOf(text: string, line: TextLine): string {
  return text.slice(line.content, Math.min(line.end, line.content + longestHeading));
}

/** Headings of another mail within a quoted one. */
function beginsVoice(text: string, lines: readonly TextLine[], at: number): boolean {
  const line = lines[at]!;
  if (line.blank || line.depth === lines[at - 1]!.depth) {
    const written = textOf(text, line);
    return (
      (fromField.test(written) &&
        !header.test(textOf(text, lines[at - 1]!)) &&
        !replyDivider.test(textOf(text, lines[at - 1]!)) &&
        !forwardDivider.test(textOf(text, lines[at - 1]!))) ||
      (wrote.test(written) && writeDate.test(written))
    );
  }
  return !lines[at - 1]!.blank && line.depth !== lines[at - 1]!.depth;
}

/** Whether a line is the heading of an earlier mail, or one of its fields. */
export function isHeading(text: string, line: TextLine): boolean {
  const written = textOf(text, line);
  return header.test(written) || wrote.test(written) || replyDivider.test(written) || forwardDivider.test(written);
}

/** Who wrote what follows a heading: of `On …, Maya Lee wrote:` or `From: Maya Lee`. */
function writerOf(text: string, lines: readonly TextLine[], from: number): readonly string[] {
  for (const line of lines.slice(Math.max(0, from - 2), from + 5)) {
    const written = textOf(text, line);
    const named =
      fromName.exec(written)?.[1] ??
      (wrote.test(written) ? written.replace(wroteAndRest, '').replace(/<[^>]*>/g, '') : undefined);
    if (named !== undefined) return nameWords(named);
  }
  return [];
}

const notNames = mailPhrases.phrases('notNames');

/** Folded words of a name that are none of a date. */
export function nameWords(name: string): string[] {
  return foldedWords(name, 0, name.length)
    .map(({ key }) => key)
    .filter((key) => key.length > 1 && !/\d/.test(key) && !notNames.has(key));
}

function lineZones(part: ExtractedPart, lines: readonly TextLine[], subject: string): Voice['zone'][] {
  const passedOn = isForwardSubject(subject);
  const answers = answerMarks(subject) > 0;
  const zones: Voice['zone'][] = lines.map(() => 'own');
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!;
    const zone = zoneFrom(part, lines, at, passedOn, answers);
    if (!zone) {
      at += 1;
      continue;
    }
    const until = zone.until ?? endOfSpan(part.quoted, lines, at);
    for (let each = at; each < until; each += 1) zones[each] = zone.zone;
    at = Math.max(at + 1, until);
    if (line === undefined) break;
  }
  return zones;
}

/** What begins in this line: by the extract stage, or by a heading that it does not take for one. */
function zoneFrom(
  part: ExtractedPart,
  lines: readonly TextLine[],
  at: number,
  passedOn: boolean,
  answers: boolean,
): { zone: 'quoted' | 'forwarded'; until?: number } | undefined {
  const line = lines[at]!;
  const written = textOf(part.text, line);
  const span = spanAt(part.quoted, line);
  if (span) return { zone: kindOfSpan(part.text, lines, at, passedOn) };
  if (line.blank || line.end - line.content > longestHeading) return undefined;
  if (forwardDivider.test(written)) return { zone: 'forwarded', until: lines.length };
  if (replyDivider.test(written)) return { zone: passedOn ? 'forwarded' : 'quoted', until: lines.length };
  if (isWrote(written, answers)) {
    let next = at + 1;
    while (next < lines.length && lines[next]!.blank) next += 1;
    return { zone: 'quoted', until: next < lines.length && lines[next]!.depth > 0 ? at + 1 : lines.length };
  }
  if (isLooseHeader(part.text, lines, at, answers))
    return { zone: passedOn ? 'forwarded' : 'quoted', until: lines.length };
  return undefined;
}

/** `On Monday, Maya Lee wrote:`; in an answer the name alone is enough. */
function isWrote(written: string, answers: boolean): boolean {
  if (written.length > 200 || !wrote.test(written)) return false;
  return (writeStart.test(written) && writeDate.test(written)) || (answers && /^\p{Lu}.{2,50}:\s*$/u.test(written));
}

function spanAt(spans: readonly Span[], line: TextLine): Span | undefined {
  const span = spans[firstEndingAfter(spans, line.content)];
  return span && span.start <= line.content && !line.blank ? span : undefined;
}

/** Line behind the quoted span; empty lines behind it belong to it. */
function endOfSpan(spans: readonly Span[], lines: readonly TextLine[], at: number): number {
  const span = spanAt(spans, lines[at]!);
  if (!span) return at + 1;
  let to = at + 1;
  while (to < lines.length && (lines[to]!.content < span.end || lines[to]!.blank)) to += 1;
  return to;
}

/** A quoted span is passed on where its heading says so, or the subject does and no answer stands above. */
function kindOfSpan(text: string, lines: readonly TextLine[], at: number, passedOn: boolean): 'quoted' | 'forwarded' {
  for (const line of lines.slice(Math.max(0, at - 2), at + 2))
    if (forwardDivider.test(textOf(text, line))) return 'forwarded';
  return passedOn ? 'forwarded' : 'quoted';
}

/** `From:` and one more field; in an answer `From:` with a name alone. */
function isLooseHeader(text: string, lines: readonly TextLine[], at: number, answers: boolean): boolean {
  const written = textOf(text, lines[at]!);
  const first = header.exec(written)?.[1]?.toLowerCase();
  if (first === undefined || !fromFields.has(first)) return false;
  if (at > 0 && !lines[at - 1]!.blank && !answers) return false;
  const following = lines.slice(at + 1, at + 5).map((line) => header.exec(textOf(text, line))?.[1]);
  if (following[0] !== undefined) return true;
  return answers && written.length < 90 && /:\**\s*(?:<|"|\p{Lu})/u.test(written);
}
