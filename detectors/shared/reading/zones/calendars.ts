/** Finds the fields of calendars (RFC 5545) that say when, where and how to meet; summary and description are the sender's words. */
import type { Zone } from './zone.ts';
import type { TextLine } from './units.ts';

const begin = /^BEGIN:(?:VCALENDAR|VEVENT)\s*$/i;
const end = /^END:(?:VCALENDAR|VEVENT)\s*$/i;
const words = /^(?:SUMMARY|DESCRIPTION|COMMENT|CONTACT|X-ALT-DESC|ATTENDEE|CATEGORIES)[;:]/i;
const field = /^[A-Z][A-Z-]{2,40}[;:]/i;

export function calendarZones(text: string, lines: readonly TextLine[]): Zone[] {
  const zones: Zone[] = [];
  let inside = false;
  for (const line of lines) {
    const head = text.slice(line.content, Math.min(line.end, line.content + 60));
    if (begin.test(head)) inside = true;
    if (!inside) continue;
    if (field.test(head) && !words.test(head)) zones.push({ zone: 'meeting', start: line.start, end: line.end });
    if (end.test(head) && /VCALENDAR/i.test(head)) inside = false;
  }
  return zones;
}
