/** Finds how to join meetings: invitations of Zoom, Teams, Meet, Webex and their like, and phone bridges, also within a sentence. */
import type { Zone } from './zone.ts';
import { weightOf, type Unit } from './units.ts';
import { mailPhrases } from './vocabulary.ts';

const begins = 3;
const longestUnit = 60;
/** Words of the sentence in front of the first cue: fewer belong to it. */
const fewWords = 4;
/** Words between the last cue and a number that belongs to it. */
const longestGap = 2;

const { pattern, phrases } = mailPhrases;
const bridge = pattern(String.raw`,{1,3}\d{3,}#|\b<numberNames>\b[^\n]{0,12}\d[\d ]{2,16}#|,,\d{4,}`, 'i');
const host = pattern(String.raw`\b<meetingHosts>\b[\w.-]{0,40}\.[a-z]{2,10}\/|\bmeet\.[\w.-]{2,40}\/[a-z]{3}-`, 'i');
const details = phrases('meetingDetails');
const personal = phrases('personalInMeetings');

/** @param units of one voice, in order */
export function meetingZones(text: string, units: readonly Unit[]): Zone[] {
  const strong = units.map((unit) => isStrong(text, unit));
  const taken = units.map((_, at) => strong[at]!);
  for (const [at, unit] of units.entries()) {
    if (strong[at]) continue;
    const near = (other: number) =>
      units[other] !== undefined && Math.abs(units[other].paragraph - unit.paragraph) <= 1;
    taken[at] =
      (near(at - 1) && taken[at - 1]! && isDetail(text, unit)) ||
      (near(at + 1) && strong[at + 1]! && isDetailAbove(text, unit));
  }
  // Details in front of the first sure line, from the bottom up.
  for (let at = units.length - 2; at >= 0; at -= 1)
    if (!taken[at] && taken[at + 1] && units[at + 1]!.paragraph - units[at]!.paragraph <= 1)
      taken[at] = isDetailAbove(text, units[at]!);
  return joined(text, units, taken, strong);
}

function joined(text: string, units: readonly Unit[], taken: readonly boolean[], strong: readonly boolean[]): Zone[] {
  const zones: Zone[] = [];
  for (const [at, unit] of units.entries()) {
    if (!taken[at]) continue;
    const { start, end } = strong[at] ? clipped(text, unit) : unit;
    const last = zones.at(-1);
    if (last && taken[at - 1] && last.end >= units[at - 1]!.end && start === unit.start)
      zones[zones.length - 1] = { ...last, end };
    else zones.push({ zone: 'meeting', start, end });
  }
  return zones;
}

function isStrong(text: string, unit: Unit): boolean {
  if (unit.words.length > longestUnit) return false;
  const written = text.slice(unit.start, unit.end);
  const isBridge = bridge.test(written);
  const weight = weightOf(unit, 'meeting') + (isBridge ? 3 : 0) + (host.test(written) ? 2 : 0);
  if (weight < begins || !(isBridge || unit.cues.some((cue) => cue.zone === 'meeting' && cue.weight > 1))) return false;
  const hasNumber = /\d{3}/.test(written) || /https?:|\.[a-z]{2,8}\//i.test(written);
  // Without a number it is a heading: nothing but the words of meetings.
  return hasNumber ? !isAbout(unit) || isBridge : uncued(unit) <= 3 && !isAbout(unit);
}

function isAbout(unit: Unit): boolean {
  return unit.words.filter(({ key }) => personal.has(key)).length > 1;
}

function uncued(unit: Unit): number {
  let covered = 0;
  let until = 0;
  for (const { zone, from, to } of unit.cues) {
    if (zone !== 'meeting') continue;
    covered += to - Math.max(from, until);
    until = Math.max(until, to);
  }
  return unit.words.length - covered;
}

/** Lines that say when and where, and numbers, links and cities by themselves. */
function isDetail(text: string, unit: Unit): boolean {
  if (unit.words.length > 14 || isAbout(unit) || unit.words.some(({ key }) => personal.has(key))) return false;
  const first = unit.words[0]?.key ?? '';
  const written = text.slice(unit.start, unit.end);
  if (details.has(first)) return true;
  if (unit.words.length === 0) return true;
  if (/^https?:\S+$/.test(written)) return true;
  if (/^[\s(]*\+?\d[\d() .,-]{6,}#?[\p{L} (),]{0,40}$/u.test(written)) return true;
  const letters = unit.words.filter(({ key }) => !/\d/.test(key)).length;
  return (
    weightOf(unit, 'meeting') >= (letters > 4 ? 3 : 1) &&
    !/\p{Ll}[.!?]$/u.test(written) &&
    uncued(unit) - (unit.words.length - letters) <= 4
  );
}

/** Above the first line that is sure a number alone may be the sender's. */
function isDetailAbove(text: string, unit: Unit): boolean {
  return unit.words.some(({ key }) => !/\d/.test(key)) && isDetail(text, unit);
}

/** From the first cue, or the sentence where little stands before it, to the last cue or the number that belongs to it. */
function clipped(text: string, unit: Unit): { start: number; end: number } {
  const cues = unit.cues.filter(({ zone, weight }) => zone === 'meeting' && weight > 1);
  const first = cues[0];
  const last = cues.at(-1);
  if (!first || !last) return unit;
  const before = unit.words.slice(0, first.from).filter(({ key }) => !/\d/.test(key)).length;
  const start = before > fewWords ? unit.words[first.from]!.start : unit.start;
  let to = last.to;
  let gap = 0;
  for (let at = last.to; at < unit.words.length && gap <= longestGap; at += 1) {
    if (/^\d+$/.test(unit.words[at]!.key)) {
      to = at + 1;
      gap = 0;
    } else gap += 1;
  }
  const rest = unit.words.slice(to);
  if (rest.length <= 4 && rest.every(({ key }) => !personal.has(key))) return { start, end: unit.end };
  return { start, end: endOfLink(text, unit.words[to - 1]!.end, unit.end) };
}

/** Behind the sign or the link that goes on, and a link that follows: `Google Meet: meet.example/abc`. */
function endOfLink(text: string, from: number, until: number): number {
  const rest = text.slice(from, until);
  const link = /^\S*(?:\s\S*\.[a-z]{2,10}\/\S*)?/i.exec(rest)?.[0] ?? '';
  return from + link.replace(/[.,;!?]$/, '').length;
}
