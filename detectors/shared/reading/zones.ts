/** Zones of a text: whose words a stretch is, and what it is there for. Every character belongs to exactly one zone. */
import type { ExtractedMessage, ExtractedPart } from '../../detector.ts';
import { firstEndingAfter } from '../text/sorted-spans.ts';
import { isAutomatic } from './zones/automatic.ts';
import { calendarZones } from './zones/calendars.ts';
import { footerZones } from './zones/footers.ts';
import { machineZones } from './zones/machines.ts';
import { meetingZones } from './zones/meetings.ts';
import { signatureZones } from './zones/signatures.ts';
import { mergeSpans, overlay } from './zones/spans.ts';
import { linesOf, unitsOf, type TextLine } from './zones/units.ts';
import type { Zone, ZoneName } from './zones/zone.ts';
import { answerMarks, isForwardSubject, nameWords, voicesOf } from './zones/voices.ts';

const space = 32;

/** Zones of a part in order, without gaps; empty for an empty text. Linear in the length of the text. */
export function zonesOf(part: ExtractedPart, message: ExtractedMessage): Zone[] {
  const { text } = part;
  if (text === '') return [];
  if (part.kind === 'subject') return subjectZones(text);
  if (part.id === 'names' || isTable(part)) return [{ zone: 'own', start: 0, end: text.length }];
  const lines = linesOf(
    text,
    part.quoted.flatMap(({ start, end }) => (end > start ? [start, end] : [])),
  );
  const voices = isFile(part)
    ? [{ zone: 'own' as const, from: 0, to: lines.length, writer: [] }]
    : voicesOf(part, lines, message.subject, writerOf(message));
  const above: Zone[] = [...machineZones(text, lines), ...calendarZones(text, lines)];
  const base: Zone[] = [];
  for (const voice of voices) {
    const units = unitsOf(text, lines.slice(voice.from, voice.to));
    const automatic = voice.zone === 'own' && part.kind === 'body' && isAutomatic(message, units);
    const blocks = [
      ...footerZones(text, units, 'legal'),
      ...footerZones(text, units, 'list'),
      ...meetingZones(text, units),
    ];
    above.push(...blocks);
    if (!isFile(part)) above.push(...signatureZones(text, lines, voice, coverOf(above)));
    const start = lines[voice.from]!.start;
    const end = voice.to < lines.length ? lines[voice.to]!.start : text.length;
    base.push({ zone: baseOf(part, voice.zone, automatic), start, end });
  }
  return overlay(
    base,
    above.map((zone) => withSpaceBehind(text, zone)),
  );
}

/** Line ends and empty lines belong to what stands before them. */
function withSpaceBehind(text: string, zone: Zone): Zone {
  let end = zone.end;
  while (end < text.length && text.charCodeAt(end) <= space) end += 1;
  return { ...zone, end };
}

/** What stands behind `Re:` is the other side's. */
function subjectZones(text: string): Zone[] {
  const marks = answerMarks(text);
  if (marks === 0 || marks >= text.length) return [{ zone: 'own', start: 0, end: text.length }];
  return [
    { zone: 'own', start: 0, end: marks },
    { zone: isForwardSubject(text) ? 'forwarded' : 'quoted', start: marks, end: text.length },
  ];
}

/** A mail that is attached was chosen by the sender. */
function baseOf(part: ExtractedPart, zone: Zone['zone'], automatic: boolean): ZoneName {
  if (isAttachedMail(part)) return zone === 'quoted' ? 'quoted' : 'forwarded';
  return automatic ? 'auto' : zone;
}

function isAttachedMail(part: ExtractedPart): boolean {
  return part.contentType === 'message/rfc822' || /\.(?:eml|msg)(?:\/|$)/i.test(part.filename ?? '');
}

/** The content of a file has no voices. */
function isFile(part: ExtractedPart): boolean {
  return part.kind === 'attachment' && !isAttachedMail(part);
}

function isTable(part: ExtractedPart): boolean {
  if (part.contentType === 'text/tab-separated-values') return true;
  return (
    part.places !== undefined && part.places.length > 0 && part.places.every(({ label }) => label.startsWith('sheet'))
  );
}

/** Folded words of the name and the address of who wrote the message. */
export function writerOf(message: ExtractedMessage): string[] {
  const { from } = message;
  const local = (from?.address ?? message.sender).split('@')[0] ?? '';
  return [...new Set([...nameWords(from?.name ?? ''), ...nameWords(local.replace(/[._-]/g, ' '))])];
}

/** Whether most of a line lies in a zone. */
function coverOf(zones: readonly Zone[]): (line: TextLine) => boolean {
  const sorted = mergeSpans(zones);
  return (line) => {
    const next = sorted[firstEndingAfter(sorted, line.content)];
    if (!next) return false;
    return Math.min(next.end, line.end) - Math.max(next.start, line.content) > (line.end - line.content) / 2;
  };
}

/** The zone at an offset. */
export function zoneAt(zones: readonly Zone[], offset: number): ZoneName {
  let low = 0;
  let high = zones.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (zones[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return zones[low]?.zone ?? 'own';
}
